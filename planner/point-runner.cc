/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "point-runner.h"

#include "lean-runner.h"
#include "scenario-reader.h"

#include "ns3/abort.h"
#include "ns3/nstime.h"
#include "ns3/rng-seed-manager.h"

namespace ns3::planner
{

std::vector<PointSpec>
EnumeratePoints(const Scenario& scenario)
{
    std::vector<PointSpec> points;
    for (const auto& curve: scenario.curves)
    {
        for (const auto& swept: scenario.sweep.values)
        {
            for (uint32_t replication = 1; replication <= scenario.replications; ++replication)
            {
                points.push_back({curve.name, swept.value, replication, Fidelity::LEAN});
            }
        }
    }
    return points;
}

PointResult
RunPoint(const Scenario& scenario, const PointSpec& point)
{
    NS_ABORT_MSG_UNLESS(point.fidelity == Fidelity::LEAN, "full fidelity is not there yet");
    if (Time::GetResolution() != Time::PS)
    {
        Time::SetResolution(Time::PS);
    }
    const Scenario resolved = ResolveScenario(scenario, point.curve, point.value);
    RngSeedManager::SetSeed(scenario.seed);
    RngSeedManager::SetRun(point.GetRun());
    return RunLean(resolved, false).result;
}

} // namespace ns3::planner
