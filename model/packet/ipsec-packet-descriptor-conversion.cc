/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-packet-descriptor-conversion.h"

#include "esp-header.h"
#include "ipsec-ipv6-header-chain.h"
#include "ipsec-packet-bytes.h"
#include "ipsec-step-tag.h"

#include "ns3/ipsec-protocol-numbers.h"

#include <algorithm>
#include <array>

namespace ns3
{

namespace
{

/// @param bytes two octets in network order @return their value
uint16_t
ReadU16(const uint8_t* bytes)
{
    return static_cast<uint16_t>((bytes[0] << 8) | bytes[1]);
}

/// @param bytes four octets in network order @return their value
uint32_t
ReadU32(const uint8_t* bytes)
{
    return (uint32_t{ReadU16(bytes)} << 16) | ReadU16(bytes + 2);
}

/**
 * Fill in what the upper protocol says: ports or ICMP type and code, ESP, and the hash.
 * @param descriptor with addresses, protocol, length and fragment filled in
 * @param payload a view on what follows the IP header
 * @param offset where in it the upper protocol starts
 * @param laterFragment true when the upper header is in another fragment
 */
void
DescribeUpperLayer(PacketDescriptor& descriptor,
                   PacketBytes& payload,
                   uint32_t offset,
                   bool laterFragment)
{
    if (descriptor.fragment)
    {
        // The parts of a datagram share a hash, as with receive-side scaling.
        descriptor.flowHash = HashFlow(descriptor);
    }
    if (!laterFragment)
    {
        switch (descriptor.protocol)
        {
        case ProtocolNumber::ICMP:
        case ProtocolNumber::ICMPV6:
            if (const uint8_t* bytes = payload.At(offset, 2))
            {
                descriptor.sourcePort = bytes[0];
                descriptor.destinationPort = bytes[1];
            }
            break;
        case ProtocolNumber::TCP:
        case ProtocolNumber::UDP:
        case ProtocolNumber::DCCP:
        case ProtocolNumber::SCTP:
        case ProtocolNumber::UDP_LITE:
            if (const uint8_t* bytes = payload.At(offset, 4))
            {
                descriptor.sourcePort = ReadU16(bytes);
                descriptor.destinationPort = ReadU16(bytes + 2);
            }
            break;
        case EspHeader::PROTOCOL:
            if (const uint8_t* bytes = payload.At(offset, EspHeader::FIXED_BYTES);
                bytes && !descriptor.fragment)
            {
                descriptor.esp.spi = ReadU32(bytes);
                descriptor.esp.sequence = ReadU32(bytes + 4);
                descriptor.esp.length = descriptor.length;
                descriptor.esp.source = descriptor.source;
                descriptor.esp.destination = descriptor.destination;
                descriptor.esp.front.trafficClass = descriptor.trafficClass;
            }
            break;
        default:
            break;
        }
    }
    if (!descriptor.fragment)
    {
        descriptor.flowHash = HashFlow(descriptor);
    }
}

/// @param header of a datagram @param payload what follows it @return its addresses and lengths
template <typename Header>
PacketDescriptor
DescribeEnds(const Header& header, const PacketBytes& payload)
{
    PacketDescriptor descriptor;
    descriptor.source = ToIpAddress(header.GetSource());
    descriptor.destination = ToIpAddress(header.GetDestination());
    descriptor.headerLength = static_cast<uint8_t>(header.GetSerializedSize());
    descriptor.length = descriptor.headerLength + payload.GetSize();
    return descriptor;
}

/**
 * @param header an IPv4 header
 * @param payload a view on what follows it
 * @return the descriptor
 */
PacketDescriptor
Describe(const Ipv4Header& header, PacketBytes& payload)
{
    PacketDescriptor descriptor = DescribeEnds(header, payload);
    descriptor.protocol = header.GetProtocol();
    descriptor.dontFragment = header.IsDontFragment();
    descriptor.identification = header.GetIdentification();
    descriptor.trafficClass = header.GetTos();
    const bool laterFragment = header.GetFragmentOffset() != 0;
    descriptor.fragment = laterFragment || !header.IsLastFragment();
    DescribeUpperLayer(descriptor, payload, 0, laterFragment);
    return descriptor;
}

/**
 * @param header an IPv6 header
 * @param payload a view on what follows it
 * @param malformed set to true when its extension headers are so
 * @return the descriptor
 */
PacketDescriptor
Describe(const Ipv6Header& header, PacketBytes& payload, bool& malformed)
{
    PacketDescriptor descriptor = DescribeEnds(header, payload);
    descriptor.trafficClass = header.GetTrafficClass();
    const Ipv6HeaderChain chain = WalkIpv6Headers(header.GetNextHeader(), payload);
    malformed = chain.malformed;
    descriptor.protocol = chain.upper.nextHeader;
    descriptor.fragment = chain.fragment;
    DescribeUpperLayer(descriptor, payload, chain.upper.offset, chain.laterFragment);
    return descriptor;
}

} // namespace

IpAddress
ToIpAddress(const Ipv4Address& address)
{
    return IpAddress::FromIpv4(address.Get());
}

IpAddress
ToIpAddress(const Ipv6Address& address)
{
    std::array<uint8_t, 16> bytes;
    address.GetBytes(bytes.data());
    return IpAddress::FromIpv6Bytes(bytes.data());
}

Ipv4Address
ToIpv4Address(const IpAddress& address)
{
    return Ipv4Address(address.GetIpv4());
}

Ipv6Address
ToIpv6Address(const IpAddress& address)
{
    std::array<uint8_t, 16> bytes;
    address.ToIpv6Bytes(bytes.data());
    return Ipv6Address(bytes.data());
}

AnyIpHeader
MakeIpHeader(const IpAddress& source, const IpAddress& destination, uint8_t protocol, uint8_t hops)
{
    if (destination.IsIpv4())
    {
        Ipv4Header header;
        header.SetSource(ToIpv4Address(source));
        header.SetDestination(ToIpv4Address(destination));
        header.SetProtocol(protocol);
        header.SetTtl(hops);
        return header;
    }
    Ipv6Header header;
    header.SetSource(ToIpv6Address(source));
    header.SetDestination(ToIpv6Address(destination));
    header.SetNextHeader(protocol);
    header.SetHopLimit(hops);
    return header;
}

PacketDescriptor
DescribeDatagram(const Ipv4Header& header, const Ptr<const Packet>& payload)
{
    PacketBytes bytes(payload);
    PacketDescriptor descriptor = Describe(header, bytes);
    descriptor.steps = StepTag::Find(payload);
    return descriptor;
}

PacketDescriptor
DescribeDatagram(const Ipv6Header& header, const Ptr<const Packet>& payload)
{
    PacketBytes bytes(payload);
    bool malformed = false;
    PacketDescriptor descriptor = Describe(header, bytes, malformed);
    descriptor.steps = StepTag::Find(payload);
    return descriptor;
}

PacketDescriptor
DescribeDatagram(const AnyIpHeader& header, const Ptr<const Packet>& payload)
{
    return std::visit([&payload](const auto& some) { return DescribeDatagram(some, payload); },
                      header);
}

std::optional<PacketDescriptor>
DescribeFrame(const Ptr<const Packet>& datagram, uint16_t etherType)
{
    PacketBytes bytes(datagram);
    const uint32_t seen = std::min(bytes.GetSize(), PacketBytes::WINDOW);
    const uint32_t length = GetDatagramLength(bytes.At(0, seen), seen, etherType);
    std::optional<PacketDescriptor> descriptor;
    if (length == 0 || length > bytes.GetSize())
    {
        return std::nullopt;
    }
    if (etherType == ETHERTYPE_IPV4)
    {
        Ipv4Header header;
        datagram->PeekHeader(header);
        bytes.Narrow(header.GetSerializedSize(), length);
        descriptor = Describe(header, bytes);
    }
    else
    {
        Ipv6Header header;
        datagram->PeekHeader(header);
        bytes.Narrow(header.GetSerializedSize(), length);
        bool malformed = false;
        descriptor = Describe(header, bytes, malformed);
        if (malformed)
        {
            return std::nullopt;
        }
    }
    descriptor->steps = StepTag::Find(datagram);
    return descriptor;
}

} // namespace ns3
