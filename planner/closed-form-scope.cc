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

/// @param nic a NIC @param contexts in use @return true when none is ever fetched twice
bool
HoldsContexts(const NicProfile& nic, double contexts)
{
    return nic.contextCacheSize == 0 || nic.contextFetchTime == 0 ||
           (nic.contextCacheWays == 0 && contexts <= nic.contextCacheSize);
}

/// @param node a node @param contexts in use in its NIC @return see FindClosedFormObstacle()
std::string
FindObstacle(const NodeSpec& node, double contexts)
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
    if (nic.sharedCipher)
    {
        return "a NIC with one cipher for both directions";
    }
    if (nic.portBitRate != 0 || nic.portPacketRate != 0 || nic.cardBitRate != 0 ||
        nic.cardPacketRate != 0)
    {
        return "ceilings of a NIC's ports or card";
    }
    if (nic.pcieBitRate != 0)
    {
        return "a NIC's PCIe bandwidth";
    }
    if (!HoldsContexts(nic, contexts))
    {
        return "more contexts than a NIC's cache holds";
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
    const double contexts = scenario.population.count *
                            (scenario.traffic.direction == TrafficDirection::BOTH ? 2.0 : 1.0);
    for (const auto& [role, node] : scenario.nodes)
    {
        auto obstacle = FindObstacle(node, contexts);
        if (!obstacle.empty())
        {
            return obstacle;
        }
    }
    return "";
}

} // namespace ns3::planner
