/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "run-json.h"

#include "provenance-report.h"

#include "planner/sweep/point-sweep.h"
#include "planner/sweep/statistics.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <sstream>

namespace ns3::planner
{

namespace
{

/// @param experiment what was run @param kind of the results @param folder with the files
/// @return what all kinds have
nlohmann::json
Begin(const Experiment& experiment, const char* kind, const std::string& folder)
{
    return {{"command", "run"},
            {"kind", kind},
            {"scenario", experiment.name},
            {"settings", experiment.GetSettingsText()},
            {"title", experiment.title},
            {"run", IdentityOf(experiment).GetHash()},
            {"sweep", experiment.sweep.parameter},
            {"folder", folder}};
}

/// @param text lines @return those that are not empty
std::vector<std::string>
LinesOf(const std::string& text)
{
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);)
    {
        if (!line.empty())
        {
            lines.push_back(line);
        }
    }
    return lines;
}

/// @param group a point @return all metrics that it has
nlohmann::json
MetricsOf(const PointGroup& group)
{
    nlohmann::json metrics = nlohmann::json::object();
    for (const auto& [name, value] : group.records.front()->result.metrics)
    {
        const Estimate estimate = group.Of(name);
        metrics[name] = {{"mean", estimate.mean}, {"half_width", estimate.halfWidth}};
    }
    return metrics;
}

/// @param value a number, or none @return it
template <typename T>
nlohmann::json
OrNull(const std::optional<T>& value)
{
    return value ? nlohmann::json(*value) : nlohmann::json();
}

/// @param goal of a search @param result at it @return both
nlohmann::json
GoalToJson(const SearchGoal& goal, const GoalResult& result)
{
    return {{"goal", goal.name},
            {"loss_ratio", goal.lossRatio},
            {"exceed_ratio", goal.exceedRatio},
            {"width", goal.width},
            {"lower_bps", OrNull(result.lower)},
            {"upper_bps", OrNull(result.upper)},
            {"conditional_throughput_bps", result.conditionalThroughput},
            {"regular", result.IsRegular()}};
}

/// @param point that was searched @return delays at shares of what was found
nlohmann::json
LatenciesToJson(const SearchedPoint& point)
{
    nlohmann::json latencies = nlohmann::json::array();
    for (const auto& latency : point.latencies)
    {
        nlohmann::json entry{{"share", latency.share}, {"load_bps", latency.load}};
        for (const char* metric : {"delay_mean_s",
                                   "delay_p50_s",
                                   "delay_p90_s",
                                   "delay_p99_s",
                                   "delay_p999_s",
                                   "delay_max_s"})
        {
            entry[metric] = latency.result.Get(metric);
        }
        latencies.push_back(std::move(entry));
    }
    return latencies;
}

} // namespace

nlohmann::json
SweepToJson(const Experiment& experiment,
            const std::vector<PointRecord>& records,
            const ReportParts& parts,
            const std::string& folder)
{
    nlohmann::json points = nlohmann::json::array();
    for (const auto& group : GroupReplications(records))
    {
        points.push_back({{"curve", group.curve},
                          {"value", experiment.sweep.TextOf(group.value)},
                          {"replications", group.records.size()},
                          {"marks", group.GetMarks().ToText()},
                          {"metrics", MetricsOf(group)}});
    }
    nlohmann::json checks = nlohmann::json::array();
    for (const auto& [spec, result] : records)
    {
        if (spec.fidelity == Fidelity::BOTH)
        {
            checks.push_back({{"curve", spec.curve},
                              {"value", experiment.sweep.TextOf(spec.value)},
                              {"compared_packets", result.Get("compared_packets")},
                              {"differing_packets", result.Get("differing_packets")},
                              {"differing_counters", result.Get("differing_counters")}});
        }
    }
    auto json = Begin(experiment, "sweep", folder);
    json["points"] = points;
    json["spot_checks"] = checks;
    json["findings"] = LinesOf(parts.findings);
    json["warnings"] = parts.warnings;
    json["reproduce"] = parts.command;
    return json;
}

nlohmann::json
SearchToJson(const Experiment& experiment,
             const SearchOutcome& outcome,
             const std::vector<AssumedLoads>& loads,
             const std::string& folder)
{
    nlohmann::json points = nlohmann::json::array();
    for (size_t at = 0; at < outcome.points.size(); ++at)
    {
        const SearchedPoint& point = outcome.points[at];
        const AssumedLoads assumed = at < loads.size() ? loads[at] : AssumedLoads();
        nlohmann::json goals = nlohmann::json::array();
        for (size_t i = 0; i < point.results.size(); ++i)
        {
            goals.push_back(GoalToJson(experiment.search.goals[i], point.results[i]));
        }
        points.push_back({{"curve", point.curve},
                          {"value", experiment.sweep.TextOf(point.value)},
                          {"greatest_bps", point.greatest},
                          {"trial_s", point.trialSeconds},
                          {"trials", point.trials},
                          {"goals", goals},
                          {"assumed_values_20_percent_worse_bps", OrNull(assumed.worse)},
                          {"assumed_values_20_percent_better_bps", OrNull(assumed.better)},
                          {"latencies", LatenciesToJson(point)}});
    }
    auto json = Begin(experiment, "search", folder);
    json["points"] = points;
    json["warnings"] = FindMissingCosts(experiment, outcome.records);
    return json;
}

nlohmann::json
ShardToJson(const Experiment& experiment,
            const Shard& shard,
            size_t simulations,
            const std::string& folder)
{
    auto json = Begin(experiment, "shard", folder);
    json["shard"] = shard.GetText();
    json["simulations"] = simulations;
    return json;
}

} // namespace ns3::planner
