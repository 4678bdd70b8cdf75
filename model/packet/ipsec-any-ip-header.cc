/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-any-ip-header.h"

#include "ipsec-packet-bytes.h"

#include "ns3/node.h"

#include <array>

namespace ns3
{

namespace
{

constexpr uint32_t IPV4_HEADER = 20; // ns-3 knows no options
constexpr uint32_t IPV6_HEADER = 40;

/**
 * Not Packet::RemoveHeader(), which wants ns-3's packet metadata to know this header; that of a
 * decrypted packet knows nothing.
 * @tparam H the header's class
 * @param datagram what starts with the header; changed
 * @return the header
 */
template <typename H>
H
TakeOff(const Ptr<Packet>& datagram)
{
    H header;
    datagram->RemoveAtStart(datagram->PeekHeader(header));
    return header;
}

} // namespace

uint32_t
GetDatagramLength(const uint8_t* bytes, uint32_t count, uint16_t etherType)
{
    if (etherType == ETHERTYPE_IPV4 && count >= IPV4_HEADER && bytes[0] == 0x45)
    {
        const uint32_t length = (uint32_t{bytes[2]} << 8) | bytes[3];
        return length >= IPV4_HEADER ? length : 0;
    }
    if (etherType == ETHERTYPE_IPV6 && count >= IPV6_HEADER && bytes[0] >> 4 == 6)
    {
        return IPV6_HEADER + ((uint32_t{bytes[4]} << 8) | bytes[5]);
    }
    return 0;
}

std::optional<AnyIpHeader>
RemoveIpHeader(const Ptr<Packet>& datagram, uint16_t etherType)
{
    std::array<uint8_t, IPV6_HEADER> bytes;
    const uint32_t count = datagram->CopyData(bytes.data(), IPV6_HEADER);
    const uint32_t length = GetDatagramLength(bytes.data(), count, etherType);
    if (length == 0 || length > datagram->GetSize())
    {
        return std::nullopt;
    }
    if (length < datagram->GetSize())
    {
        datagram->RemoveAtEnd(datagram->GetSize() - length);
    }
    if (etherType == ETHERTYPE_IPV4)
    {
        return TakeOff<Ipv4Header>(datagram);
    }
    return TakeOff<Ipv6Header>(datagram);
}

void
FinishIpHeader(AnyIpHeader& header, uint32_t payloadLength)
{
    if (auto* four = std::get_if<Ipv4Header>(&header))
    {
        four->SetPayloadSize(static_cast<uint16_t>(payloadLength));
        if (Node::ChecksumEnabled())
        {
            four->EnableChecksum();
        }
    }
    else
    {
        std::get<Ipv6Header>(header).SetPayloadLength(static_cast<uint16_t>(payloadLength));
    }
}

uint8_t
GetTrafficClass(const AnyIpHeader& header)
{
    const auto* four = std::get_if<Ipv4Header>(&header);
    return four ? four->GetTos() : std::get<Ipv6Header>(header).GetTrafficClass();
}

void
SetTrafficClass(AnyIpHeader& header, uint8_t trafficClass)
{
    if (auto* four = std::get_if<Ipv4Header>(&header))
    {
        four->SetTos(trafficClass);
    }
    else
    {
        std::get<Ipv6Header>(header).SetTrafficClass(trafficClass);
    }
}

uint16_t
AddIpHeader(const Ptr<Packet>& payload, AnyIpHeader header)
{
    FinishIpHeader(header, payload->GetSize());
    if (const auto* four = std::get_if<Ipv4Header>(&header))
    {
        payload->AddHeader(*four);
        return ETHERTYPE_IPV4;
    }
    payload->AddHeader(std::get<Ipv6Header>(header));
    return ETHERTYPE_IPV6;
}

} // namespace ns3
