/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "scenario.h"

#include "planner/topology/network-graph.h"
#include "planner/topology/protected-path.h"

#include <cmath>

namespace ns3::planner
{

uint32_t
OffloadChoice::Count(uint32_t count) const
{
    return members.empty() ? static_cast<uint32_t>(std::lround(share * count))
                           : static_cast<uint32_t>(members.size());
}

NetworkGraph
Scenario::MakeGraph() const
{
    return topology.generator->make({nodes, links, topology.counts});
}

std::vector<ProtectedPath>
Scenario::FindPaths(const NetworkGraph& graph) const
{
    return FindProtectedPaths(graph, GetMeasuredRole(), GetFarRole());
}

double
Scenario::GetMeanLength() const
{
    if (traffic.segments.IsOn())
    {
        return GetCut().GetTotal();
    }
    double octets = 0;
    double weight = 0;
    for (const auto& share : traffic.sizes)
    {
        octets += share.length * share.weight;
        weight += share.weight;
    }
    return octets / weight;
}

Segmentation
Scenario::GetCut() const
{
    const uint32_t ipHeader = population.family == AddressFamily::IPV6 ? 40 : 20;
    return {traffic.sizes.front().length,
            ipHeader + traffic.segments.tcpHeader,
            traffic.segments.segment};
}

double
Scenario::GetSegmentsPerPacket() const
{
    return traffic.segments.IsOn() ? GetCut().GetCount() : 1;
}

double
Scenario::GetPacketRate() const
{
    if (traffic.rate > 0)
    {
        return static_cast<double>(traffic.rate) / (8 * GetMeanLength());
    }
    return traffic.load * static_cast<double>(GetMeasuredLink().rate) /
           (8 * (GetMeanLength() + GetSegmentsPerPacket() * topology.frameOverhead));
}

} // namespace ns3::planner
