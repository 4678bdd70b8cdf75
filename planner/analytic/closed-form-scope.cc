/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "closed-form-scope.h"

#include "packet-demands.h"

#include "planner/scenario/esp-lengths.h"
#include "planner/scenario/node-attributes.h"
#include "planner/topology/network-graph.h"
#include "planner/topology/protected-path.h"

#include "ns3/boolean.h"
#include "ns3/enum.h"
#include "ns3/esp-sizes.h"
#include "ns3/ipsec-node.h"
#include "ns3/kernel-profile.h"

#include <algorithm>
#include <iterator>

namespace ns3::planner
{

namespace
{

/// Attributes that the closed form follows, and those that change nothing while neither SAs nor
/// interfaces come and go.
constexpr const char* FOLLOWED[]{"OffloadForwarded", "SizeTest",           "NotOffloaded",
                                 "HostEncapsulates", "TestForwardedIpv6",  "Identification",
                                 "TunnelEcn",        "CheckPolicyHistory", "DirectionKnown",
                                 "OfferOnlyNamed",   "RefusalFails",       "FaultFails",
                                 "WalkStopsOnError", "NameTestFirst",      "LeakDrvSpiOnFault",
                                 "LastDrvSpi",       "UseAfterAnswer",     "DownDeletes",
                                 "UndoUnrecorded",   "EpochWait",          "LiveCounters",
                                 "NicLimits",        "SharedSequence",     "SequenceHandover",
                                 "Verbose",          "PreferOldSa",        "CloneForgetsOffload",
                                 "LowestSpi",        "HighestSpi",         "SpiTries",
                                 "LarvalLifetime",   "BlockAcquireCount",  "BlockAcquireLifetime"};

/// @param setting an attribute @return true when the closed form knows what it does
bool
IsFollowed(const AttributeSetting& setting)
{
    return setting.owner == AttributeOwner::NIC ||
           std::find(std::begin(FOLLOWED), std::end(FOLLOWED), setting.name) != std::end(FOLLOWED);
}

/// @param node a node @return what of its NIC's control happens by chance, in words; empty: nothing
std::string
FindChance(const NodeSpec& node)
{
    const auto& nic = node.nic;
    if (!nic.offload)
    {
        return "";
    }
    if (nic.refuseProbability > 0)
    {
        return "a driver that refuses SAs by chance";
    }
    if (nic.commandFault > 0 || nic.commandLoss > 0)
    {
        return "commands to a NIC that fail by chance";
    }
    return "";
}

/// @param node a node @return an attribute of it that the closed form does not know, in words;
/// empty: none
std::string
FindAttribute(const NodeSpec& node)
{
    for (const auto& setting : node.attributes)
    {
        if (!IsFollowed(setting))
        {
            return "attribute " + setting.name;
        }
    }
    return "";
}

/// @param node a node @return what of its data path the closed form does not know, in words; empty:
/// nothing
std::string
FindStage(const NodeSpec& node)
{
    const auto& nic = node.nic;
    if (nic.offload && nic.tagFailure > 0)
    {
        return "decrypted packets that lose their tag by chance";
    }
    if (nic.offload && nic.acksBeforeContext)
    {
        return "a driver that acks SAs before the card has them";
    }
    if (node.host.memoryBandwidth != 0)
    {
        return "a bandwidth of the memory";
    }
    if (node.host.threadsPerCore > 1)
    {
        return "hardware threads that share a core";
    }
    if (node.host.cacheOctets != 0)
    {
        return "a cache that queues outgrow";
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

/**
 * May a kernel drop what ESP makes too long, instead of sending fragments?
 * @param scenario a scenario @param node a node that sends ESP @param mtu of the link to which it
 * does @param isForwarded what others have sent @return true when it may
 */
bool
RefusesLong(const Scenario& scenario, const NodeSpec& node, uint32_t mtu, bool isForwarded)
{
    const auto kernel = CreateObject<IpsecNode>();
    FindKernelProfile(node.kernel)->Apply(*kernel);
    ApplyAttributes(node.attributes, kernel);
    EnumValue notOffloaded;
    BooleanValue testsIpv6;
    kernel->GetAttribute("NotOffloaded", notOffloaded);
    kernel->GetAttribute("TestForwardedIpv6", testsIpv6);
    const auto family = scenario.population.family;
    if (notOffloaded.Get() == IpsecPathOptions::DROP &&
        scenario.population.offload != OffloadWish::NONE &&
        FindLongestPacket(scenario, family != AddressFamily::IPV4).withEsp > mtu)
    {
        return true; // R131
    }
    const uint32_t outer = EspSizes::GetOuterHeader(false);
    return testsIpv6.Get() && isForwarded && family != AddressFamily::IPV4 &&
           FindLongestPacket(scenario, true).clear + EspSizes::GENERIC_OVERHEAD + outer >
               mtu; // R121
}

/**
 * Do SAs move from software, where they have sent packets, to a NIC that begins to number anew?
 * @param scenario a scenario @return true when they may
 */
bool
BeginsTwice(const Scenario& scenario)
{
    if (scenario.traffic.startAfterOffers || scenario.population.replayWindow == 0 ||
        scenario.population.offload == OffloadWish::NONE)
    {
        return false;
    }
    return std::any_of(scenario.nodes.begin(), scenario.nodes.end(), [](const auto& entry) {
        const NodeSpec& node = entry.second;
        const OfferRules rules = ProtectingEnd(node, {}).GetOfferRules();
        return node.nic.offload && !rules.handsOver && !rules.useAfterAnswer;
    });
}

constexpr const char* MANY_SENDERS = "tunnels between several pairs of gateways";
constexpr const char* TOO_LONG = "packets that a kernel drops because ESP makes them too long";

/// @param traffic of a scenario @return what in it is no stream of single datagrams at a rate, in
/// words; empty: nothing
std::string
FindArrivals(const TrafficSpec& traffic)
{
    return traffic.segments.IsOn() ? "TCP super-segments"
           : traffic.bursts.IsOn() ? "traffic in bursts"
           : traffic.recording     ? "recorded traffic"
                                   : "";
}

} // namespace

bool
MayDropLongEsp(const Scenario& scenario)
{
    const NetworkGraph graph = scenario.MakeGraph();
    const auto paths = scenario.FindPaths(graph);
    const auto direction = scenario.traffic.direction;
    // Nodes of one role are alike, but for the links that a graph's file gives them.
    uint32_t nearMtu = UINT32_MAX;
    uint32_t farMtu = UINT32_MAX;
    for (const auto& path : paths)
    {
        nearMtu = std::min(nearMtu, graph.GetLink(path.between.front()).spec.mtu);
        farMtu = std::min(farMtu, graph.GetLink(path.between.back()).spec.mtu);
    }
    const bool isForwarded = paths.front().IsForwarded();
    return (direction != TrafficDirection::RECEIVE &&
            RefusesLong(scenario, scenario.GetMeasured(), nearMtu, isForwarded)) ||
           (direction != TrafficDirection::TRANSMIT &&
            RefusesLong(scenario, scenario.nodes.at(scenario.GetFarRole()), farMtu, isForwarded));
}

std::string
FindClosedFormObstacle(const Scenario& scenario)
{
    if (scenario.topology.HasManySenders())
    {
        return MANY_SENDERS;
    }
    if (scenario.topology.generator->AreSites() && scenario.nodes.size() > 1)
    {
        return "gateways that differ from each other";
    }
    if (!scenario.events.empty())
    {
        return "events";
    }
    if (scenario.population.rekey.IsOn())
    {
        return "rekeying";
    }
    if (scenario.population.failover.IsOn())
    {
        return "a failover";
    }
    if (scenario.population.addressChange.isOn)
    {
        return "a change of addresses";
    }
    if (scenario.population.hard.IsGiven())
    {
        return "hard lifetimes";
    }
    if (scenario.population.onRefusal != OnRefusal::SOFTWARE)
    {
        return "SAs that fail when they are refused";
    }
    std::string arrivals = FindArrivals(scenario.traffic);
    if (!arrivals.empty())
    {
        return arrivals;
    }
    if (scenario.traffic.ramp.IsOn())
    {
        return "a ramp of the load";
    }
    if (BeginsTwice(scenario))
    {
        return "SAs that software has used before a NIC numbers their packets anew";
    }
    if (MayDropLongEsp(scenario))
    {
        return TOO_LONG;
    }
    for (const auto& [role, node] : scenario.nodes)
    {
        for (const auto find : {FindAttribute, FindChance, FindStage})
        {
            auto obstacle = find(node);
            if (!obstacle.empty())
            {
                return obstacle;
            }
        }
    }
    return "";
}

std::string
FindRateObstacle(const Scenario& scenario)
{
    if (scenario.topology.HasManySenders())
    {
        return MANY_SENDERS;
    }
    if (scenario.topology.generator->AreSites())
    {
        return "networks of sites";
    }
    if (!scenario.events.empty())
    {
        return "events";
    }
    if (scenario.population.failover.IsOn())
    {
        return "a failover";
    }
    if (scenario.population.addressChange.isOn)
    {
        return "a change of addresses";
    }
    std::string arrivals = FindArrivals(scenario.traffic);
    if (!arrivals.empty())
    {
        return arrivals;
    }
    if (MayDropLongEsp(scenario))
    {
        return TOO_LONG;
    }
    for (const auto& [role, node] : scenario.nodes)
    {
        for (const auto find : {FindAttribute, FindStage})
        {
            auto obstacle = find(node);
            if (!obstacle.empty())
            {
                return obstacle;
            }
        }
    }
    return "";
}

} // namespace ns3::planner
