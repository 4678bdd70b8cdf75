/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "figure-reader.h"

#include "figure-names.h"
#include "metric-reader.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>

namespace ns3::planner
{

namespace
{

/// Figures that a run may draw itself; one of the experiment's own would replace them.
constexpr std::array<const char*, 3> TAKEN{THROUGHPUT_OVER_RATIO,
                                           THROUGHPUT_OVER_SWEEP,
                                           NETWORK_FIGURE};

/// Samples of a timeline.
constexpr uint64_t MOST_SAMPLES = 1'000'000;

/// @param timeline what to sample @param scenario its traffic @return how many samples that takes
double
CountSamples(const TimelineSpec& timeline, const Scenario& scenario)
{
    return scenario.GetSendingTime() * PS_PER_SECOND / static_cast<double>(timeline.period);
}

/// @param value one figure @param sweep what is varied @return the figure
FigureSpec
ReadFigure(const ScenarioValue& value, const SweepSpec& sweep)
{
    ScenarioMap map(value);
    FigureSpec figure;
    if (const auto name = map.Read("name", figure.name))
    {
        const auto isOneOf = [&figure](const auto& names) {
            return std::find(names.begin(), names.end(), figure.name) != names.end();
        };
        if (isOneOf(TAKEN) || isOneOf(POINT_FIGURES) || isOneOf(TIMELINE_FIGURES) ||
            figure.name.rfind(HEAT_MAP_PREFIX, 0) == 0)
        {
            name->Complain("another name: a run draws a figure of this name itself");
        }
    }
    map.Read("title", figure.title);
    if (auto metric = map.Take("metric"))
    {
        figure.metric = ReadMetric(*metric);
    }
    if (auto bound = map.Take("bound"))
    {
        figure.bound = ReadMetric(*bound);
    }
    figure.boundName = figure.bound;
    map.Read("bound-name", figure.boundName);
    map.Read("x-label", figure.xLabel);
    figure.yLabel = figure.metric;
    map.Read("y-label", figure.yLabel);
    map.Read("unit", figure.unit);
    if (const auto logarithmic = map.Read("log-x", figure.logX))
    {
        const auto& values = sweep.GetValues();
        if (figure.logX && sweep.isText)
        {
            logarithmic->Complain("false, since a value of the sweep is no number");
        }
        else if (figure.logX && std::any_of(values.begin(), values.end(), [](const auto& v) {
                     return v.value <= 0;
                 }))
        {
            logarithmic->Complain("false, since a value of the sweep is not above 0");
        }
    }
    map.Finish();
    return figure;
}

} // namespace

std::vector<FigureSpec>
ReadFigures(const ScenarioValue& value, const SweepSpec& sweep)
{
    std::vector<FigureSpec> figures;
    std::set<std::string> names;
    for (const auto& element : value.ToList())
    {
        figures.push_back(ReadFigure(element, sweep));
        if (!names.insert(figures.back().name).second)
        {
            element.Complain("each name of a figure once");
        }
    }
    return figures;
}

TimelineSpec
ReadTimeline(const ScenarioValue& value, const Scenario& scenario)
{
    ScenarioMap map(value);
    TimelineSpec timeline;
    if (const auto period = map.Read("period", timeline.period))
    {
        if (timeline.period > 0 && !value.GetInput().HasProblems() &&
            CountSamples(timeline, scenario) > MOST_SAMPLES)
        {
            period->Complain("at most " + std::to_string(MOST_SAMPLES) +
                             " of it in the time in which packets are sent");
        }
    }
    map.Finish();
    return timeline;
}

} // namespace ns3::planner
