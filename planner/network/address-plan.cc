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

/// Bits of an address that tell hosts of a tunnel apart.
constexpr uint8_t TUNNEL_IPV4_BITS = 4;
constexpr uint8_t TUNNEL_IPV6_BITS = 16;

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

LinkAddresses
GetSecondAddresses(uint32_t number)
{
    constexpr uint32_t SECOND = 0x8000; // more than there are links beside tunnels of kind hub
    return GetLinkAddresses(SECOND + number);
}

NodeAddresses
GetEndAddresses(const LinkAddresses& addresses, bool isNear)
{
    return isNear ? NodeAddresses{addresses.ipv4Near, addresses.ipv6Near}
                  : NodeAddresses{addresses.ipv4Far, addresses.ipv6Far};
}

NodeAddresses
GetNodeAddresses(const NetworkGraph& graph, uint32_t link, uint32_t node)
{
    return GetEndAddresses(GetLinkAddresses(link), graph.GetEnds(link).first == node);
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

SiteAddresses::SiteAddresses(const std::vector<ProtectedPath>& paths, uint32_t tunnels)
    : m_blocks(paths, tunnels),
      m_paths(static_cast<uint32_t>(paths.size()))
{
}

IpPrefix
SiteAddresses::GetPrefix(uint32_t path, bool far, bool ipv6) const
{
    if (m_blocks.IsStar())
    {
        // 10.64.0.0/10 and 10.128.0.0/10; fd00:db8:1::/64 and fd00:db8:2::/64
        return ipv6 ? IpPrefix{Ipv6(far ? 0x20000 : 0x10000, 0), 64}
                    : IpPrefix{Ipv4(10, (far ? 128U : 64U) << 16), 10};
    }
    // From 10.64.0.0 to the end of 10.0.0.0/8; fd00:db8:8000::/64 and its followers
    const uint32_t block = m_blocks.GetBlock(path, far);
    const uint32_t bits = m_blocks.GetPlaceBits() + TUNNEL_IPV4_BITS;
    return ipv6
               ? IpPrefix{Ipv6(0x80000000 + block, 0), 64}
               : IpPrefix{Ipv4(10, (64U << 16) + (block << bits)), static_cast<uint8_t>(32 - bits)};
}

IpPrefix
SiteAddresses::GetTunnelPrefix(uint32_t tunnel, bool far, bool ipv6) const
{
    IpPrefix prefix = GetPrefix(tunnel % m_paths, far, ipv6);
    const uint64_t place = m_blocks.IsStar() ? tunnel : m_blocks.GetPlace(tunnel, far);
    prefix.address.low += place << (ipv6 ? TUNNEL_IPV6_BITS : TUNNEL_IPV4_BITS);
    prefix.length = ipv6 ? 128 - TUNNEL_IPV6_BITS : 32 - TUNNEL_IPV4_BITS;
    return prefix;
}

} // namespace ns3::planner
