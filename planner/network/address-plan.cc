/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "address-plan.h"

namespace ns3::planner
{

namespace
{

/// fd00:db8::/32, local addresses (RFC 4193), as the first 64 bits of an address. ns-3's routers
/// drop the documentation prefix.
constexpr uint64_t IPV6_BASE = 0xfd000db8ULL << 32;

/// @param a first octet @param rest the other 24 bits @return the IPv4 address
IpAddress
Ipv4(uint32_t a, uint32_t rest)
{
    return IpAddress::FromIpv4((a << 24) | rest);
}

/// @param subnet the second 32 bits @param host the last 64 bits @return the IPv6 address
IpAddress
Ipv6(uint32_t subnet, uint64_t host)
{
    return {IPV6_BASE | subnet, host};
}

} // namespace

LinkAddresses
GetLinkAddresses(uint32_t number)
{
    return {Ipv4(10, number * 4 + 1), Ipv4(10, number * 4 + 2), Ipv6(number, 1), Ipv6(number, 2)};
}

NodeAddresses
GetNodeAddresses(const NetworkGraph& graph, uint32_t link, uint32_t node)
{
    const LinkAddresses addresses = GetLinkAddresses(link);
    return graph.GetEnds(link).first == node ? NodeAddresses{addresses.ipv4Near, addresses.ipv6Near}
                                             : NodeAddresses{addresses.ipv4Far, addresses.ipv6Far};
}

IpPrefix
GetLinkPrefix(uint32_t link, bool ipv6)
{
    return ipv6 ? IpPrefix{Ipv6(link, 0), LINK_IPV6_LENGTH}
                : IpPrefix{Ipv4(10, link * 4), LINK_IPV4_LENGTH};
}

IpPrefix
GetPeerPrefix(uint32_t peer, bool ipv6)
{
    // 10.64.0.0/16 and its followers; fd00:db8:1:0::/64 and its followers
    return ipv6 ? IpPrefix{Ipv6(0x10000 + peer, 0), 64} : IpPrefix{Ipv4(10, (64 + peer) << 16), 16};
}

IpPrefix
GetSitePrefix(bool far, bool ipv6)
{
    // 10.64.0.0/10 and 10.128.0.0/10; fd00:db8:1::/64 and fd00:db8:2::/64
    return ipv6 ? IpPrefix{Ipv6(far ? 0x20000 : 0x10000, 0), 64}
                : IpPrefix{Ipv4(10, (far ? 128U : 64U) << 16), 10};
}

} // namespace ns3::planner
