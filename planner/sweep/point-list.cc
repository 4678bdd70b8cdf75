/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "point-list.h"

#include "planner/scenario/search-trial.h"

#include <algorithm>

namespace ns3::planner
{

std::vector<PointSpec>
EnumeratePoints(const Experiment& experiment)
{
    std::vector<PointSpec> points;
    for (const auto& curve : experiment.curves)
    {
        for (const auto& swept : experiment.sweep.GetValues())
        {
            for (uint32_t replication = 1; replication <= experiment.replications; ++replication)
            {
                points.push_back({curve.name,
                                  swept.value,
                                  replication,
                                  Fidelity::LEAN,
                                  experiment.sweep.NameOf(swept.value),
                                  experiment.commonRandomNumbers});
            }
        }
    }
    for (const auto& curve : experiment.curves)
    {
        for (const double value : experiment.spotChecks.values)
        {
            points.push_back({curve.name,
                              value,
                              1,
                              Fidelity::BOTH,
                              experiment.sweep.NameOf(value),
                              experiment.commonRandomNumbers});
        }
    }
    return points;
}

void
SetLoad(Scenario& scenario, const PointSpec& point)
{
    if (point.load != 0)
    {
        scenario.traffic.rate = point.load;
        scenario.measure.isWhole = scenario.measure.isWhole || point.isTrial;
    }
}

Scenario
ResolvePoint(const Experiment& experiment, const PointSpec& point)
{
    Scenario scenario = experiment.At(point.curve, point.value);
    if (point.isTrial)
    {
        scenario.traffic.LimitTo(CountTrialPackets(scenario, experiment.search, point.load));
    }
    SetLoad(scenario, point);
    if (point.fidelity == Fidelity::BOTH)
    {
        scenario.traffic.LimitTo(std::min(scenario.traffic.packets, experiment.spotChecks.packets));
    }
    return scenario;
}

} // namespace ns3::planner
