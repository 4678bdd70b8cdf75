/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "delay-sentences.h"

#include "planner/base/number-format.h"
#include "planner/sweep/statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace ns3::planner
{

namespace
{

/// What is said, and what it is called.
constexpr std::pair<const char*, const char*> DELAYS[] = {
    {"delay_p50_s", "p50"},
    {"delay_p99_s", "p99"},
    {"delay_p999_s", "p99.9"},
    {"delay_max_s", "at most"},
};

/// @param seconds a delay @return in a unit that suits it
std::string
InWords(double seconds)
{
    return seconds >= 1      ? FormatFixed(seconds, 2) + " s"
           : seconds >= 1e-3 ? FormatFixed(seconds * 1e3, 2) + " ms"
                             : FormatFixed(seconds * 1e6, 1) + " us";
}

/// @param groups points of a curve @param metric a delay @return between which bounds it is, in
/// words; empty: no point has one
std::string
DescribeRange(const GroupRange& groups, const char* metric)
{
    double least = std::numeric_limits<double>::infinity();
    double most = 0;
    for (const auto& group : groups)
    {
        const double mean = group.Of(metric).mean;
        if (std::isfinite(mean))
        {
            least = std::min(least, mean);
            most = std::max(most, mean);
        }
    }
    if (!std::isfinite(least))
    {
        return "";
    }
    const std::string from = InWords(least);
    const std::string to = InWords(most);
    return from == to ? from : from + " to " + to;
}

} // namespace

std::string
DescribeDelays(const Experiment& experiment, const std::vector<PointRecord>& records)
{
    const auto groups = GroupReplications(records);
    std::string text;
    for (const auto& curve : experiment.curves)
    {
        std::string sentence;
        for (const auto& [metric, name] : DELAYS)
        {
            const auto range = DescribeRange(GroupsOf(groups, curve.name), metric);
            if (!range.empty())
            {
                sentence += (sentence.empty() ? "" : ", ") + std::string(name) + " " + range;
            }
        }
        if (!sentence.empty())
        {
            text += "Delay" + (experiment.curves.size() > 1 ? " of " + curve.name : std::string()) +
                    ": " + sentence + ".\n";
        }
    }
    return text;
}

} // namespace ns3::planner
