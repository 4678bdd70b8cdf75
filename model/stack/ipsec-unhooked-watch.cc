/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-unhooked-watch.h"

#include "ns3/loopback-net-device.h"

#include <iostream>

namespace ns3
{

UnhookedWatch::UnhookedWatch(const Ptr<IpsecStackView>& view)
    : m_view(view)
{
}

UnhookedWatch::~UnhookedWatch()
{
    Stop();
}

void
UnhookedWatch::Watch(const Ptr<Ipv4L3Protocol>& ipv4)
{
    m_ipv4 = ipv4;
    const auto watch = MakeCallback(&UnhookedWatch::SeeIpv4, this);
    m_ipv4->TraceConnectWithoutContext("Tx", watch);
    m_ipv4->TraceConnectWithoutContext("Rx", watch);
}

void
UnhookedWatch::Watch(const Ptr<Ipv6L3Protocol>& ipv6)
{
    m_ipv6 = ipv6;
    const auto watch = MakeCallback(&UnhookedWatch::SeeIpv6, this);
    m_ipv6->TraceConnectWithoutContext("Tx", watch);
    m_ipv6->TraceConnectWithoutContext("Rx", watch);
}

void
UnhookedWatch::Stop()
{
    if (m_ipv4)
    {
        const auto watch = MakeCallback(&UnhookedWatch::SeeIpv4, this);
        m_ipv4->TraceDisconnectWithoutContext("Tx", watch);
        m_ipv4->TraceDisconnectWithoutContext("Rx", watch);
    }
    if (m_ipv6)
    {
        const auto watch = MakeCallback(&UnhookedWatch::SeeIpv6, this);
        m_ipv6->TraceDisconnectWithoutContext("Tx", watch);
        m_ipv6->TraceDisconnectWithoutContext("Rx", watch);
    }
    m_ipv4 = nullptr;
    m_ipv6 = nullptr;
}

void
UnhookedWatch::SeeIpv4(Ptr<const Packet> packet, Ptr<Ipv4> ipv4, uint32_t interface)
{
    See(packet, ipv4->GetNetDevice(interface));
}

void
UnhookedWatch::SeeIpv6(Ptr<const Packet> packet, Ptr<Ipv6> ipv6, uint32_t interface)
{
    See(packet, ipv6->GetNetDevice(interface));
}

void
UnhookedWatch::See(const Ptr<const Packet>& packet, const Ptr<NetDevice>& device)
{
    if (m_view->GetInterface(device) || m_view->GetIpsec()->GetSpd()->GetSize() == 0 ||
        DynamicCast<LoopbackNetDevice>(device))
    {
        return;
    }
    m_view->GetCounters().unhooked.Add(packet->GetSize());
    if (m_warned.insert(device->GetIfIndex()).second)
    {
        std::cerr << "WARNING: node " << m_view->GetNodeId()
                  << " has IPsec policies, but its interface " << device->GetIfIndex()
                  << " was added after IPsec was hooked in, so its traffic "
                  << "passes unprotected and unchecked. Call IpsecLayer::Rehook() after adding it."
                  << std::endl;
    }
}

} // namespace ns3
