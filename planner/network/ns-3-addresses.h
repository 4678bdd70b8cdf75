/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_NS_3_ADDRESSES_H
#define IPSEC_OFFLOAD_PLANNER_NS_3_ADDRESSES_H

#include "ns3/address.h"
#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/ipsec-ip-address.h"
#include "ns3/ipv4-address.h"
#include "ns3/ipv6-address.h"

#include <cstdint>

namespace ns3::planner
{

/** @param address an IPv4 address @return ns-3's */
inline Ipv4Address
ToIpv4(const IpAddress& address)
{
    return Ipv4Address(address.GetIpv4());
}

/** @param address an IPv6 address @return ns-3's */
inline Ipv6Address
ToIpv6(const IpAddress& address)
{
    uint8_t bytes[16];
    address.ToIpv6Bytes(bytes);
    return Ipv6Address(bytes);
}

/** @param address an address @param port a port @return what a socket takes */
inline Address
ToSocketAddress(const IpAddress& address, uint16_t port)
{
    if (address.IsIpv4())
    {
        return InetSocketAddress(ToIpv4(address), port);
    }
    return Inet6SocketAddress(ToIpv6(address), port);
}

/** @param length of an IPv4 prefix @return its mask */
inline Ipv4Mask
MaskOf(uint8_t length)
{
    return Ipv4Mask(length == 0 ? 0 : ~uint32_t{0} << (32 - length));
}

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_NS_3_ADDRESSES_H */
