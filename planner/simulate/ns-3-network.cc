/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ns-3-network.h"

#include "planner/network/ns-3-addresses.h"
#include "planner/network/traffic-plan.h"

#include "ns3/boolean.h"
#include "ns3/data-rate.h"
#include "ns3/icmpv6-l4-protocol.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipsec-nic-helper.h"
#include "ns3/ipsec-pico-time.h"
#include "ns3/ipv4-routing-table-entry.h"
#include "ns3/ipv4-static-routing-helper.h"
#include "ns3/ipv4.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/ipv6-routing-table-entry.h"
#include "ns3/ipv6-static-routing-helper.h"
#include "ns3/ipv6.h"
#include "ns3/uinteger.h"

namespace ns3::planner
{

namespace
{

/// Octets of the frame that the base class of the devices counts itself.
constexpr uint32_t PPP_HEADER = 2;
/// Prefix lengths of the other addresses of a node: wide ones, so that ns-3's linear routing table
/// gets one entry for all of them.
constexpr uint8_t OWN_IPV4 = 16;
constexpr uint8_t OWN_IPV6 = 64;

} // namespace

Ns3Network::Ns3Network(const Scenario& scenario, const NetworkPlan& plan)
    : m_scenario(scenario),
      m_plan(plan),
      m_stackStream(STACK_STREAM)
{
}

bool
Ns3Network::UsesIpv6() const
{
    return m_scenario.population.family != AddressFamily::IPV4;
}

bool
Ns3Network::IsGenerator(uint32_t number) const
{
    return m_plan.nodes[number].kind == NodeKind::GENERATOR;
}

Ptr<Node>
Ns3Network::AddNode()
{
    const uint32_t number = m_nodes.GetN();
    m_nodes.Create(1);
    Ptr<Node> node = m_nodes.Get(number);
    if (!IsGenerator(number))
    {
        InstallStack(node);
    }
    return node;
}

void
Ns3Network::InstallStack(const Ptr<Node>& node)
{
    InternetStackHelper stack;
    stack.SetIpv6StackInstall(UsesIpv6());
    stack.Install(node);
    m_stackStream += stack.AssignStreams(NodeContainer(node), m_stackStream);
    if (UsesIpv6())
    {
        // Nothing but the scenario's datagrams shall travel: no address detection, and routers do
        // not ask for routers.
        node->GetObject<Ipv6L3Protocol>()->SetAttribute("IpForward", BooleanValue(true));
        node->GetObject<Icmpv6L4Protocol>()->SetAttribute("DAD", BooleanValue(false));
    }
}

const Ns3Network::Devices&
Ns3Network::AddLink()
{
    const PlannedLink& planned = m_plan.links[m_links.size()];
    IpsecNicHelper helper;
    helper.SetDeviceAttribute("DataRate", DataRateValue(DataRate(planned.link.rate)));
    helper.SetDeviceAttribute("LinkOverhead",
                              UintegerValue(m_scenario.topology.frameOverhead - PPP_HEADER));
    helper.SetChannelAttribute("Delay", TimeValue(FromPs(planned.link.delay)));
    const auto devices = helper.Install(m_nodes.Get(planned.near), m_nodes.Get(planned.far));
    m_links.emplace_back(DynamicCast<IpsecPointToPointNetDevice>(devices.Get(0)),
                         DynamicCast<IpsecPointToPointNetDevice>(devices.Get(1)));
    m_links.back().first->SetMtu(static_cast<uint16_t>(planned.link.mtu));
    m_links.back().second->SetMtu(static_cast<uint16_t>(planned.link.mtu));
    return m_links.back();
}

void
Ns3Network::AddAddressesAndRoutes()
{
    for (uint32_t number = 0; number < m_links.size(); ++number)
    {
        AddLinkAddresses(number);
    }
    AddOwnAddresses();
    for (const auto& route : m_plan.routes)
    {
        SetRoute(route, false);
    }
}

void
Ns3Network::AddAddress(uint32_t node,
                       const Ptr<NetDevice>& device,
                       const IpAddress& own,
                       uint8_t length) const
{
    if (IsGenerator(node))
    {
        return;
    }
    if (own.IsIpv4())
    {
        const auto ipv4 = m_nodes.Get(node)->GetObject<Ipv4>();
        int32_t interface = ipv4->GetInterfaceForDevice(device);
        const bool isNew = interface < 0;
        if (isNew)
        {
            interface = static_cast<int32_t>(ipv4->AddInterface(device));
        }
        ipv4->AddAddress(static_cast<uint32_t>(interface),
                         Ipv4InterfaceAddress(ToIpv4Address(own), MaskOf(length)));
        if (isNew)
        {
            ipv4->SetUp(static_cast<uint32_t>(interface));
        }
        return;
    }
    const auto ipv6 = m_nodes.Get(node)->GetObject<Ipv6>();
    int32_t interface = ipv6->GetInterfaceForDevice(device);
    const bool isNew = interface < 0;
    if (isNew)
    {
        interface = static_cast<int32_t>(ipv6->AddInterface(device));
    }
    ipv6->AddAddress(static_cast<uint32_t>(interface),
                     Ipv6InterfaceAddress(ToIpv6Address(own), Ipv6Prefix(length)));
    if (isNew)
    {
        ipv6->SetUp(static_cast<uint32_t>(interface));
    }
}

void
Ns3Network::AddLinkAddresses(uint32_t number) const
{
    const PlannedLink& link = m_plan.links[number];
    const auto& [near, far] = m_links[number];
    for (const auto& addresses : link.GetAddresses())
    {
        AddAddress(link.near, near, addresses.ipv4Near, LINK_IPV4_LENGTH);
        AddAddress(link.far, far, addresses.ipv4Far, LINK_IPV4_LENGTH);
        if (UsesIpv6())
        {
            AddAddress(link.near, near, addresses.ipv6Near, LINK_IPV6_LENGTH);
            AddAddress(link.far, far, addresses.ipv6Far, LINK_IPV6_LENGTH);
        }
    }
}

void
Ns3Network::AddOwnAddresses() const
{
    for (uint32_t number = 0; number < m_plan.nodes.size(); ++number)
    {
        if (IsGenerator(number))
        {
            continue;
        }
        for (const auto& own : m_plan.nodes[number].addresses)
        {
            // The first device is behind the loopback.
            AddAddress(number,
                       m_nodes.Get(number)->GetDevice(1),
                       own,
                       own.IsIpv4() ? OWN_IPV4 : OWN_IPV6);
        }
    }
}

void
Ns3Network::SetRoute(const PlannedRoute& route, bool replace) const
{
    const PlannedLink& link = m_plan.links[route.link];
    const bool isNear = link.near == route.node;
    const Ptr<NetDevice> device = isNear ? m_links[route.link].first : m_links[route.link].second;
    const Ptr<Node> node = m_nodes.Get(route.node);
    if (route.prefix.address.IsIpv4())
    {
        const auto ipv4 = node->GetObject<Ipv4>();
        const auto routing = Ipv4StaticRoutingHelper().GetStaticRouting(ipv4);
        const Ipv4Address network = ToIpv4Address(route.prefix.address);
        const Ipv4Mask mask = MaskOf(route.prefix.length);
        for (uint32_t i = routing->GetNRoutes(); replace && i-- > 0;)
        {
            const auto old = routing->GetRoute(i);
            if (old.GetDestNetwork() == network && old.GetDestNetworkMask() == mask)
            {
                routing->RemoveRoute(i);
            }
        }
        routing->AddNetworkRouteTo(
            network,
            mask,
            ToIpv4Address(isNear ? link.addresses.ipv4Far : link.addresses.ipv4Near),
            static_cast<uint32_t>(ipv4->GetInterfaceForDevice(device)));
    }
    else if (UsesIpv6())
    {
        const auto ipv6 = node->GetObject<Ipv6>();
        const auto routing = Ipv6StaticRoutingHelper().GetStaticRouting(ipv6);
        const Ipv6Address network = ToIpv6Address(route.prefix.address);
        const Ipv6Prefix prefix(route.prefix.length);
        for (uint32_t i = routing->GetNRoutes(); replace && i-- > 0;)
        {
            const auto old = routing->GetRoute(i);
            if (old.GetDestNetwork() == network && old.GetDestNetworkPrefix() == prefix)
            {
                routing->RemoveRoute(i);
            }
        }
        routing->AddNetworkRouteTo(
            network,
            prefix,
            ToIpv6Address(isNear ? link.addresses.ipv6Far : link.addresses.ipv6Near),
            static_cast<uint32_t>(ipv6->GetInterfaceForDevice(device)));
    }
}

void
Ns3Network::ChangeRoutes(uint32_t port)
{
    for (const auto& route : m_plan.routes)
    {
        if (route.node == m_plan.ends.front().node && route.link == m_plan.uplinks.front())
        {
            SetRoute({route.node, route.prefix, m_plan.uplinks[port - 1]}, true);
        }
    }
}

} // namespace ns3::planner
