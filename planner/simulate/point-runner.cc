/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "point-runner.h"

#include "fluid-scenario-run.h"
#include "full-scenario-run.h"
#include "lean-scenario-run.h"
#include "spot-check.h"

#include "ns3/ipsec-ip-address.h"
#include "ns3/nstime.h"
#include "ns3/rng-seed-manager.h"

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
        if (node.host.rssKey == HostProfile::DRAWN_KEY)
        {
            const uint64_t drawn = MixHash(MixHash(scenario.seed, run), number);
            node.host.rssKey = static_cast<uint32_t>(drawn) | 1U; // 0 would be no key
        }
    }
}

} // namespace

PointResult
RunPoint(Scenario scenario, const PointSpec& point)
{
    if (Time::GetResolution() != Time::PS)
    {
        Time::SetResolution(Time::PS);
    }
    RngSeedManager::SetSeed(scenario.seed);
    RngSeedManager::SetRun(point.GetRun());
    DrawKeys(scenario, point.GetRun());
    switch (point.fidelity)
    {
    case Fidelity::LEAN:
        return RunLean(scenario, false).result;
    case Fidelity::FULL:
        return RunFull(scenario).result;
    case Fidelity::FLUID:
        return RunFluid(scenario).result;
    case Fidelity::BOTH:
        break;
    }
    RunRecord lean = RunLean(scenario, true);
    const RunRecord full = RunFull(scenario);
    const SpotCheckResult check = CompareRuns(lean, full, std::cerr);
    auto& metrics = lean.result.metrics;
    metrics.emplace_back("compared_packets", check.comparedPackets);
    metrics.emplace_back("differing_packets", check.differingPackets);
    metrics.emplace_back("differing_counters", check.differingCounters);
    return lean.result;
}

} // namespace ns3::planner
