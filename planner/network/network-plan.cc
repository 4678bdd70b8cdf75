/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "network-plan.h"

#include <algorithm>
#include <map>
#include <utility>

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
        plan.nodes.push_back(
            {made.name, made.kind, made.spec, {}, made.role, graph.FindLinks(node)});
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

/// @param plan has paths; gets their ends
void
AddEnds(NetworkPlan& plan)
{
    std::map<std::pair<uint32_t, uint32_t>, uint32_t> known; // by node and link
    std::map<uint32_t, uint32_t> ports;                      // by node: so far
    const auto add = [&](uint32_t node, uint32_t link) {
        const auto number = static_cast<uint32_t>(plan.ends.size());
        const auto [found, isNew] = known.emplace(std::pair(node, link), number);
        if (isNew)
        {
            plan.ends.push_back({node, link, ++ports[node]});
        }
        return found->second;
    };
    for (const auto& path : plan.paths)
    {
        const uint32_t near = add(path.sender, path.between.front());
        plan.pathEnds.push_back({near, add(path.receiver, path.between.back())});
    }
}

/// @param change of addresses, if any @param plan has paths; its links get the addresses of after
/// it
void
AddSecondAddresses(const AddressChangeSpec& change, NetworkPlan& plan)
{
    for (size_t path = 0; change.isOn && path < plan.paths.size(); ++path)
    {
        const auto& between = plan.paths[path].between;
        const uint32_t link = change.ofFar ? between.back() : between.front();
        plan.links[link].second = GetSecondAddresses(link);
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

std::vector<LinkAddresses>
PlannedLink::GetAddresses() const
{
    return second ? std::vector{addresses, *second} : std::vector{addresses};
}

NetworkPlan
MakeNetworkPlan(const Scenario& scenario, const FlowPlan& flows)
{
    const NetworkGraph graph = scenario.MakeGraph();
    NetworkPlan plan;
    plan.paths = scenario.FindPaths(graph);
    AddParts(graph, plan);
    AddEnds(plan);
    AddSecondAddresses(scenario.population.addressChange, plan);
    plan.uplinks = graph.FindParallel(plan.paths.front().between.front());
    plan.routes =
        MakeRoutes(graph, plan.paths, SiteAddresses(plan.paths, scenario.population.count));
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
