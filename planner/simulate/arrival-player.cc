/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "arrival-player.h"

#include "planner/network/ns-3-addresses.h"

#include "ns3/abort.h"
#include "ns3/ipsec-packet-descriptor-conversion.h"
#include "ns3/simulator.h"
#include "ns3/udp-header.h"
#include "ns3/udp-socket-factory.h"

namespace ns3::planner
{

namespace
{

/// Octets of a UDP header.
constexpr uint32_t UDP_HEADER = 8;
/// Initial TTL or hop limit, as ns-3's stack has it.
constexpr uint8_t HOPS = 64;

/// @param ipv4 which family @return octets of the headers in front of the payload
uint32_t
HeaderOctets(bool ipv4)
{
    return (ipv4 ? 20 : 40) + UDP_HEADER;
}

} // namespace

ArrivalPlayer::ArrivalPlayer(Ptr<Node> node, uint32_t number, const PlannedSource& source)
    : m_node(node),
      m_number(number),
      m_source(source)
{
}

ArrivalPlayer::~ArrivalPlayer() = default;

void
ArrivalPlayer::Start(Ptr<TrafficSource> traffic, FateRecorder& recorder, PacketFollower* follower)
{
    m_traffic = traffic;
    m_recorder = &recorder;
    m_follower = follower;
    ScheduleNext();
}

void
ArrivalPlayer::ScheduleNext()
{
    if (m_traffic->Next(m_next))
    {
        Simulator::ScheduleWithContext(m_node->GetId(),
                                       FromPs(m_next.time) - Simulator::Now(),
                                       &ArrivalPlayer::Arrive,
                                       this);
    }
}

void
ArrivalPlayer::Arrive()
{
    if (m_next.time >= m_traffic->GetEnd())
    {
        return; // it was told to end after this arrival had been drawn
    }
    const PlannedFlow& flow = m_source.flows[m_next.flow];
    auto packet = Create<Packet>(m_next.length - HeaderOctets(flow.source.IsIpv4()));
    m_recorder->Sent(m_number, packet, m_next.length);
    if (m_follower && m_follower->Wants(m_next.time, m_number, m_next.flow))
    {
        Follow(packet);
    }
    ++m_sent;
    Send(m_next.flow, packet);
    // As lean does: the datagram goes on its way first.
    ScheduleNext();
}

/// The datagram that is about to be sent is followed. @param packet its payload
void
ArrivalPlayer::Follow(const Ptr<const Packet>& packet) const
{
    const PlannedFlow& flow = m_source.flows[m_next.flow];
    PacketDescriptor descriptor;
    descriptor.id = m_sent;
    descriptor.sourceIndex = m_number;
    descriptor.source = flow.source;
    descriptor.destination = flow.destination;
    descriptor.sourcePort = flow.sourcePort;
    descriptor.destinationPort = flow.destinationPort;
    descriptor.length = m_next.length;
    m_follower->Begin(m_next.time, packet, descriptor, m_node->GetId());
}

SocketPlayer::SocketPlayer(Ptr<Node> node, uint32_t number, const PlannedSource& source)
    : ArrivalPlayer(node, number, source)
{
    std::map<std::pair<IpAddress, uint16_t>, Ptr<Socket>> known;
    for (const auto& flow : source.flows)
    {
        Ptr<Socket>& socket = known[{flow.source, flow.sourcePort}];
        if (!socket)
        {
            socket = Socket::CreateSocket(GetNode(), UdpSocketFactory::GetTypeId());
            NS_ABORT_MSG_UNLESS(socket->Bind(ToSocketAddress(flow.source, flow.sourcePort)) == 0,
                                "cannot bind to " << flow.source.ToString());
            socket->ShutdownRecv();
        }
        m_sockets.push_back(socket);
        m_destinations.push_back(ToSocketAddress(flow.destination, flow.destinationPort));
    }
}

void
SocketPlayer::Send(uint32_t flow, const Ptr<Packet>& packet)
{
    m_sockets[flow]->SendTo(packet, 0, m_destinations[flow]);
}

GeneratorPlayer::GeneratorPlayer(Ptr<Node> node, uint32_t number, const PlannedSource& source)
    : ArrivalPlayer(node, number, source)
{
}

void
GeneratorPlayer::Send(uint32_t flow, const Ptr<Packet>& packet)
{
    const PlannedFlow& planned = GetSource().flows[flow];
    UdpHeader udp;
    udp.SetSourcePort(planned.sourcePort);
    udp.SetDestinationPort(planned.destinationPort);
    packet->AddHeader(udp);
    const uint16_t etherType =
        AddIpHeader(packet,
                    MakeIpHeader(planned.source, planned.destination, PLANNED_PROTOCOL, HOPS));
    const Ptr<NetDevice> device = GetNode()->GetDevice(0);
    device->Send(packet, device->GetBroadcast(), etherType);
}

} // namespace ns3::planner
