/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_ANY_IP_HEADER_H
#define IPSEC_OFFLOAD_IPSEC_ANY_IP_HEADER_H

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
 * Read the length of a datagram from its first octets. IPv4 options are refused: ns-3 has none.
 *
 * @param bytes the first octets
 * @param count how many there are; more than an IP header needs are not read
 * @param etherType ETHERTYPE_IPV4 or ETHERTYPE_IPV6
 * @return octets of the datagram, header included; 0 when there is no such header
 */
uint32_t GetDatagramLength(const uint8_t* bytes, uint32_t count, uint16_t etherType);

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
std::optional<AnyIpHeader> RemoveIpHeader(const Ptr<Packet>& datagram, uint16_t etherType);

/**
 * @ingroup ipsec-offload
 * Set what depends on the payload: its length, and for IPv4 a checksum when ns-3's global
 * ChecksumEnabled is on (a header read or copied does not write one by itself).
 *
 * @param header the header; changed
 * @param payloadLength octets of what follows it
 */
void FinishIpHeader(AnyIpHeader& header, uint32_t payloadLength);

/** @ingroup ipsec-offload @param header a header @return its traffic class, or TOS */
uint8_t GetTrafficClass(const AnyIpHeader& header);

/**
 * @ingroup ipsec-offload
 * @param header a header; changed
 * @param trafficClass what it gets as traffic class, or TOS
 */
void SetTrafficClass(AnyIpHeader& header, uint8_t trafficClass);

/**
 * @ingroup ipsec-offload
 * Put the header in front of its payload, finished by FinishIpHeader().
 *
 * @param payload the payload
 * @param header its header
 * @return the EtherType
 */
uint16_t AddIpHeader(const Ptr<Packet>& payload, AnyIpHeader header);

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_ANY_IP_HEADER_H */
