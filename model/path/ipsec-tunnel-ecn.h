/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_TUNNEL_ECN_H
#define IPSEC_OFFLOAD_IPSEC_TUNNEL_ECN_H

#include "ns3/ipsec-packet-descriptor.h"

#include <cstdint>
#include <optional>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * What a tunnel does with the two ECN bits of IP headers. The DSCP is copied to the outer header
 * and never back in all of them. Unscoped because it is the type of IpsecNode's attribute
 * "TunnelEcn".
 */
enum TunnelEcn : uint8_t
{
    /// Outer headers are not ECN-capable, and what they have at the end is not looked at (FreeBSD's
    /// default, net.inet.ipsec.ecn = 0; its ESP input never looks, whatever the sysctl says).
    TUNNEL_ECN_CLEAR,
    /// Outer headers get the inner bits, but ECT(0) for CE; CE comes back (RFC 3168's full
    /// functionality; Linux).
    TUNNEL_ECN_RFC3168,
    /// Outer headers get the inner bits; CE comes back to what is ECN-capable (DPDK's rte_ipsec, as
    /// ipsec-secgw asks it to).
    TUNNEL_ECN_COPY,
    /// The normal mode of RFC 6040: outer headers get the inner bits; CE comes back, ECT(1) over
    /// ECT(0), too, and what is marked with CE though it is not ECN-capable is dropped.
    TUNNEL_ECN_RFC6040
};

/// ECN bits of a traffic class (RFC 3168).
constexpr uint8_t ECN_MASK = 3;
/// Congestion experienced.
constexpr uint8_t ECN_CE = 3;
/// ECN-capable transport, ECT(0).
constexpr uint8_t ECN_ECT0 = 2;
/// ECN-capable transport, ECT(1).
constexpr uint8_t ECN_ECT1 = 1;
/// Not ECN-capable.
constexpr uint8_t ECN_NOT_ECT = 0;

/**
 * @ingroup ipsec-offload
 * @param ecn what the kernel does
 * @param inner traffic class (or TOS) of a datagram that goes into a tunnel
 * @return that of its outer header
 */
constexpr uint8_t
GetOuterTrafficClass(TunnelEcn ecn, uint8_t inner)
{
    if (ecn == TUNNEL_ECN_CLEAR)
    {
        return inner & static_cast<uint8_t>(~ECN_MASK);
    }
    const bool hidden = ecn == TUNNEL_ECN_RFC3168 && (inner & ECN_MASK) == ECN_CE;
    return hidden ? static_cast<uint8_t>((inner & ~ECN_MASK) | ECN_ECT0) : inner;
}

/**
 * @ingroup ipsec-offload
 * The DSCP of the inner header stays as it is.
 * @param ecn what the kernel does
 * @param outer traffic class of a datagram that comes out of a tunnel
 * @param inner that of the datagram inside
 * @return what the datagram inside has afterwards; nothing when it is dropped (RFC 6040, section
 * 4.2; no kernel does it)
 */
constexpr std::optional<uint8_t>
GetInnerTrafficClass(TunnelEcn ecn, uint8_t outer, uint8_t inner)
{
    const uint8_t outside = outer & ECN_MASK;
    const uint8_t inside = inner & ECN_MASK;
    if (ecn == TUNNEL_ECN_CLEAR)
    {
        return inner;
    }
    if (inside == ECN_NOT_ECT)
    {
        const bool isDropped = ecn == TUNNEL_ECN_RFC6040 && outside == ECN_CE;
        return isDropped ? std::nullopt : std::optional(inner);
    }
    const bool isWeaker = ecn == TUNNEL_ECN_RFC6040 && outside == ECN_ECT1 && inside == ECN_ECT0;
    if (outside == ECN_CE || isWeaker)
    {
        return static_cast<uint8_t>((inner & ~ECN_MASK) | outside);
    }
    return inner;
}

/**
 * @ingroup ipsec-offload
 * What the outer header of a tunnel tells of congestion goes to the datagram inside.
 * @param ecn what the kernel does
 * @param packet that datagram, with the outer traffic class in esp.front; dropped when it may not
 * take it
 */
inline void
TakeOuterHeaderOff(TunnelEcn ecn, PacketDescriptor& packet)
{
    const auto inner =
        GetInnerTrafficClass(ecn, packet.esp.front.trafficClass, packet.trafficClass);
    packet.trafficClass = inner.value_or(packet.trafficClass);
    packet.drop = inner ? packet.drop : IpsecDrop::BAD_ECN;
}

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_TUNNEL_ECN_H */
