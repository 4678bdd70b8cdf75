/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "closed-form-scope.h"

namespace ns3::planner
{

namespace
{

/// @param node a node @return see FindClosedFormObstacle()
std::string
FindObstacle(const NodeSpec& node)
{
    const auto& nic = node.nic;
    if (node.host.memoryBandwidth != 0)
    {
        return "a bandwidth of the memory";
    }
    if (!node.host.lookaside.algorithms.empty())
    {
        return "a lookaside accelerator";
    }
    if (node.sharedCard)
    {
        return "NICs that are ports of one card";
    }
    if (nic.pcieBitRate != 0)
    {
        return "a NIC's PCIe bandwidth";
    }
    if (nic.contextCacheSize != 0 && nic.contextFetchTime != 0 && nic.contextCacheWays != 0)
    {
        return "a NIC's context cache of sets";
    }
    return "";
}

} // namespace

std::string
FindClosedFormObstacle(const Scenario& scenario)
{
    if (!scenario.events.empty())
    {
        return "events";
    }
    if (scenario.population.rekey.IsOn())
    {
        return "rekeying";
    }
    if (scenario.population.hard.IsGiven())
    {
        return "hard lifetimes";
    }
    if (scenario.population.onRefusal != OnRefusal::SOFTWARE)
    {
        return "SAs that fail when they are refused";
    }
    if (scenario.traffic.segments.IsOn())
    {
        return "TCP super-segments";
    }
    for (const auto& [role, node] : scenario.nodes)
    {
        auto obstacle = FindObstacle(node);
        if (!obstacle.empty())
        {
            return obstacle;
        }
    }
    return "";
}

} // namespace ns3::planner
