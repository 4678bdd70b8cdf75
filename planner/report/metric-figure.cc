/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "metric-figure.h"

#include "measured-report.h"
#include "sweep-axis.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace ns3::planner
{

std::string
DescribeReplications(const Experiment& experiment, const std::vector<PointGroup>& groups)
{
    size_t least = groups.empty() ? 0 : SIZE_MAX;
    size_t most = 0;
    for (const auto& group : groups)
    {
        least = std::min(least, group.records.size());
        most = std::max(most, group.records.size());
    }
    return "Scenario " + experiment.GetLabel() + ", " +
           (least < most ? std::to_string(least) + " to " : "") + std::to_string(most) +
           (most == 1 ? " replication" : " replications");
}

Figure
MakeMetricFigure(const Experiment& experiment,
                 const FigureSpec& spec,
                 const std::vector<PointRecord>& records)
{
    Figure figure;
    figure.title = spec.title.empty() ? experiment.title : spec.title;
    const SweepAxis axis(experiment.sweep);
    figure.xLabel = spec.xLabel.empty() ? axis.GetLabel() : spec.xLabel;
    figure.yLabel = spec.yLabel;
    figure.logX = spec.logX;
    const auto groups = GroupReplications(records);
    const auto comparisons = CompareMeasured(experiment, groups);
    bool hasMeasured = false;
    for (const auto& curve : experiment.curves)
    {
        FigureCurve drawn;
        drawn.name = curve.name;
        FigureLimit bound;
        bound.name = spec.boundName;
        for (const auto& group : GroupsOf(groups, curve.name))
        {
            const double x = axis.Of(group.value);
            for (const auto* record : group.records)
            {
                const double y = record->result.Get(spec.metric);
                if (std::isfinite(y))
                {
                    drawn.points.push_back({x, y / spec.unit});
                }
            }
            const double mean = group.Of(spec.metric).mean;
            if (std::isfinite(mean))
            {
                drawn.line.push_back({x, mean / spec.unit});
            }
            const double y = spec.bound.empty() ? NAN : group.Of(spec.bound).mean;
            if (std::isfinite(y))
            {
                bound.line.push_back({x, y / spec.unit});
            }
        }
        for (const auto& compared : comparisons)
        {
            if (compared.series->metric == spec.metric && compared.point->curve == curve.name)
            {
                drawn.measured.push_back({axis.Of(compared.point->value),
                                          compared.point->measured / spec.unit,
                                          compared.GetErrorText()});
                hasMeasured = true;
            }
        }
        figure.curves.push_back(std::move(drawn));
        if (!bound.line.empty())
        {
            figure.limits.push_back(
                {bound.name + (experiment.curves.size() > 1 ? ", " + curve.name : ""),
                 std::move(bound.line)});
        }
    }
    figure.subtitle = DescribeReplications(experiment, groups) + ", each a point; line: mean" +
                      (figure.limits.empty() ? "." : "; dashed: bound.") +
                      (hasMeasured ? " Crosses: measured, with the simulation's error." : "");
    axis.Fit(figure);
    return figure;
}

} // namespace ns3::planner
