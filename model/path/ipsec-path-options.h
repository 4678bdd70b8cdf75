/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_PATH_OPTIONS_H
#define IPSEC_OFFLOAD_IPSEC_PATH_OPTIONS_H

#include "ipsec-identification-counters.h"
#include "ipsec-tunnel-ecn.h"

#include "ns3/ipsec-df-bit.h"

#include <cstdint>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * How a node's kernel treats datagrams: the values of IpsecNode's attributes, which say what each
 * of them means. Both paths read them for every packet, so a change applies to the next one.
 */
struct IpsecPathOptions
{
    /// How the offload decision tests the size of a packet.
    enum SizeTest
    {
        FREEBSD_ESTIMATE, //!< estimate, then FreeBSD's exact length (R130, R131)
        TRUE_LENGTH       //!< the length that ESP really gives, outer header included (Linux)
    };

    /// What becomes of a packet whose SA asks for an interface and is not offloaded there.
    enum NotOffloaded
    {
        SOFTWARE, //!< software transforms it: FreeBSD, Linux crypto mode
        DROP      //!< it is dropped: Linux packet mode, DPDK
    };

    /// Who makes segments of what TCP sends when the NIC does not.
    enum Segmentation
    {
        SEGMENTATION_TCP,  //!< TCP itself, before IP: each segment pays for all steps (FreeBSD)
        SEGMENTATION_STACK //!< the stack, just before the driver (Linux: GSO)
    };

    bool rememberFlows{true};                                //!< FlowCache (R113-R115)
    bool espEnabled{true};                                   //!< EspEnabled (R122)
    bool testForwardedIpv6{false};                           //!< TestForwardedIpv6 (R121)
    bool offloadForwarded{false};                            //!< OffloadForwarded (R127, H5)
    bool tagSkipsPolicy{false};                              //!< TagSkipsPolicyCheck (R160, H2)
    bool checkPolicyHistory{false};                          //!< CheckPolicyHistory (R162)
    DfBit dfBit{DF_CLEAR};                                   //!< DfBit (R121)
    SizeTest sizeTest{FREEBSD_ESTIMATE};                     //!< SizeTest (R130, R131)
    NotOffloaded notOffloaded{SOFTWARE};                     //!< NotOffloaded
    bool answersTooBig{true};                                //!< AnswersTooBig
    Segmentation segmentation{SEGMENTATION_TCP};             //!< Segmentation
    TunnelEcn tunnelEcn{TUNNEL_ECN_CLEAR};                   //!< TunnelEcn
    IdentificationScope identification{IDENTIFICATION_HOST}; //!< Identification
    uint64_t tagFailurePeriod{0};                            //!< TagFailurePeriod (R133)
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_PATH_OPTIONS_H */
