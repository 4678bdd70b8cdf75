/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "point-marks.h"

#include <array>
#include <cmath>
#include <map>
#include <utility>

namespace ns3::planner
{

namespace
{

/// Metrics whose interval is a share of their mean, and those whose is absolute.
constexpr std::array<const char*, 2> RATES{"throughput_bps", "reverse_throughput_bps"};
constexpr std::array<const char*, 3> SHARES{"offload_ratio", "reverse_offload_ratio", "loss"};

/// @param estimate a mean @param most half width @return true when it is wider
bool
IsWider(const Estimate& estimate, double most)
{
    return estimate.count > 1 && estimate.halfWidth > most;
}

/// @param group a point @param precision what is wanted @return true when its intervals are wider
bool
IsImprecise(const PointGroup& group, const PrecisionSpec& precision)
{
    for (const char* metric : RATES)
    {
        const Estimate estimate = group.Of(metric);
        if (IsWider(estimate, precision.throughput * estimate.mean))
        {
            return true;
        }
    }
    for (const char* metric : SHARES)
    {
        if (IsWider(group.Of(metric), precision.share))
        {
            return true;
        }
    }
    const Estimate delay = group.Of("delay_mean_s");
    return precision.delay > 0 && IsWider(delay, precision.delay * delay.mean);
}

/// @param experiment what was simulated @param group a point @return its marks, and those of its
/// intervals
RunMarks
Judge(const Experiment& experiment, const PointGroup& group)
{
    RunMarks marks = group.GetMarks();
    if (group.records.size() < 2)
    {
        marks.Add(RunMark::NO_INTERVAL);
    }
    if (IsImprecise(group, experiment.At(group.curve, group.value).measure.precision))
    {
        marks.Add(RunMark::IMPRECISE);
    }
    return marks;
}

} // namespace

std::vector<PointSpec>
GetNextRound(const Experiment& experiment, const std::vector<PointRecord>& records, uint32_t round)
{
    std::vector<PointSpec> points;
    const uint32_t before = (round - 1) * experiment.replications;
    for (const auto& group : GroupReplications(records))
    {
        // What is wrong for another reason does not come right by more of it.
        RunMarks marks = Judge(experiment, group);
        marks.Remove(RunMark::DELAY_RISING);
        if (group.records.size() != before || !(marks == RunMarks{RunMark::IMPRECISE}))
        {
            continue;
        }
        for (uint32_t i = 1; i <= experiment.replications; ++i)
        {
            points.push_back({group.curve,
                              group.value,
                              before + i,
                              Fidelity::LEAN,
                              experiment.sweep.NameOf(group.value),
                              experiment.commonRandomNumbers});
        }
    }
    return points;
}

void
MarkReplications(const Experiment& experiment, std::vector<PointRecord>& records)
{
    std::map<std::pair<std::string, double>, RunMarks> marks;
    for (const auto& group : GroupReplications(records))
    {
        marks[{group.curve, group.value}] = Judge(experiment, group);
    }
    for (auto& record : records)
    {
        if (record.spec.fidelity != Fidelity::BOTH)
        {
            record.result.marks.Add(marks[{record.spec.curve, record.spec.value}]);
        }
    }
}

std::string
DescribeMarks(const Experiment& experiment, const std::vector<PointRecord>& records)
{
    std::map<RunMark, std::string> points;
    for (const auto& group : GroupReplications(records))
    {
        const RunMarks marks = group.GetMarks();
        for (size_t i = 0; i < static_cast<size_t>(RunMark::COUNT); ++i)
        {
            const auto mark = static_cast<RunMark>(i);
            if (marks.Has(mark))
            {
                auto& list = points[mark];
                list += (list.empty() ? "" : ", ") + experiment.sweep.TextOf(group.value) +
                        (experiment.curves.size() > 1 ? " of " + group.curve : "");
            }
        }
    }
    std::string text;
    for (const auto& [mark, list] : points)
    {
        text += std::string("Marked ") + GetText(mark).name + ": " + experiment.sweep.parameter +
                " " + list + "; " + GetText(mark).meaning + ".\n";
    }
    return text;
}

uint32_t
CountMarked(const std::vector<PointRecord>& records)
{
    uint32_t marked = 0;
    for (const auto& group : GroupReplications(records))
    {
        marked += group.GetMarks().IsUsable() ? 0 : 1;
    }
    return marked;
}

} // namespace ns3::planner
