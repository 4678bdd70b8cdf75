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
#include "ns3/ipsec-packet-descriptor-conversion.h"
#include "ns3/ipv4-address.h"

#include <cstdint>

namespace ns3::planner
{

/** @param address an address @param port a port @return what a socket takes */
inline Address
ToSocketAddress(const IpAddress& address, uint16_t port)
{
    if (address.IsIpv4())
    {
        return InetSocketAddress(ToIpv4Address(address), port);
    }
    return Inet6SocketAddress(ToIpv6Address(address), port);
}

/** @param length of an IPv4 prefix @return its mask */
inline Ipv4Mask
MaskOf(uint8_t length)
{
    return Ipv4Mask(length == 0 ? 0 : ~uint32_t{0} << (32 - length));
}

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_NS_3_ADDRESSES_H */
