/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_PACKET_DESCRIPTOR_CONVERSION_H
#define IPSEC_OFFLOAD_IPSEC_PACKET_DESCRIPTOR_CONVERSION_H

#include "ipsec-any-ip-header.h"

#include "ns3/ipsec-ip-address.h"
#include "ns3/ipsec-packet-descriptor.h"
#include "ns3/ipv4-address.h"
#include "ns3/ipv6-address.h"
#include "ns3/packet.h"
#include "ns3/ptr.h"

#include <cstdint>
#include <optional>

namespace ns3
{

/** @ingroup ipsec-offload @param address an address @return the same */
IpAddress ToIpAddress(const Ipv4Address& address);

/** @ingroup ipsec-offload @param address an address @return the same */
IpAddress ToIpAddress(const Ipv6Address& address);

/** @ingroup ipsec-offload @param address an IPv4 address @return the same */
Ipv4Address ToIpv4Address(const IpAddress& address);

/** @ingroup ipsec-offload @param address an IPv6 address @return the same */
Ipv6Address ToIpv6Address(const IpAddress& address);

/**
 * @ingroup ipsec-offload
 * @param source an address
 * @param destination an address of the same family
 * @param protocol what the datagram carries
 * @param hops its TTL, or hop limit
 * @return the header of a new datagram
 */
AnyIpHeader MakeIpHeader(const IpAddress& source,
                         const IpAddress& destination,
                         uint8_t protocol,
                         uint8_t hops);

/**
 * @ingroup ipsec-offload
 * Describe a datagram whose header is apart, as ns-3's IP hands it down and its upper layers get
 * it.
 *
 * Filled in: addresses, protocol (for IPv6 behind the extension headers), ports or ICMP type and
 * code (G18), lengths (the payload's true size counts, not the header's length field), DF,
 * fragment, flowHash, and for a whole ESP datagram its EspInfo with the low half of the sequence
 * number. A fragment has no EspInfo: nothing can be done with it before it is joined. A fragment
 * that is not the first has no ports. Everything else keeps its default.
 *
 * Behind ns-3's reassembly a header may still carry the more-fragments bit, and an IPv6 header the
 * number of an extension header that is gone: clear them before.
 *
 * @param header the IP header
 * @param payload what follows it
 * @return the descriptor
 */
PacketDescriptor DescribeDatagram(const Ipv4Header& header, const Ptr<const Packet>& payload);

/** @copydoc DescribeDatagram(const Ipv4Header&,const Ptr<const Packet>&) */
PacketDescriptor DescribeDatagram(const Ipv6Header& header, const Ptr<const Packet>& payload);

/** @copydoc DescribeDatagram(const Ipv4Header&,const Ptr<const Packet>&) */
PacketDescriptor DescribeDatagram(const AnyIpHeader& header, const Ptr<const Packet>& payload);

/**
 * @ingroup ipsec-offload
 * Describe a datagram as a device carries it: header in front, perhaps link padding behind (which
 * is not counted).
 *
 * @param datagram the datagram
 * @param etherType ETHERTYPE_IPV4 or ETHERTYPE_IPV6
 * @return the descriptor, or nothing for what RemoveIpHeader() refuses and for malformed IPv6
 * extension headers (see WalkIpv6Headers())
 */
std::optional<PacketDescriptor> DescribeFrame(const Ptr<const Packet>& datagram,
                                              uint16_t etherType);

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_PACKET_DESCRIPTOR_CONVERSION_H */
