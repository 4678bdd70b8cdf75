/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "metric-figure.h"

#include "measured-report.h"
#include "sweep-axis.h"

#include "planner/sweep/statistics.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace ns3::planner
{

namespace
{

/// What the timeline's figure shows.
constexpr const char* SHOWN = "offload_ratio";

/// @param figure one over time; gets the end of its x axis
void
FitTime(Figure& figure)
{
    double end = 0;
    for (const auto& curve : figure.curves)
    {
        for (const auto& point : curve.line)
        {
            end = std::max(end, point.x);
        }
    }
    figure.xMax = end > 0 ? end : 1;
}

/// @param experiment what was simulated @param groups its points
/// @return how often each was simulated: replications are added until a point is precise
std::string
Subtitle(const Experiment& experiment, const std::vector<PointGroup>& groups)
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

/// @param group replications of a point @return mean of the timeline's shown value, by sample
std::vector<FigurePoint>
MeanTimeline(const PointGroup& group)
{
    std::vector<FigurePoint> line;
    const auto& names = group.records.front()->result.timeline.names;
    const auto found = std::find(names.begin(), names.end(), SHOWN);
    if (found == names.end())
    {
        return line;
    }
    const auto column = static_cast<size_t>(found - names.begin());
    size_t samples = SIZE_MAX;
    for (const auto* record : group.records)
    {
        samples = std::min(samples, record->result.timeline.rows.size());
    }
    for (size_t i = 0; i < samples; ++i)
    {
        double sum = 0;
        for (const auto* record : group.records)
        {
            sum += record->result.timeline.rows[i].values[column];
        }
        line.push_back({group.records.front()->result.timeline.rows[i].time,
                        sum / static_cast<double>(group.records.size())});
    }
    return line;
}

} // namespace

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
    figure.subtitle = Subtitle(experiment, groups) + ", each a point; line: mean" +
                      (figure.limits.empty() ? "." : "; dashed: bound.") +
                      (hasMeasured ? " Crosses: measured, with the simulation's error." : "");
    axis.Fit(figure);
    return figure;
}

Figure
MakeTimelineFigure(const Experiment& experiment, const std::vector<PointRecord>& records)
{
    Figure figure;
    figure.title = experiment.title;
    figure.xLabel = "Time since the start of the traffic (s)";
    figure.yLabel = "Offload ratio (share of protected IP octets)";
    const bool several = experiment.curves.size() > 1;
    const auto groups = GroupReplications(records);
    figure.subtitle = Subtitle(experiment, groups) + (experiment.replications > 1 ? ", means" : "");
    for (const auto& curve : experiment.curves)
    {
        for (const auto& group : GroupsOf(groups, curve.name))
        {
            const std::string value = experiment.sweep.TextOf(group.value);
            const bool varied = experiment.sweep.GetValues().size() > 1;
            FigureCurve drawn;
            drawn.name = several && varied ? curve.name + ", " + value
                         : several         ? curve.name
                                           : value;
            drawn.line = MeanTimeline(group);
            if (!drawn.line.empty())
            {
                figure.curves.push_back(std::move(drawn));
            }
        }
    }
    FitTime(figure);
    return figure;
}

} // namespace ns3::planner
