/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_ANY_IP_HEADER_H
#define IPSEC_OFFLOAD_ANY_IP_HEADER_H

#include "ns3/ipv4-header.h"
#include "ns3/ipv6-header.h"
#include "ns3/packet.h"
#include "ns3/ptr.h"

#include <cstdint>
#include <optional>
#include <variant>

namespace ns3
{

/// EtherType of IPv4, which ns-3 devices use as protocol number.
static constexpr uint16_t ETHERTYPE_IPV4 = 0x0800;
/// EtherType of IPv6.
static constexpr uint16_t ETHERTYPE_IPV6 = 0x86dd;

/**
 * @ingroup ipsec-offload
 * The IP header of a datagram of either family; a tunnel may change the family.
 */
using AnyIpHeader = std::variant<Ipv4Header, Ipv6Header>;

/**
 * @ingroup ipsec-offload
 * Take the IP header off a datagram as a device carries it, and cut what the link padded behind it
 * (CSMA fills frames to 46 octets).
 *
 * @param datagram the datagram; untouched when the result is empty
 * @param etherType ETHERTYPE_IPV4 or ETHERTYPE_IPV6
 * @return its header, or nothing when there is no such header or the datagram is shorter than its
 * header says
 */
std::optional<AnyIpHeader> RemoveIpHeader(Ptr<Packet> datagram, uint16_t etherType);

/**
 * @ingroup ipsec-offload
 * Put the header in front of its payload, with the payload's length, and with a checksum when
 * ns-3's global ChecksumEnabled is on.
 *
 * @param payload the payload
 * @param header its header
 * @return the EtherType
 */
uint16_t AddIpHeader(Ptr<Packet> payload, const AnyIpHeader& header);

} // namespace ns3

#endif /* IPSEC_OFFLOAD_ANY_IP_HEADER_H */
