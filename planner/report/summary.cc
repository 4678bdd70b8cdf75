/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "summary.h"

#include "planner/base/number-format.h"
#include "planner/base/text-table.h"
#include "planner/sweep/statistics.h"

#include <cmath>
#include <map>

namespace ns3::planner
{

namespace
{

/// Columns of the table that are of the first direction alone.
constexpr int FIRST_DIRECTION = 4;

/// @param estimate of a rate @return mean and half width in Gbit/s
std::string
WithInterval(const Estimate& estimate)
{
    const auto text = FormatFixed(estimate.mean / 1e9, 3);
    return std::isnan(estimate.halfWidth)
               ? text
               : text + " +- " + FormatFixed(estimate.halfWidth / 1e9, 3);
}

} // namespace

std::string
DescribeObstacles(const Experiment& experiment, const std::vector<CurveModel>& models)
{
    std::string text;
    for (const auto& model : models)
    {
        // Values that lack it for the same reason share a line.
        std::map<std::string, std::string> values;
        for (const auto& [value, obstacle] : model.GetObstacles())
        {
            auto& list = values[obstacle];
            list += (list.empty() ? "" : ", ") + experiment.sweep.TextOf(value);
        }
        for (const auto& [obstacle, list] : values)
        {
            text += "No closed form" + (models.size() > 1 ? " of " + model.GetName() : "") +
                    (model.HasForms() ? " at " + experiment.sweep.parameter + " " + list : "") +
                    ": it does not model " + obstacle + ".\n";
        }
    }
    return text;
}

std::string
MakeTable(const Experiment& experiment,
          const std::vector<CurveModel>& models,
          const std::vector<PointRecord>& records)
{
    std::string text;
    const auto groups = GroupReplications(records);
    const bool bothWays = experiment.first.traffic.direction == TrafficDirection::BOTH;
    for (const auto& model : models)
    {
        TextTable table;
        std::vector<std::string> head{experiment.sweep.parameter,
                                      "ratio",
                                      "throughput Gbit/s",
                                      "closed form",
                                      "deviation",
                                      "busiest core",
                                      "all cores",
                                      "NIC cipher",
                                      "link",
                                      "marks"};
        if (bothWays)
        {
            head.insert(head.begin() + 1 + FIRST_DIRECTION, {"reverse ratio", "reverse Gbit/s"});
        }
        table.Add(head);
        for (const auto& group : GroupsOf(groups, model.GetName()))
        {
            const auto percent = [&group](const char* metric) {
                return FormatFixed(100 * group.Of(metric).mean, 1) + " %";
            };
            const double ratio = group.Of("offload_ratio").mean;
            const auto throughput = group.Of("throughput_bps");
            std::string expected = "-";
            std::string deviation = "-";
            if (model.Find(group.value))
            {
                const double formed = model.At(group.value, ratio).throughput;
                const double percents = 100 * (throughput.mean / formed - 1);
                expected = FormatFixed(formed / 1e9, 3);
                deviation = (percents >= 0 ? "+" : "") + FormatFixed(percents, 2) + " %";
            }
            std::vector<std::string> cells{experiment.sweep.TextOf(group.value),
                                           FormatFixed(ratio, 3),
                                           WithInterval(throughput),
                                           expected,
                                           deviation,
                                           percent("cpu_busiest_core"),
                                           percent("cpu_utilization"),
                                           percent("nic_cipher_utilization"),
                                           percent("link_utilization"),
                                           group.GetMarks().ToText()};
            if (bothWays)
            {
                cells.insert(cells.begin() + 1 + FIRST_DIRECTION,
                             {FormatFixed(group.Of("reverse_offload_ratio").mean, 3),
                              WithInterval(group.Of("reverse_throughput_bps"))});
            }
            table.Add(cells);
        }
        text += (models.size() > 1 ? model.GetName() + "\n" : "") + table.GetText();
    }
    return text;
}

std::string
DescribeSpotChecks(const Experiment& experiment, const std::vector<PointRecord>& records)
{
    std::string text;
    for (const auto& record : records)
    {
        if (record.spec.fidelity == Fidelity::BOTH)
        {
            const auto count = [&record](const char* metric) {
                return FormatFixed(record.result.Get(metric), 0);
            };
            text += "Spot check " + record.spec.curve + ", " + experiment.sweep.parameter + " " +
                    experiment.sweep.TextOf(record.spec.value) + ": lean and full fidelity, " +
                    count("compared_packets") + " packets compared, " + count("differing_packets") +
                    " differ, " + count("differing_counters") + " counters differ\n";
        }
    }
    return text;
}

uint32_t
CountFailedSpotChecks(const std::vector<PointRecord>& records)
{
    uint32_t failed = 0;
    for (const auto& record : records)
    {
        const auto& result = record.result;
        if (record.spec.fidelity == Fidelity::BOTH &&
            (!(result.Get("compared_packets") > 0) || result.Get("differing_packets") != 0 ||
             result.Get("differing_counters") != 0))
        {
            failed++;
        }
    }
    return failed;
}

} // namespace ns3::planner
