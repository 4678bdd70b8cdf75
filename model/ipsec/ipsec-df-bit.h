/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_DF_BIT_H
#define IPSEC_OFFLOAD_IPSEC_DF_BIT_H

#include <cstdint>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * FreeBSD's sysctl net.inet.ipsec.dfbit: the DF bit of a tunnel's outer IPv4 header. It also says
 * when an IPv4 datagram is tested against the path MTU before ESP (R121). Unscoped because it is
 * the type of IpsecNode's attribute "DfBit".
 */
enum DfBit : uint8_t
{
    DF_CLEAR = 0, //!< never set, never tested; the default
    DF_SET = 1,   //!< always
    DF_COPY = 2   //!< as the inner IPv4 header has it; set for an inner IPv6 one
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_DF_BIT_H */
