/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_TUNNEL_ECN_H
#define IPSEC_OFFLOAD_IPSEC_TUNNEL_ECN_H

#include <cstdint>

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
    /// Outer headers get the inner bits; CE comes back (RFC 6040's normal mode; DPDK).
    TUNNEL_ECN_RFC6040
};

/// ECN bits of a traffic class (RFC 3168).
constexpr uint8_t ECN_MASK = 3;
/// Congestion experienced.
constexpr uint8_t ECN_CE = 3;
/// ECN-capable transport.
constexpr uint8_t ECN_ECT0 = 2;

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
 * No kernel drops what RFC 6040 would have dropped: CE outside of what is not ECN-capable.
 * @param ecn what the kernel does
 * @param outer traffic class of a datagram that comes out of a tunnel
 * @param inner that of the datagram inside
 * @return what the datagram inside has afterwards
 */
constexpr uint8_t
GetInnerTrafficClass(TunnelEcn ecn, uint8_t outer, uint8_t inner)
{
    const bool congested = (outer & ECN_MASK) == ECN_CE && (inner & ECN_MASK) != 0;
    return ecn != TUNNEL_ECN_CLEAR && congested ? static_cast<uint8_t>(inner | ECN_CE) : inner;
}

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_TUNNEL_ECN_H */
