/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "search-report.h"

#include "bottleneck.h"
#include "provenance-report.h"
#include "sweep-axis.h"

#include "planner/analytic/binding.h"
#include "planner/base/number-format.h"
#include "planner/base/quoting.h"
#include "planner/base/text-table.h"
#include "planner/scenario/assumed-values.h"
#include "planner/sweep/statistics.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace ns3::planner
{

namespace
{

constexpr double GIGA = 1e9;

/// The delays that are reported, and what they are called.
constexpr std::pair<const char*, const char*> DELAYS[] = {
    {"delay_p50_s", "p50"},
    {"delay_p90_s", "p90"},
    {"delay_p99_s", "p99"},
    {"delay_p999_s", "p99.9"},
    {"delay_max_s", "max"},
};

/// @param share a part of a whole @return in percent
std::string
Percent(double share)
{
    return FormatNumber(100 * share) + " %";
}

/// @param load bit/s, or none @return Gbit/s
std::string
Gigabits(const std::optional<uint64_t>& load)
{
    return load ? FormatFixed(static_cast<double>(*load) / GIGA, 4) : "-";
}

/// @param seconds a delay @return microseconds; "-" when there is none
std::string
Microseconds(double seconds)
{
    return std::isfinite(seconds) ? FormatFixed(seconds * 1e6, 2) : "-";
}

/// @param point where @param experiment what was simulated @return the point in words
std::string
NameOf(const Experiment& experiment, const SearchedPoint& point)
{
    return point.curve + ", " + experiment.sweep.parameter + " " +
           experiment.sweep.TextOf(point.value);
}

/// @param points what was found @param trials so many one after the other
/// @return how long they last, in milliseconds: from the shortest to the longest of all points
std::string
DescribeDuration(const std::vector<SearchedPoint>& points, uint32_t trials)
{
    const auto [least, most] =
        std::minmax_element(points.begin(), points.end(), [](const auto& a, const auto& b) {
            return a.trialSeconds < b.trialSeconds;
        });
    const auto inMs = [trials](const SearchedPoint& point) {
        return FormatFixed(point.trialSeconds * 1e3 * trials, 2);
    };
    return (inMs(*least) == inMs(*most) ? "" : inMs(*least) + " to ") + inMs(*most) + " ms";
}

/// @param goal a goal @param points what was found @return it in the words of RFC 9971
std::string
DescribeGoal(const SearchGoal& goal, const std::vector<SearchedPoint>& points)
{
    return "Goal " + goal.name + ": loss ratio " + Percent(goal.lossRatio) + ", width " +
           Percent(goal.width) + " of the upper bound, exceed ratio " + Percent(goal.exceedRatio) +
           ", final trial duration " + DescribeDuration(points, 1) + ", duration sum " +
           DescribeDuration(points, goal.trials) + ".\n";
}

/// @param result what a goal got @return why it is no regular one; empty: it is
std::string
DescribeIrregular(const GoalResult& result)
{
    if (result.IsRegular())
    {
        return "";
    }
    return result.lower ? "irregular: all that is offered meets the goal"
                        : "irregular: no load meets the goal";
}

/// @param experiment what was simulated @param outcome what was found @return bounds of all points
TableRows
MakeBoundTable(const Experiment& experiment, const SearchOutcome& outcome)
{
    TableRows table{{"curve",
                     experiment.sweep.parameter,
                     "goal",
                     "lower bound",
                     "upper bound",
                     "conditional throughput",
                     "trials",
                     ""}};
    for (const auto& point : outcome.points)
    {
        for (size_t i = 0; i < point.results.size(); ++i)
        {
            const GoalResult& result = point.results[i];
            table.push_back(
                {point.curve,
                 experiment.sweep.TextOf(point.value),
                 experiment.search.goals[i].name,
                 Gigabits(result.lower),
                 Gigabits(result.upper),
                 result.lower ? FormatFixed(result.conditionalThroughput / GIGA, 4) : "-",
                 std::to_string(point.trials),
                 DescribeIrregular(result)});
        }
    }
    return table;
}

/// @param experiment what was simulated @param outcome what was found
/// @return delays; nothing but the head: there are none
TableRows
MakeDelayTable(const Experiment& experiment, const SearchOutcome& outcome)
{
    TableRows table{{"curve", experiment.sweep.parameter, "load"}};
    for (const auto& [metric, name] : DELAYS)
    {
        table.front().emplace_back(name);
    }
    for (const auto& point : outcome.points)
    {
        for (const auto& latency : point.latencies)
        {
            std::vector<std::string> cells{point.curve,
                                           experiment.sweep.TextOf(point.value),
                                           Percent(latency.share)};
            for (const auto& [metric, name] : DELAYS)
            {
                cells.push_back(Microseconds(latency.result.Get(metric)));
            }
            table.push_back(std::move(cells));
        }
    }
    return table;
}

/// @param experiment what was simulated @return what the table of delays is
std::string
NameDelays(const Experiment& experiment)
{
    return "Delays in us at shares of the lower bound of " + experiment.search.goals.front().name;
}

/// @param experiment what was simulated @param outcome what was found @param point one of its
/// points
/// @return what was short where the first goal was missed; empty: nothing was, or no load missed it
std::string
DescribeShortage(const Experiment& experiment,
                 const SearchOutcome& outcome,
                 const SearchedPoint& point)
{
    PointGroup group;
    group.curve = point.curve;
    group.value = point.value;
    for (const auto& record : outcome.records)
    {
        if (record.spec.curve == point.curve && record.spec.value == point.value &&
            record.spec.load == point.results.front().upper)
        {
            group.records.push_back(&record);
        }
    }
    if (group.records.empty())
    {
        return "";
    }
    const auto shortage = FindBottleneck(experiment.At(point.curve, point.value), group);
    return shortage.binding.resource == Resource::NONE
               ? ""
               : "; beyond, " + Bottleneck{shortage.binding}.ToSentence();
}

/// @param experiment what was simulated @param outcome what was found @return a sentence per point
std::string
MakeSentences(const Experiment& experiment, const SearchOutcome& outcome)
{
    std::string text;
    for (const auto& point : outcome.points)
    {
        text += NameOf(experiment, point) + ":";
        for (size_t i = 0; i < point.results.size(); ++i)
        {
            const GoalResult& result = point.results[i];
            const SearchGoal& goal = experiment.search.goals[i];
            const std::string loss = goal.lossRatio == 0
                                         ? "without loss"
                                         : "with at most " + Percent(goal.lossRatio) + " of loss";
            text += i == 0 ? " " : "; ";
            if (result.IsRegular())
            {
                text += Gigabits(result.lower) + " Gbit/s " + loss;
            }
            else if (result.lower)
            {
                text += "all of the " + Gigabits(result.lower) + " Gbit/s offered " + loss +
                        ", so the limit is not known";
            }
            else
            {
                text += "no load " + loss;
            }
        }
        text += DescribeShortage(experiment, outcome, point) + ".\n";
    }
    return text;
}

/// @param traffic what is sent @return when, in words
std::string
DescribeArrivals(const TrafficSpec& traffic)
{
    if (traffic.bursts.IsOn())
    {
        return "in bursts, not the constant load of RFC 2544";
    }
    return traffic.poisson ? "Poisson, not the constant load of RFC 2544" : "constant gaps";
}

/// @param experiment what was simulated @param outcome what was found @return how it was found
std::string
DescribeMethod(const Experiment& experiment, const SearchOutcome& outcome)
{
    std::string text = "Throughput search (RFC 2544, RFC 9971). Loads are IP bit/s per direction, "
                       "before ESP; all tables in Gbit/s.\n";
    for (const auto& goal : experiment.search.goals)
    {
        text += DescribeGoal(goal, outcome.points);
    }
    return text + "Arrivals: " + DescribeArrivals(experiment.first.traffic) +
           ". A surplus that only fills queues counts as lost. Greatest load: what the scenario "
           "offers.\n";
}

} // namespace

std::string
DescribeSearch(const Experiment& experiment, const SearchOutcome& outcome)
{
    const TableRows delays = MakeDelayTable(experiment, outcome);
    return DescribeMethod(experiment, outcome) + "\n" +
           TextTable(MakeBoundTable(experiment, outcome)).GetText() +
           (delays.size() > 1 ? "\n" + NameDelays(experiment) + ":\n" + TextTable(delays).GetText()
                              : "") +
           "\n" + MakeSentences(experiment, outcome);
}

std::string
DescribeAssumedLoads(const Experiment& experiment,
                     const SearchOutcome& outcome,
                     const std::vector<AssumedLoads>& loads)
{
    std::string text;
    for (size_t i = 0; i < loads.size(); ++i)
    {
        const SearchedPoint& point = outcome.points[i];
        text += "Assumed values " + Percent(ASSUMED_MARGIN) +
                " worse and better (closed form, scaled to the search), " +
                NameOf(experiment, point) + ", " + experiment.search.goals.front().name + ": ";
        if (!loads[i].unknown.empty())
        {
            text += "not known, " + loads[i].unknown + ".\n";
            continue;
        }
        const auto found = static_cast<double>(*point.results.front().lower);
        const auto load = [found](double other) {
            const double percent = 100 * (other / found - 1);
            return FormatFixed(other / GIGA, 4) + " Gbit/s (" + (percent > -0.5 ? "+" : "-") +
                   FormatFixed(std::abs(percent), 0) + " %)";
        };
        text += load(*loads[i].worse) + " and " + load(*loads[i].better) + " instead of " +
                FormatFixed(found / GIGA, 4) + " Gbit/s.\n";
    }
    return text;
}

QuestionParts
MakeSearchParts(const Experiment& experiment, const SearchOutcome& outcome)
{
    QuestionParts parts;
    parts.question = "Which load passes?";
    parts.answers = {MakeSentences(experiment, outcome)};
    parts.details = DescribeMethod(experiment, outcome);
    parts.tables.emplace_back("Bounds in Gbit/s", MakeBoundTable(experiment, outcome));
    const TableRows delays = MakeDelayTable(experiment, outcome);
    if (delays.size() > 1)
    {
        parts.tables.emplace_back(NameDelays(experiment), delays);
    }
    for (const auto& missing : FindMissingCosts(experiment, outcome.records))
    {
        parts.warnings.push_back(missing);
    }
    return parts;
}

std::string
SearchToCsv(const Experiment& experiment, const SearchOutcome& outcome)
{
    std::string text = "curve,value,goal,loss_ratio,width,exceed_ratio,trial_duration_s,"
                       "duration_sum_s,greatest_load_bps,relevant_lower_bound_bps,"
                       "relevant_upper_bound_bps,conditional_throughput_bps,regular,trials";
    for (const double share : experiment.search.latencyAt)
    {
        for (const auto& [metric, name] : DELAYS)
        {
            text += "," + std::string(metric) + "_at_" + FormatNumber(100 * share) + "_percent";
        }
    }
    text += "\n";
    for (const auto& point : outcome.points)
    {
        for (size_t i = 0; i < point.results.size(); ++i)
        {
            const SearchGoal& goal = experiment.search.goals[i];
            const GoalResult& result = point.results[i];
            text += QuoteForCsv(point.curve) + "," +
                    QuoteForCsv(experiment.sweep.isText ? experiment.sweep.TextOf(point.value)
                                                        : FormatPlain(point.value)) +
                    "," + QuoteForCsv(goal.name);
            for (const double number : {goal.lossRatio,
                                        goal.width,
                                        goal.exceedRatio,
                                        point.trialSeconds,
                                        point.trialSeconds * goal.trials})
            {
                text += "," + FormatNumber(number);
            }
            text += "," + std::to_string(point.greatest) + "," +
                    (result.lower ? std::to_string(*result.lower) : "") + "," +
                    (result.upper ? std::to_string(*result.upper) : "") + "," +
                    (result.lower ? FormatNumber(result.conditionalThroughput) : "") + "," +
                    (result.IsRegular() ? "1" : "0") + "," + std::to_string(point.trials);
            for (size_t load = 0; load < experiment.search.latencyAt.size(); ++load)
            {
                for (const auto& [metric, name] : DELAYS)
                {
                    const bool isThere = i == 0 && load < point.latencies.size();
                    text += "," + (isThere ? FormatNumber(point.latencies[load].result.Get(metric))
                                           : std::string());
                }
            }
            text += "\n";
        }
    }
    return text;
}

Figure
MakeSearchFigure(const Experiment& experiment, const SearchOutcome& outcome)
{
    Figure figure;
    figure.title = experiment.title;
    figure.subtitle = "Scenario " + experiment.GetLabel() +
                      ": conditional throughput (RFC 9971); hollow: the limit was not reached.";
    const SweepAxis axis(experiment.sweep);
    figure.xLabel = axis.GetLabel();
    figure.yLabel = "IP throughput per direction (Gbit/s)";
    figure.logX = axis.IsLogarithmic();
    for (const auto& curve : experiment.curves)
    {
        for (size_t i = 0; i < experiment.search.goals.size(); ++i)
        {
            FigureCurve drawn;
            drawn.name = curve.name + " " + experiment.search.goals[i].name;
            for (const auto& point : outcome.points)
            {
                const GoalResult& result = point.results[i];
                if (point.curve == curve.name && result.lower)
                {
                    const double y = result.conditionalThroughput / GIGA;
                    drawn.points.push_back({axis.Of(point.value), y, 0, 0, !result.IsRegular()});
                    drawn.line.push_back({axis.Of(point.value), y});
                }
            }
            const auto byPlace = [](const FigurePoint& a, const FigurePoint& b) {
                return a.x < b.x;
            };
            std::stable_sort(drawn.points.begin(), drawn.points.end(), byPlace);
            std::stable_sort(drawn.line.begin(), drawn.line.end(), byPlace);
            figure.curves.push_back(std::move(drawn));
        }
    }
    axis.Fit(figure);
    return figure;
}

} // namespace ns3::planner
