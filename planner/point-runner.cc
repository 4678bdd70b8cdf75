/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "point-runner.h"

#include "full-runner.h"
#include "lean-runner.h"
#include "scenario-reader.h"
#include "spot-check.h"

#include "ns3/ip-address.h"
#include "ns3/nstime.h"
#include "ns3/rng-seed-manager.h"

#include <algorithm>
#include <iostream>

namespace ns3::planner
{

namespace
{

/// @param scenario gets the keys that its hosts want drawn @param run of the point
void
DrawKeys(Scenario& scenario, uint64_t run)
{
    uint64_t number = 0;
    for (auto& [role, node] : scenario.nodes)
    {
        ++number; // roles are in order, and each has a key of its own
        if (node.host.rssKeyDrawn)
        {
            const uint64_t drawn = MixHash(MixHash(scenario.seed, run), number);
            node.host.rssKey = static_cast<uint32_t>(drawn) | 1U; // 0 would be no key
        }
    }
}

} // namespace

std::vector<PointSpec>
EnumeratePoints(const Scenario& scenario)
{
    std::vector<PointSpec> points;
    for (const auto& curve : scenario.curves)
    {
        for (const auto& swept : scenario.sweep.values)
        {
            for (uint32_t replication = 1; replication <= scenario.replications; ++replication)
            {
                points.push_back({curve.name, swept.value, replication, Fidelity::LEAN});
            }
        }
    }
    for (const auto& curve : scenario.curves)
    {
        for (const double value : scenario.spotChecks.values)
        {
            points.push_back({curve.name, value, 1, Fidelity::BOTH});
        }
    }
    return points;
}

PointResult
RunPoint(const Scenario& scenario, const PointSpec& point)
{
    if (Time::GetResolution() != Time::PS)
    {
        Time::SetResolution(Time::PS);
    }
    Scenario resolved = ResolveScenario(scenario, point.curve, point.value);
    RngSeedManager::SetSeed(scenario.seed);
    RngSeedManager::SetRun(point.GetRun());
    DrawKeys(resolved, point.GetRun());
    switch (point.fidelity)
    {
    case Fidelity::LEAN:
        return RunLean(resolved, false).result;
    case Fidelity::FULL:
        return RunFull(resolved).result;
    case Fidelity::BOTH:
        break;
    }
    resolved.traffic.packets = std::min(resolved.traffic.packets, resolved.spotChecks.packets);
    RunRecord lean = RunLean(resolved, true);
    const RunRecord full = RunFull(resolved);
    const SpotCheckResult check = CompareRuns(lean, full, std::cerr);
    auto& metrics = lean.result.metrics;
    metrics.emplace_back("compared_packets", check.comparedPackets);
    metrics.emplace_back("differing_packets", check.differingPackets);
    metrics.emplace_back("differing_counters", check.differingCounters);
    return lean.result;
}

} // namespace ns3::planner
