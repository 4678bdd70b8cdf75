/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_PROTOCOL_NUMBERS_H
#define IPSEC_OFFLOAD_IPSEC_PROTOCOL_NUMBERS_H

#include <cstdint>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * What an IPv4 header has in Protocol and an IPv6 header in Next Header (IANA, "Protocol Numbers").
 * ESP's is EspHeader::PROTOCOL.
 */
struct ProtocolNumber
{
    static constexpr uint8_t ICMP = 1;
    static constexpr uint8_t TCP = 6;
    static constexpr uint8_t UDP = 17;
    static constexpr uint8_t DCCP = 33;
    static constexpr uint8_t IPV6_FRAGMENT = 44;
    static constexpr uint8_t ICMPV6 = 58;
    static constexpr uint8_t SCTP = 132;
    static constexpr uint8_t UDP_LITE = 136;
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_PROTOCOL_NUMBERS_H */
