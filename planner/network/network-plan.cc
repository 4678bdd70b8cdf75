/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "network-plan.h"

#include <algorithm>

namespace ns3::planner
{

namespace
{

/// @return a NIC without IPsec, for nodes that the scenario does not describe
NicProfile
PlainNic()
{
    NicProfile profile;
    profile.name = "plain";
    profile.offload = false;
    return profile;
}

/// @param node a node @return the NIC that it has, each time
NicProfile
NicOf(const NetworkNode& node)
{
    return node.spec ? node.spec->nic : PlainNic();
}

/// @param graph a network @param plan gets its nodes and links
void
AddParts(const NetworkGraph& graph, NetworkPlan& plan)
{
    for (uint32_t node = 0; node < graph.CountNodes(); ++node)
    {
        const NetworkNode& made = graph.GetNode(node);
        plan.nodes.push_back({made.name, made.kind, made.spec, {}});
    }
    for (uint32_t link = 0; link < graph.CountLinks(); ++link)
    {
        const auto [near, far] = graph.GetEnds(link);
        plan.links.push_back({near,
                              far,
                              graph.GetLink(link).spec,
                              NicOf(graph.GetNode(near)),
                              NicOf(graph.GetNode(far)),
                              GetLinkAddresses(link)});
    }
}

/// @param flows what is sent @param plan gets who sends it, and the hosts' addresses
void
AddHosts(const FlowPlan& flows, NetworkPlan& plan)
{
    for (const auto& member : flows.members)
    {
        const ProtectedPath& path = plan.paths[member.peer];
        if (path.IsForwarded())
        {
            plan.nodes[path.sourceHost].addresses.push_back(member.near);
        }
        plan.nodes[path.destinationHost].addresses.push_back(member.far);
    }
    for (const auto& source : flows.sources)
    {
        const ProtectedPath& path = plan.paths[source.peer];
        plan.senders.push_back(source.transmit ? path.sourceHost : path.destinationHost);
    }
}

} // namespace

NetworkPlan
MakeNetworkPlan(const Scenario& scenario, const FlowPlan& flows)
{
    const NetworkGraph graph = scenario.MakeGraph();
    NetworkPlan plan;
    plan.paths = scenario.FindPaths(graph);
    AddParts(graph, plan);
    const ProtectedPath& first = plan.paths.front();
    plan.ends.push_back({first.sender, first.between.front(), true, 0});
    for (uint32_t peer = 0; peer < plan.paths.size(); ++peer)
    {
        const ProtectedPath& path = plan.paths[peer];
        plan.ends.push_back({path.receiver, path.between.back(), false, peer});
    }
    plan.uplinks = graph.FindParallel(first.between.front());
    plan.routes = MakeRoutes(graph, plan.paths);
    AddHosts(flows, plan);
    return plan;
}

std::vector<uint32_t>
GetPath(const NetworkPlan& network,
        const FlowPlan& flows,
        const PlannedSource& source,
        const PlannedFlow& flow,
        uint32_t port)
{
    std::vector<uint32_t> links = network.paths[flows.members[flow.member].peer].GetLinks();
    if (source.transmit)
    {
        std::replace(links.begin(),
                     links.end(),
                     network.uplinks.front(),
                     network.uplinks.at(port - 1));
    }
    else
    {
        std::reverse(links.begin(), links.end());
    }
    return links;
}

uint32_t
GetDestination(const NetworkPlan& network,
               const FlowPlan& flows,
               const PlannedSource& source,
               const PlannedFlow& flow)
{
    const ProtectedPath& path = network.paths[flows.members[flow.member].peer];
    return source.transmit ? path.destinationHost : path.sourceHost;
}

std::string
GetInterfaceName(const NicProfile& profile, uint32_t number)
{
    return (profile.offload ? "nic" : "eth") + std::to_string(number);
}

} // namespace ns3::planner
