/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "point-analysis.h"

#include "planner/analytic/closed-form-scope.h"
#include "planner/network/flow-plan.h"
#include "planner/simulate/overshoot-meter.h"

#include <array>
#include <cmath>
#include <utility>

namespace ns3::planner
{

namespace
{

/// @param scenario a point @param saShare share of SAs in the NIC @return misses of its NIC
ContextMisses
FindMisses(const Scenario& scenario, double saShare)
{
    const FlowPlan plan = MakeFlowPlan(scenario);
    std::array<std::vector<double>, 2> rates; // by direction: packets per second of each member
    rates[false].resize(plan.members.size());
    rates[true].resize(plan.members.size());
    for (const auto& source : plan.sources)
    {
        for (const auto& flow : source.flows)
        {
            rates[source.transmit][flow.member] += flow.weight * scenario.GetPacketRate();
        }
    }
    return FindContextMisses(scenario.GetMeasured().nic,
                             ContextRates(rates[true]),
                             ContextRates(rates[false]),
                             saShare,
                             saShare);
}

/// @param nic a NIC @return true when it keeps only some contexts, in a cache that is not of sets
bool
HasKnownCache(const NicProfile& nic)
{
    return nic.contextCacheSize != 0 && nic.contextFetchTime != 0 && nic.contextCacheWays == 0;
}

/// @param scenario a point without rekeying and limits @param analysis gets its data plane
void
AnalyzeDataPlane(const Scenario& scenario, PointAnalysis& analysis)
{
    const std::string obstacle = FindClosedFormObstacle(scenario);
    if (!obstacle.empty())
    {
        analysis.obstacles.push_back(
            "Throughput, utilizations and delays: the closed form does not model " + obstacle +
            ".");
        return;
    }
    const ClosedForm form(scenario);
    const double share = form.GetSaShareOfSlots();
    ClosedFormPoint point = form.At(share);
    const std::string unknown = point.obstacle.empty() ? form.FindObstacle() : point.obstacle;
    if (!unknown.empty())
    {
        analysis.obstacles.push_back("Throughput, utilizations and delays: the closed form does "
                                     "not model " +
                                     unknown + ".");
        return;
    }
    analysis.carried = std::move(point);
    analysis.queues = FindQueueDelays(scenario, *analysis.carried);
    analysis.assumptions.emplace_back(
        "Waiting times take each queue alone, with Poisson arrivals" +
        std::string(scenario.traffic.poisson ? "." : ", though the scenario's gaps are constant."));
    if (HasKnownCache(scenario.GetMeasured().nic))
    {
        analysis.misses = FindMisses(scenario, share);
    }
}

} // namespace

PointAnalysis
Analyze(const Scenario& scenario)
{
    PointAnalysis analysis;
    analysis.offered = scenario.GetPacketRate() * 8 * scenario.GetMeanLength();
    Scenario between = scenario;
    if (between.population.rekey.IsOn() || between.population.hard.IsGiven())
    {
        between.population.rekey = {};
        between.population.hard = {};
        between.population.soft = {};
        analysis.assumptions.emplace_back("Throughput, utilizations and delays are those of the "
                                          "time between two rekeys, with all "
                                          "SAs in place.");
    }
    if (scenario.traffic.ramp.IsOn())
    {
        analysis.assumptions.emplace_back("What is offered is that of the ramp's factor 100 %.");
    }
    AnalyzeDataPlane(between, analysis);
    analysis.control = FindControlLoad(scenario);
    if (!analysis.control.slotsUnknown.empty())
    {
        analysis.obstacles.push_back("SA slots: not said for " + analysis.control.slotsUnknown +
                                     ".");
    }
    if (scenario.population.hard.octets > 0)
    {
        analysis.overshoot = OvershootMeter::GetBound(scenario);
    }
    return analysis;
}

} // namespace ns3::planner
