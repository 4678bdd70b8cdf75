/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "lean-icmp-answers-internal.h"

#include "ns3/ipsec-nic.h"
#include "ns3/ipsec-protocol-numbers.h"

#include <algorithm>
#include <utility>

namespace ns3
{

namespace
{

constexpr uint32_t ICMP_HEADER = 8;       // octets of an ICMP error message without its quotation
constexpr uint32_t QUOTED_PAYLOAD = 8;    // octets
constexpr uint32_t IPV6_LEAST_MTU = 1280; // octets: RFC 8200 section 5

} // namespace

LeanIcmpAnswers::LeanIcmpAnswers(const Directions& directions, LeanPacketPool& packets)
    : m_directions(directions),
      m_packets(packets)
{
}

/// @param flow of a datagram that a gateway refuses @param hop which would have been its next one
/// @return the flow of what the gateway sends back
std::unique_ptr<LeanFlow>
LeanIcmpAnswers::MakeWayBack(const LeanFlow& flow, uint32_t hop) const
{
    auto back = std::make_unique<LeanFlow>();
    for (uint32_t i = hop; i > 0; --i)
    {
        const uint32_t other = flow.directions[i - 1]->number ^ 1U; // of the same link
        back->directions.push_back(m_directions[other].get());
    }
    back->caches.resize(back->directions.size());
    const bool ipv4 = flow.first.source.IsIpv4();
    const auto& own = back->directions.front()->from.nic->GetLocalAddresses();
    const auto address = std::find_if(own.begin(), own.end(), [ipv4](const IpAddress& one) {
        return one.IsIpv4() == ipv4;
    });
    PacketDescriptor& first = back->first;
    first.source = address == own.end() ? IpAddress() : *address;
    first.destination = flow.first.source;
    first.protocol = ipv4 ? ProtocolNumber::ICMP : ProtocolNumber::ICMPV6;
    first.sourcePort = ipv4 ? 3 : 2;      // type
    first.destinationPort = ipv4 ? 4 : 0; // code
    first.headerLength = ipv4 ? 20 : 40;
    first.flowHash = HashFlow(first);
    first.unconnected = true;
    return back;
}

uint32_t
LeanIcmpAnswers::Answer(Ps now, LeanFlow& flow, const PacketDescriptor& refused, uint32_t hop)
{
    if (!flow.wayBack)
    {
        m_waysBack.push_back(MakeWayBack(flow, hop));
        flow.wayBack = m_waysBack.back().get();
    }
    const uint32_t number = m_packets.TakeAnswer();
    LeanPacket& packet = m_packets[number];
    packet.flow = flow.wayBack;
    packet.sentAt = now;
    packet.descriptor = packet.flow->first;
    // The header and 8 octets of the datagram (RFC 792), or as much as fits (RFC 4443 section 3.2)
    const uint32_t headers = packet.descriptor.headerLength + ICMP_HEADER;
    packet.descriptor.length =
        headers + (refused.IsIpv4() ? refused.headerLength + QUOTED_PAYLOAD
                                    : std::min(refused.length, IPV6_LEAST_MTU - headers));
    return number;
}

} // namespace ns3
