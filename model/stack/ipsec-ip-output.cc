/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-ip-output-internal.h"

#include "ns3/icmpv4-l4-protocol.h"
#include "ns3/icmpv6-l4-protocol.h"
#include "ns3/ipsec-event-timer.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/ipv4-route.h"
#include "ns3/ipv4-routing-protocol.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/ipv6-route.h"
#include "ns3/ipv6-routing-protocol.h"
#include "ns3/simulator.h"
#include "ns3/socket.h"

#include <utility>
#include <vector>

namespace ns3
{

namespace
{

/**
 * @param protocol IPv4 or IPv6
 * @param payload a datagram without its header
 * @param header its header
 * @param wanted the interface that it should take; nullptr: any
 * @return its route; nullptr when there is none
 */
template <typename L3, typename H>
auto
FindRoute(const Ptr<L3>& protocol,
          const Ptr<Packet>& payload,
          const H& header,
          const Ptr<NetDevice>& wanted)
{
    Socket::SocketErrno error = Socket::ERROR_NOTERROR;
    auto route = protocol->GetRoutingProtocol()->RouteOutput(payload, header, wanted, error);
    if (!route && wanted)
    {
        route = protocol->GetRoutingProtocol()->RouteOutput(payload, header, nullptr, error);
    }
    return route;
}

/**
 * @param node a node
 * @param etherType a family
 * @param device one of its devices
 * @return true when the node runs the family on that device
 */
bool
RunsFamily(const Ptr<Node>& node, uint16_t etherType, const Ptr<NetDevice>& device)
{
    if (etherType == ETHERTYPE_IPV4)
    {
        Ptr<Ipv4> ipv4 = node->GetObject<Ipv4>();
        return ipv4 && ipv4->GetInterfaceForDevice(device) != -1;
    }
    Ptr<Ipv6> ipv6 = node->GetObject<Ipv6>();
    return ipv6 && ipv6->GetInterfaceForDevice(device) != -1;
}

} // namespace

void
RunAt(Ps when, std::function<void()> action)
{
    if (when <= ToPs(Simulator::Now()))
    {
        action();
        return;
    }
    EventTimer::At(when, [action = std::move(action)](Ps) { action(); });
}

void
OutputDatagram(const Ptr<Node>& node,
               const Ptr<Packet>& payload,
               const AnyIpHeader& header,
               const Ptr<NetDevice>& wanted)
{
    if (const auto* four = std::get_if<Ipv4Header>(&header))
    {
        if (Ptr<Ipv4L3Protocol> ipv4 = node->GetObject<Ipv4L3Protocol>())
        {
            ipv4->SendWithHeader(payload, *four, FindRoute(ipv4, payload, *four, wanted));
        }
        return;
    }
    const auto& six = std::get<Ipv6Header>(header);
    if (Ptr<Ipv6L3Protocol> ipv6 = node->GetObject<Ipv6L3Protocol>())
    {
        // It takes no header: what is not an argument travels in tags.
        SocketIpv6HopLimitTag hopLimit;
        hopLimit.SetHopLimit(six.GetHopLimit());
        payload->ReplacePacketTag(hopLimit);
        SocketIpv6TclassTag trafficClass;
        trafficClass.SetTclass(six.GetTrafficClass());
        payload->ReplacePacketTag(trafficClass);
        ipv6->Send(payload,
                   six.GetSource(),
                   six.GetDestination(),
                   six.GetNextHeader(),
                   FindRoute(ipv6, payload, six, wanted));
    }
}

void
AnswerTooBig(const Ptr<Node>& node,
             const Ptr<const Packet>& payload,
             const AnyIpHeader& header,
             uint32_t mtu)
{
    if (const auto* four = std::get_if<Ipv4Header>(&header))
    {
        if (Ptr<Icmpv4L4Protocol> icmp = node->GetObject<Icmpv4L4Protocol>())
        {
            icmp->SendDestUnreachFragNeeded(*four, payload, static_cast<uint16_t>(mtu));
        }
        return;
    }
    if (Ptr<Icmpv6L4Protocol> icmp = node->GetObject<Icmpv6L4Protocol>())
    {
        const Ptr<Packet> datagram = payload->Copy();
        AddIpHeader(datagram, header);
        // ns-3 answers with a copy of what it gets. The answer quotes the datagram; it has neither
        // its uid nor its tags.
        std::vector<uint8_t> octets(datagram->GetSize());
        datagram->CopyData(octets.data(), octets.size());
        icmp->SendErrorTooBig(Create<Packet>(octets.data(), octets.size()),
                              std::get<Ipv6Header>(header).GetSource(),
                              mtu);
    }
}

bool
InputDatagram(const Ptr<Node>& node,
              const Ptr<Packet>& datagram,
              uint16_t etherType,
              const Ptr<NetDevice>& device)
{
    if (!RunsFamily(node, etherType, device))
    {
        return false;
    }
    if (etherType == ETHERTYPE_IPV4)
    {
        node->GetObject<Ipv4L3Protocol>()->Receive(device,
                                                   datagram,
                                                   etherType,
                                                   device->GetBroadcast(),
                                                   device->GetAddress(),
                                                   NetDevice::PACKET_HOST);
    }
    else
    {
        node->GetObject<Ipv6L3Protocol>()->Receive(device,
                                                   datagram,
                                                   etherType,
                                                   device->GetBroadcast(),
                                                   device->GetAddress(),
                                                   NetDevice::PACKET_HOST);
    }
    return true;
}

} // namespace ns3
