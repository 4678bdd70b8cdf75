/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-tcp-segmenter.h"

#include "ipsec-packet-bytes.h"
#include "ipsec-step-tag.h"

#include "ns3/ipsec-protocol-numbers.h"
#include "ns3/ipv6-extension-header.h"
#include "ns3/node.h"
#include "ns3/tcp-header.h"

#include <algorithm>

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(IpsecTsoTag);

namespace
{

/// @param header an IP header @return what follows it
uint8_t
GetNext(const AnyIpHeader& header)
{
    const auto* four = std::get_if<Ipv4Header>(&header);
    return four ? four->GetProtocol() : std::get<Ipv6Header>(header).GetNextHeader();
}

/// @param header an IP header @return its length
uint32_t
LengthOf(const AnyIpHeader& header)
{
    return std::visit([](const auto& some) { return some.GetSerializedSize(); }, header);
}

/// @param tcp a TCP header; gets the checksum over the addresses @param header in front of it
void
PrepareChecksum(TcpHeader& tcp, const AnyIpHeader& header)
{
    if (!Node::ChecksumEnabled())
    {
        return;
    }
    tcp.EnableChecksums();
    std::visit(
        [&tcp](const auto& ip) {
            tcp.InitializeChecksum(ip.GetSource(), ip.GetDestination(), ProtocolNumber::TCP);
        },
        header);
}

} // namespace

void
IpsecTsoTag::Print(std::ostream& os) const
{
    os << "segments of " << m_size;
}

uint8_t
GetTcpHeaders(const AnyIpHeader& header, const Ptr<const Packet>& payload)
{
    const auto* four = std::get_if<Ipv4Header>(&header);
    if (GetNext(header) != ProtocolNumber::TCP ||
        (four && (!four->IsLastFragment() || four->GetFragmentOffset() != 0)))
    {
        return 0;
    }
    TcpHeader tcp;
    payload->PeekHeader(tcp);
    return static_cast<uint8_t>(LengthOf(header) + tcp.GetSerializedSize());
}

DatagramParts
CutTcpSegment(const AnyIpHeader& header,
              const Ptr<const Packet>& payload,
              const Segmentation& cut,
              uint32_t index)
{
    AnyIpHeader ip = header;
    if (auto* four = std::get_if<Ipv4Header>(&ip))
    {
        four->SetIdentification(static_cast<uint16_t>(four->GetIdentification() + index));
    }
    TcpHeader tcp;
    const Ptr<Packet> rest = payload->Copy();
    rest->RemoveHeader(tcp);
    const uint32_t headers = LengthOf(ip) + tcp.GetSerializedSize();
    const Ptr<Packet> segment =
        rest->CreateFragment(cut.GetOffset(index), cut.GetLength(index) - headers);
    uint8_t flags = tcp.GetFlags();
    if (index + 1 != cut.GetCount())
    {
        flags &= static_cast<uint8_t>(~(TcpHeader::FIN | TcpHeader::PSH));
    }
    if (index != 0)
    {
        flags &= static_cast<uint8_t>(~TcpHeader::CWR);
        StepTag::Leave(segment);
    }
    tcp.SetFlags(flags);
    tcp.SetSequenceNumber(tcp.GetSequenceNumber() + static_cast<int32_t>(cut.GetOffset(index)));
    PrepareChecksum(tcp, ip);
    segment->AddHeader(tcp);
    FinishIpHeader(ip, segment->GetSize());
    return {ip, segment};
}

void
DescribeTcpSegment(PacketDescriptor& descriptor, const Ptr<const Packet>& datagram)
{
    constexpr uint32_t leastHeader = 20;
    constexpr uint32_t nextHeader = 6; // where IPv6 says what follows
    PacketBytes bytes(datagram);
    const uint32_t start = descriptor.headerLength;
    const uint8_t* ip = bytes.At(0, start + leastHeader);
    if (descriptor.protocol != ProtocolNumber::TCP || descriptor.fragment || descriptor.IsEsp() ||
        !ip || (!descriptor.IsIpv4() && ip[nextHeader] != ProtocolNumber::TCP))
    {
        return;
    }
    const uint8_t* tcp = ip + start;
    const uint32_t headers = start + 4 * (tcp[12] >> 4);
    const uint8_t flags = tcp[13];
    if (headers < start + leastHeader || headers >= descriptor.length ||
        (flags & ~TcpHeader::PSH) != TcpHeader::ACK)
    {
        return;
    }
    TcpSegmentInfo& info = descriptor.tcp;
    info.sequence =
        (uint32_t{tcp[4]} << 24) | (uint32_t{tcp[5]} << 16) | (uint32_t{tcp[6]} << 8) | tcp[7];
    info.size = static_cast<uint16_t>(descriptor.length - headers);
    info.headers = static_cast<uint8_t>(headers);
    info.push = (flags & TcpHeader::PSH) != 0;
}

Ptr<Packet>
JoinTcpSegments(const std::vector<Ptr<const Packet>>& segments, uint16_t etherType)
{
    Ptr<Packet> unit;
    AnyIpHeader ip;
    TcpHeader tcp;
    SequenceNumber32 first;
    uint8_t flags = 0;
    for (const auto& segment : segments)
    {
        const Ptr<Packet> payload = segment->Copy();
        const auto header = RemoveIpHeader(payload, etherType);
        payload->RemoveHeader(tcp);
        flags |= tcp.GetFlags();
        payload->AddAtEnd(Create<Packet>()); // ns-3's Buffer joins virtual zeros wrongly
        if (unit)
        {
            unit->AddAtEnd(payload);
            continue;
        }
        unit = payload;
        ip = *header;
        first = tcp.GetSequenceNumber();
    }
    tcp.SetSequenceNumber(first);
    tcp.SetFlags(flags);
    PrepareChecksum(tcp, ip);
    unit->AddHeader(tcp);
    AddIpHeader(unit, ip);
    return unit;
}

std::vector<DatagramParts>
FragmentDatagram(const AnyIpHeader& header,
                 const Ptr<const Packet>& payload,
                 uint32_t mtu,
                 uint32_t identification)
{
    const bool ipv4 = std::holds_alternative<Ipv4Header>(header);
    Ipv6ExtensionFragmentHeader extension;
    const uint32_t added = ipv4 ? 0 : extension.GetSerializedSize();
    const uint32_t most = (mtu - LengthOf(header) - added) & ~7U;
    std::vector<DatagramParts> fragments;
    for (uint32_t offset = 0; offset < payload->GetSize(); offset += most)
    {
        const uint32_t length = std::min(most, payload->GetSize() - offset);
        const bool last = offset + length == payload->GetSize();
        const Ptr<Packet> part = payload->CreateFragment(offset, length);
        AnyIpHeader ip = header;
        if (auto* four = std::get_if<Ipv4Header>(&ip))
        {
            const bool lastOfAll = last && four->IsLastFragment();
            four->SetFragmentOffset(static_cast<uint16_t>(four->GetFragmentOffset() + offset));
            lastOfAll ? four->SetLastFragment() : four->SetMoreFragments();
        }
        else
        {
            auto& six = std::get<Ipv6Header>(ip);
            extension.SetNextHeader(six.GetNextHeader());
            extension.SetOffset(static_cast<uint16_t>(offset));
            extension.SetMoreFragment(!last);
            extension.SetIdentification(identification);
            part->AddHeader(extension);
            six.SetNextHeader(ProtocolNumber::IPV6_FRAGMENT);
        }
        FinishIpHeader(ip, part->GetSize());
        fragments.emplace_back(ip, part);
    }
    return fragments;
}

} // namespace ns3
