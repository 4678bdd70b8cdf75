/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "point-figures.h"

#include "sweep-axis.h"

#include "planner/analytic/binding.h"
#include "planner/scenario/figure-names.h"
#include "planner/simulate/loss-meter.h"
#include "planner/sweep/statistics.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <map>

namespace ns3::planner
{

namespace
{

/// Layers of a stack; what is less is put together.
constexpr size_t MOST_LAYERS = 8;

/// A share of the packets that is too small to be seen.
constexpr double INVISIBLE = 1e-4;

/// A metric and what a figure calls it.
using NamedMetric = std::pair<std::string, std::string>;

/// Percentiles of the delay.
const std::array<NamedMetric, 5> DELAYS{{{"delay_p50_s", "p50"},
                                         {"delay_p90_s", "p90"},
                                         {"delay_p99_s", "p99"},
                                         {"delay_p999_s", "p99.9"},
                                         {"delay_max_s", "max"}}};

/// @param experiment what was simulated @return metrics of what may be busy, with words for them
std::vector<NamedMetric>
FindUses(const Experiment& experiment)
{
    std::vector<NamedMetric> uses;
    for (size_t i = 1; i < static_cast<size_t>(Resource::COUNT); ++i)
    {
        const Binding binding = MakeMeasured(experiment.first, static_cast<Resource>(i));
        const std::string metric = GetUtilizationMetric(binding);
        if (!metric.empty())
        {
            uses.emplace_back(metric,
                              binding.resource == Resource::CORES ? "busiest core"
                                                                  : ToString(binding));
        }
    }
    uses.emplace_back("cpu_utilization", "all cores");
    return uses;
}

/**
 * A figure over the sweep for each of the first curves, one line per metric.
 * @param experiment what was simulated
 * @param records its results
 * @param metrics what it shows
 * @param unit what they are divided by
 * @param like has labels and kind of the axes
 * @return the figures
 */
NamedFigures<Figure>
MakeFigures(const Experiment& experiment,
            const std::vector<PointRecord>& records,
            const std::vector<NamedMetric>& metrics,
            double unit,
            const std::pair<std::string, Figure>& like)
{
    const SweepAxis axis(experiment.sweep);
    const auto groups = GroupReplications(records);
    NamedFigures<Figure> figures;
    for (size_t i = 0; i < std::min(MOST_POINT_CURVES, experiment.curves.size()); ++i)
    {
        const std::string& curve = experiment.curves[i].name;
        Figure figure = like.second;
        figure.title = FigureTitleOf(experiment, curve);
        figure.subtitle = "Scenario " + experiment.GetLabel() +
                          ": means of the replications, 95 % intervals; hollow: not to be used.";
        figure.xLabel = axis.GetLabel();
        figure.logX = axis.IsLogarithmic();
        axis.Fit(figure);
        for (const auto& [metric, name] : metrics)
        {
            FigureCurve drawn;
            drawn.name = name;
            bool isSeen = false;
            for (const auto& group : GroupsOf(groups, curve))
            {
                const Estimate estimate = group.Of(metric);
                isSeen = isSeen || estimate.mean > 0;
                drawn.points.push_back({axis.Of(group.value),
                                        estimate.mean / unit,
                                        0,
                                        estimate.GetErrorBar() / unit,
                                        !group.GetMarks().IsUsable()});
            }
            drawn.line = drawn.points; // eyes follow lines
            if (isSeen)
            {
                figure.curves.push_back(std::move(drawn));
            }
        }
        figures.emplace_back(FigureNameOf(like.first, i), std::move(figure));
    }
    return figures;
}

/// What a stack is made of.
enum class Fate
{
    SOFTWARE, //!< reasons why a packet was not offloaded
    LOST      //!< reasons why it was lost, and where
};

/// @param result of a simulation @param kind of reasons @return shares of its packets, by reason
std::map<std::string, double>
FindFates(const PointResult& result, Fate kind)
{
    const std::string before = "software_";
    const std::string behind = "_packets";
    std::map<std::string, double> fates;
    const double sent = result.Get("sent_packets");
    if (!(sent > 0))
    {
        return fates;
    }
    for (const auto& [metric, packets] : result.metrics)
    {
        if (!(packets > 0))
        {
            continue;
        }
        const auto loss = FindLoss(metric);
        if (loss && kind == Fate::LOST)
        {
            fates[loss->ToText()] += packets / sent;
        }
        else if (metric.rfind(before, 0) == 0 && kind == Fate::SOFTWARE)
        {
            std::string reason =
                metric.substr(before.size(), metric.size() - before.size() - behind.size());
            std::replace(reason.begin(), reason.end(), '_', '-');
            fates[reason] += packets / sent;
        }
    }
    return fates;
}

/// @param layers some @return the greatest ones, and the rest as one
std::vector<StackLayer>
KeepGreatest(std::vector<StackLayer> layers)
{
    const auto sum = [](const StackLayer& layer) {
        double all = 0;
        for (const double value : layer.values)
        {
            all += value;
        }
        return all;
    };
    std::stable_sort(layers.begin(), layers.end(), [&sum](const auto& a, const auto& b) {
        return sum(a) > sum(b);
    });
    if (layers.size() <= MOST_LAYERS)
    {
        return layers;
    }
    StackLayer rest{"others", std::vector<double>(layers.front().values.size(), 0)};
    for (size_t i = MOST_LAYERS - 1; i < layers.size(); ++i)
    {
        for (size_t stack = 0; stack < rest.values.size(); ++stack)
        {
            rest.values[stack] += layers[i].values[stack];
        }
    }
    layers.resize(MOST_LAYERS - 1);
    layers.push_back(std::move(rest));
    return layers;
}

/// @param groups points of a curve, in order @param kind of reasons
/// @return percents of their packets, by reason
std::vector<StackLayer>
MakeLayers(const std::vector<const PointGroup*>& groups, Fate kind)
{
    std::map<std::string, std::vector<double>> fates;
    for (size_t stack = 0; stack < groups.size(); ++stack)
    {
        const auto& records = groups[stack]->records;
        for (const auto* record : records)
        {
            for (const auto& [fate, share] : FindFates(record->result, kind))
            {
                auto& values = fates[fate];
                values.resize(groups.size(), 0);
                values[stack] += 100 * share / static_cast<double>(records.size());
            }
        }
    }
    std::vector<StackLayer> layers;
    for (auto& [fate, values] : fates)
    {
        const double most = *std::max_element(values.begin(), values.end());
        if (most > 100 * INVISIBLE)
        {
            layers.push_back({fate, std::move(values)});
        }
    }
    return KeepGreatest(std::move(layers));
}

} // namespace

std::string
FigureNameOf(const std::string& name, size_t curve)
{
    return curve == 0 ? name : name + "-" + std::to_string(curve + 1);
}

std::string
FigureTitleOf(const Experiment& experiment, const std::string& curve)
{
    return experiment.title + (experiment.curves.size() > 1 ? ", " + curve : "");
}

NamedFigures<Figure>
MakeUseFigures(const Experiment& experiment, const std::vector<PointRecord>& records)
{
    Figure like;
    like.yLabel = "Busy (%)";
    like.yMax = 105;
    return MakeFigures(experiment, records, FindUses(experiment), 0.01, {POINT_FIGURES[0], like});
}

NamedFigures<Figure>
MakeLatencyFigures(const Experiment& experiment, const std::vector<PointRecord>& records)
{
    Figure like;
    like.yLabel = "From sender to receiver (us)";
    like.logY = true;
    return MakeFigures(experiment,
                       records,
                       {DELAYS.begin(), DELAYS.end()},
                       1e-6,
                       {POINT_FIGURES[1], like});
}

NamedFigures<StackFigure>
MakeReasonFigures(const Experiment& experiment, const std::vector<PointRecord>& records)
{
    const auto groups = GroupReplications(records);
    NamedFigures<StackFigure> figures;
    for (size_t i = 0; i < std::min(MOST_POINT_CURVES, experiment.curves.size()); ++i)
    {
        const std::string& curve = experiment.curves[i].name;
        StackFigure figure;
        figure.title = FigureTitleOf(experiment, curve);
        figure.xLabel = experiment.sweep.parameter;
        figure.yLabel = "Share of the packets sent (%)";
        std::vector<const PointGroup*> points;
        for (const auto& group : GroupsOf(groups, curve))
        {
            figure.names.push_back(experiment.sweep.TextOf(group.value));
            points.push_back(&group);
        }
        const std::string scenario = "Scenario " + experiment.GetLabel() + ": ";
        StackFigure lost = figure;
        figure.subtitle = scenario + "why packets were encrypted in software.";
        figure.layers = MakeLayers(points, Fate::SOFTWARE);
        lost.subtitle = scenario + "why packets were lost, and where.";
        lost.layers = MakeLayers(points, Fate::LOST);
        figures.emplace_back(FigureNameOf(POINT_FIGURES[2], i), std::move(figure));
        figures.emplace_back(FigureNameOf(POINT_FIGURES[3], i), std::move(lost));
    }
    return figures;
}

} // namespace ns3::planner
