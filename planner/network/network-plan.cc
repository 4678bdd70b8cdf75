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

/// Where everything else goes.
const IpPrefix DEFAULT_IPV4{IpAddress::FromIpv4(0), 0};
const IpPrefix DEFAULT_IPV6{{0, 0}, 0};

/// @return a NIC without IPsec, for nodes that the scenario does not describe
NicProfile
PlainNic()
{
    NicProfile profile;
    profile.name = "plain";
    profile.offload = false;
    return profile;
}

/// @param plan a plan @param name of a node @param kind and @param spec see PlannedNode @return
/// number
uint32_t
AddNode(NetworkPlan& plan, const std::string& name, NodeKind kind, const NodeSpec* spec = nullptr)
{
    plan.nodes.push_back({name, kind, spec, {}});
    return static_cast<uint32_t>(plan.nodes.size() - 1);
}

/// @return the NIC that a planned node has
NicProfile
NicOf(const NetworkPlan& plan, uint32_t node)
{
    const NodeSpec* spec = plan.nodes[node].spec;
    return spec ? spec->nic : PlainNic();
}

/// @param plan a plan @param near a node @param far a node @param link between them @return number
uint32_t
AddLink(NetworkPlan& plan, uint32_t near, uint32_t far, const LinkSpec& link)
{
    const auto number = static_cast<uint32_t>(plan.links.size());
    plan.links.push_back(
        {near, far, link, NicOf(plan, near), NicOf(plan, far), GetLinkAddresses(number)});
    return number;
}

/// @param plan a plan @param node a node @param link where everything goes
void
AddDefaultRoute(NetworkPlan& plan, uint32_t node, uint32_t link)
{
    plan.routes.push_back({node, DEFAULT_IPV4, link});
    plan.routes.push_back({node, DEFAULT_IPV6, link});
}

/// @param scenario a scenario @param flows its flows @param plan gets its network
void
PlanServer(const Scenario& scenario, const FlowPlan& flows, NetworkPlan& plan)
{
    const NodeSpec& peerSpec = scenario.nodes.at("peer");
    const uint32_t server = AddNode(plan, "server", NodeKind::IPSEC, &scenario.nodes.at("server"));
    const uint32_t router = AddNode(plan, "router", NodeKind::ROUTER);
    const uint32_t access = AddLink(plan, server, router, scenario.links.at("access"));
    AddDefaultRoute(plan, server, access);
    plan.ends.push_back({server, access, true, 0});
    std::vector<uint32_t> peers;
    for (uint32_t peer = 0; peer < scenario.topology.peers; ++peer)
    {
        const uint32_t node =
            AddNode(plan, "peer" + std::to_string(peer), NodeKind::IPSEC, &peerSpec);
        const uint32_t link = AddLink(plan, router, node, scenario.links.at("peer"));
        AddDefaultRoute(plan, node, link);
        plan.routes.push_back({router, GetPeerPrefix(peer, false), link});
        plan.routes.push_back({router, GetPeerPrefix(peer, true), link});
        plan.ends.push_back({node, link, false, peer});
        plan.peerPaths.push_back({access, link});
        peers.push_back(node);
    }
    plan.uplinks.push_back(access);
    while (plan.uplinks.size() < scenario.topology.ports)
    {
        plan.uplinks.push_back(AddLink(plan, server, router, scenario.links.at("access")));
    }
    for (const auto& member : flows.members)
    {
        plan.nodes[peers[member.peer]].addresses.push_back(member.far);
    }
    for (const auto& source : flows.sources)
    {
        plan.senders.push_back(source.transmit ? server : peers[source.peer]);
    }
}

/// @param scenario a scenario @param flows its flows @param plan gets its network
void
PlanGateways(const Scenario& scenario, const FlowPlan& flows, NetworkPlan& plan)
{
    const uint32_t gateway =
        AddNode(plan, "gateway", NodeKind::IPSEC, &scenario.nodes.at("gateway"));
    const uint32_t farGateway =
        AddNode(plan, "far-gateway", NodeKind::IPSEC, &scenario.nodes.at("far-gateway"));
    const uint32_t host = AddNode(plan, "host", NodeKind::GENERATOR);
    const uint32_t farHost = AddNode(plan, "far-host", NodeKind::GENERATOR);
    const LinkSpec& lan = scenario.links.at("lan");
    const uint32_t wan = AddLink(plan, gateway, farGateway, scenario.links.at("wan"));
    const uint32_t nearLan = AddLink(plan, host, gateway, lan);
    const uint32_t farLan = AddLink(plan, farGateway, farHost, lan);
    for (const bool ipv6 : {false, true})
    {
        plan.routes.push_back({gateway, GetSitePrefix(true, ipv6), wan});
        plan.routes.push_back({gateway, GetSitePrefix(false, ipv6), nearLan});
        plan.routes.push_back({farGateway, GetSitePrefix(false, ipv6), wan});
        plan.routes.push_back({farGateway, GetSitePrefix(true, ipv6), farLan});
    }
    plan.uplinks.push_back(wan);
    plan.ends.push_back({gateway, wan, true, 0});
    plan.ends.push_back({farGateway, wan, false, 0});
    plan.peerPaths.push_back({nearLan, wan, farLan});
    for (const auto& member : flows.members)
    {
        plan.nodes[host].addresses.push_back(member.near);
        plan.nodes[farHost].addresses.push_back(member.far);
    }
    for (const auto& source : flows.sources)
    {
        plan.senders.push_back(source.transmit ? host : farHost);
    }
}

} // namespace

NetworkPlan
MakeNetworkPlan(const Scenario& scenario, const FlowPlan& flows)
{
    NetworkPlan plan;
    if (scenario.topology.kind == TopologyKind::SERVER)
    {
        PlanServer(scenario, flows, plan);
    }
    else
    {
        PlanGateways(scenario, flows, plan);
    }
    return plan;
}

std::vector<uint32_t>
GetPath(const NetworkPlan& network,
        const FlowPlan& flows,
        const PlannedSource& source,
        const PlannedFlow& flow,
        uint32_t port)
{
    std::vector<uint32_t> path = network.peerPaths[flows.members[flow.member].peer];
    if (source.transmit && port > 1)
    {
        path.front() = network.uplinks.at(port - 1);
    }
    if (!source.transmit)
    {
        std::reverse(path.begin(), path.end());
    }
    return path;
}

std::string
GetInterfaceName(const NicProfile& profile, uint32_t number)
{
    return (profile.offload ? "nic" : "eth") + std::to_string(number);
}

} // namespace ns3::planner
