/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "scenario.h"

#include "planner/topology/network-graph.h"
#include "planner/topology/protected-path.h"

#include <algorithm>
#include <cmath>

namespace ns3::planner
{

namespace
{

/// @param name of a link or node @param graph whose link, or all of whose node's links, are down
void
Fail(const std::string& name, NetworkGraph& graph)
{
    for (uint32_t link = 0; link < graph.CountLinks(); ++link)
    {
        const auto [near, far] = graph.GetEnds(link);
        if (graph.GetNode(near).name == name || graph.GetNode(far).name == name ||
            graph.GetLinkName(link) == name)
        {
            graph.Fail(link);
        }
    }
}

} // namespace

uint32_t
OffloadChoice::Count(uint32_t count) const
{
    return members.empty() ? static_cast<uint32_t>(std::lround(share * count))
                           : static_cast<uint32_t>(members.size());
}

NetworkGraph
Scenario::MakeGraph() const
{
    NetworkGraph graph = topology.generator->make({nodes,
                                                   links,
                                                   topology.counts,
                                                   topology.shares,
                                                   topology.sites.get(),
                                                   topology.measured,
                                                   seed});
    if (!topology.failure.empty())
    {
        Fail(topology.failure, graph);
    }
    return graph;
}

std::vector<ProtectedPath>
Scenario::FindPaths(const NetworkGraph& graph) const
{
    if (topology.generator->AreSites())
    {
        return FindTunnelPaths(graph, topology.tunnels, topology.demands);
    }
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
    if (traffic.recording && traffic.load == 0)
    {
        return traffic.recording->GetPacketRate();
    }
    if (topology.HasDemands())
    {
        return traffic.load * std::max(topology.forward, topology.backward) / (8 * GetMeanLength());
    }
    return traffic.load * topology.spread * static_cast<double>(GetMeasuredLink().rate) /
           (8 * (GetMeanLength() + GetSegmentsPerPacket() * topology.frameOverhead));
}

double
Scenario::GetSendingTime() const
{
    if (traffic.duration > 0)
    {
        return static_cast<double>(traffic.duration) / PS_PER_SECOND;
    }
    const double seconds = static_cast<double>(traffic.packets) / GetPacketRate();
    return traffic.ramp.IsOn() ? traffic.ramp.GetTime(seconds * PS_PER_SECOND) / PS_PER_SECOND
                               : seconds;
}

} // namespace ns3::planner
