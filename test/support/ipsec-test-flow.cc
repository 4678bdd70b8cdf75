/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-test-network.h"

#include "ns3/icmpv4.h"
#include "ns3/icmpv6-header.h"
#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/ipsec-packet-descriptor-conversion.h"
#include "ns3/ipv4-header.h"
#include "ns3/ipv6-header.h"
#include "ns3/simulator.h"
#include "ns3/socket.h"
#include "ns3/uinteger.h"

#include <algorithm>

namespace ns3::tests
{

namespace
{

constexpr uint8_t ICMP = 1;
constexpr uint8_t ICMPV6 = 58;
constexpr uint8_t EXPERIMENT = 253; // RFC 3692
constexpr uint32_t INDEX_OCTETS = 4;

} // namespace

const char*
ToString(Traffic traffic)
{
    switch (traffic)
    {
    case Traffic::UDP:
        return "UDP";
    case Traffic::TCP:
        return "TCP";
    case Traffic::ICMP_ECHO:
        return "ICMP echo";
    case Traffic::RAW:
        return "raw";
    }
    return "?";
}

TestFlow::TestFlow(const TestNetwork& network, const Config& config)
    : m_network(network),
      m_config(config),
      m_ipv6(!network.GetHostAddress(0).IsIpv4()),
      m_seen(config.count)
{
    // Sockets need a stack, which may not be there yet.
    Simulator::ScheduleWithContext(network.GetHost(config.from)->GetId(),
                                   config.start,
                                   &TestFlow::Open,
                                   this);
}

TestFlow::~TestFlow() = default;

Address
TestFlow::SocketAddress(const IpAddress& address, uint16_t port) const
{
    return m_ipv6 ? Address(Inet6SocketAddress(ToIpv6Address(address), port))
                  : Address(InetSocketAddress(ToIpv4Address(address), port));
}

void
TestFlow::Open()
{
    if (m_config.traffic == Traffic::TCP)
    {
        OpenTcp();
        return;
    }
    const uint32_t to = 1 - m_config.from;
    const IpAddress any = m_ipv6 ? IpAddress() : IpAddress::FromIpv4(0);
    const bool udp = m_config.traffic == Traffic::UDP;
    const std::string family = m_ipv6 ? "ns3::Ipv6" : "ns3::Ipv4";
    const TypeId factory =
        TypeId::LookupByName(udp ? "ns3::UdpSocketFactory" : family + "RawSocketFactory");
    m_sender = Socket::CreateSocket(m_network.GetHost(m_config.from), factory);
    const bool echo = m_config.traffic == Traffic::ICMP_ECHO;
    m_receiver = echo ? m_sender : Socket::CreateSocket(m_network.GetHost(to), factory);
    if (!udp)
    {
        const uint8_t icmp = m_ipv6 ? ICMPV6 : ICMP;
        const UintegerValue protocol(echo ? icmp : EXPERIMENT);
        m_sender->SetAttribute("Protocol", protocol);
        m_receiver->SetAttribute("Protocol", protocol);
    }
    if (udp)
    {
        ConnectUdp();
    }
    m_receiver->Bind(SocketAddress(any, udp ? m_config.port : 0));
    m_receiver->SetRecvCallback(MakeCallback(&TestFlow::ReceiveDatagrams, this));
    for (uint32_t i = 0; i < m_config.count; ++i)
    {
        Simulator::Schedule(i * m_config.gap, &TestFlow::SendOne, this, i);
    }
}

void
TestFlow::ConnectUdp()
{
    // Only a connected socket heeds its TOS in every version of ns-3.
    m_sender->Connect(SocketAddress(m_network.GetHostAddress(1 - m_config.from), m_config.port));
    if (m_ipv6)
    {
        m_sender->SetIpv6Tclass(m_config.trafficClass);
    }
    else
    {
        m_sender->SetIpTos(m_config.trafficClass);
    }
    if (m_config.ttl != 0)
    {
        m_sender->SetIpTtl(m_config.ttl);
        m_sender->SetIpv6HopLimit(m_config.ttl);
    }
}

void
TestFlow::OpenTcp()
{
    const uint32_t to = 1 - m_config.from;
    const TypeId factory = TypeId::LookupByName("ns3::TcpSocketFactory");
    m_receiver = Socket::CreateSocket(m_network.GetHost(to), factory);
    m_receiver->Bind(SocketAddress(m_ipv6 ? IpAddress() : IpAddress::FromIpv4(0), m_config.port));
    m_receiver->Listen();
    m_receiver->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                                  MakeCallback(&TestFlow::Accept, this));
    m_sender = Socket::CreateSocket(m_network.GetHost(m_config.from), factory);
    m_sender->SetAttribute("SegmentSize", UintegerValue(m_config.size));
    if (m_ipv6)
    {
        m_sender->Bind6();
    }
    else
    {
        m_sender->Bind();
    }
    m_sender->SetConnectCallback(MakeCallback(&TestFlow::SendStream, this),
                                 MakeNullCallback<void, Ptr<Socket>>());
    m_sender->Connect(SocketAddress(m_network.GetHostAddress(to), m_config.port));
}

void
TestFlow::SendStream(Ptr<Socket> socket)
{
    for (uint32_t i = 0; i < m_config.count; ++i)
    {
        socket->Send(MakePayload(i));
    }
    socket->Close();
}

uint8_t
TestFlow::OctetAt(uint32_t index, uint32_t offset) const
{
    if (m_config.zeros)
    {
        return 0;
    }
    if (offset < INDEX_OCTETS && m_config.size >= INDEX_OCTETS)
    {
        return static_cast<uint8_t>(index >> (8 * offset));
    }
    return static_cast<uint8_t>(index * 31 + offset * 7 + 5);
}

Ptr<Packet>
TestFlow::MakePayload(uint32_t index) const
{
    if (m_config.zeros)
    {
        return Create<Packet>(m_config.size);
    }
    std::vector<uint8_t> octets(m_config.size);
    for (uint32_t i = 0; i < m_config.size; ++i)
    {
        octets[i] = OctetAt(index, i);
    }
    return Create<Packet>(octets.data(), m_config.size);
}

void
TestFlow::SendOne(uint32_t index)
{
    Ptr<Packet> packet = MakePayload(index);
    if (m_config.traffic == Traffic::ICMP_ECHO && m_ipv6)
    {
        Icmpv6Echo request(true);
        request.SetId(7);
        request.SetSeq(static_cast<uint16_t>(index));
        packet->AddHeader(request);
    }
    else if (m_config.traffic == Traffic::ICMP_ECHO)
    {
        Icmpv4Echo request;
        request.SetIdentifier(7);
        request.SetSequenceNumber(static_cast<uint16_t>(index));
        request.SetData(packet);
        packet = Create<Packet>();
        packet->AddHeader(request);
        Icmpv4Header header;
        header.SetType(Icmpv4Header::ICMPV4_ECHO);
        header.EnableChecksum();
        packet->AddHeader(header);
    }
    if (m_config.traffic == Traffic::UDP)
    {
        m_sender->Send(packet);
        return;
    }
    m_sender->SendTo(packet, 0, SocketAddress(m_network.GetHostAddress(1 - m_config.from), 0));
}

bool
TestFlow::StripHeaders(const Ptr<Packet>& packet) const
{
    if (m_config.traffic == Traffic::UDP)
    {
        return true;
    }
    if (m_ipv6)
    {
        Ipv6Header header;
        packet->RemoveHeader(header);
    }
    else
    {
        Ipv4Header header;
        packet->RemoveHeader(header);
    }
    if (m_config.traffic != Traffic::ICMP_ECHO)
    {
        return true;
    }
    if (m_ipv6)
    {
        Icmpv6Echo reply;
        packet->RemoveHeader(reply);
        return reply.GetType() == Icmpv6Header::ICMPV6_ECHO_REPLY;
    }
    Icmpv4Header header;
    packet->RemoveHeader(header);
    packet->RemoveAtStart(INDEX_OCTETS); // identifier and sequence number
    return header.GetType() == Icmpv4Header::ICMPV4_ECHO_REPLY;
}

void
TestFlow::ReceiveDatagrams(Ptr<Socket> socket)
{
    while (Ptr<Packet> packet = socket->Recv())
    {
        if (StripHeaders(packet))
        {
            Take(packet);
        }
    }
}

void
TestFlow::Take(const Ptr<Packet>& payload)
{
    std::vector<uint8_t> octets(payload->GetSize());
    payload->CopyData(octets.data(), payload->GetSize());
    uint32_t index = m_delivered; // short ones carry no number and are taken to come in order
    if (m_config.size >= INDEX_OCTETS && octets.size() >= INDEX_OCTETS && !m_config.zeros)
    {
        index = 0;
        for (uint32_t i = 0; i < INDEX_OCTETS; ++i)
        {
            index |= uint32_t{octets[i]} << (8 * i);
        }
    }
    bool right = octets.size() == m_config.size && index < m_config.count && !m_seen[index];
    for (uint32_t i = 0; right && i < octets.size(); ++i)
    {
        right = octets[i] == OctetAt(index, i);
    }
    if (!right)
    {
        ++m_wrong;
        return;
    }
    m_seen[index] = true;
    ++m_delivered;
    m_arrivals.push_back(ToPs(Simulator::Now()));
}

void
TestFlow::Accept(Ptr<Socket> socket, [[maybe_unused]] const Address& from)
{
    socket->SetRecvCallback(MakeCallback(&TestFlow::ReceiveStream, this));
}

void
TestFlow::ReceiveStream(Ptr<Socket> socket)
{
    while (Ptr<Packet> packet = socket->Recv())
    {
        if (packet->GetSize() == 0)
        {
            return; // the end
        }
        std::vector<uint8_t> octets(packet->GetSize());
        packet->CopyData(octets.data(), packet->GetSize());
        for (const uint8_t octet : octets)
        {
            const auto index = static_cast<uint32_t>(m_streamOctets / m_config.size);
            const auto offset = static_cast<uint32_t>(m_streamOctets % m_config.size);
            if (octet != OctetAt(index, offset))
            {
                ++m_wrong;
            }
            ++m_streamOctets;
        }
        m_delivered = static_cast<uint32_t>(m_streamOctets / m_config.size);
        m_arrivals.push_back(ToPs(Simulator::Now()));
    }
}

} // namespace ns3::tests
