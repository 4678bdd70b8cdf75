/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_SA_CONTEXT_H
#define IPSEC_OFFLOAD_SA_CONTEXT_H

#include "ns3/esp-sizes.h"
#include "ns3/ipsec-reasons.h"
#include "ns3/replay-window.h"
#include "ns3/security-association.h"

#include <cstdint>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * One SA as the NIC holds it: a copy of its own (R5), with its own sequence counter and window (R143).
 */
struct SaContext
{
    uint16_t drvSpi;        //!< the kernel's name for it
    bool transmit;          //!< holds a transmit slot
    bool receive;           //!< holds a receive slot
    SaConfig config;        //!< keys, addresses, mode
    EspSizes sizes;         //!< octet counts
    uint64_t nextSequence;  //!< the NIC's own counter
    ReplayWindow window;    //!< the NIC's own window
    PacketOctets sent;      //!< packets encrypted, octets as N41 says
    PacketOctets received;  //!< packets decrypted, octets as N41 says
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_SA_CONTEXT_H */
