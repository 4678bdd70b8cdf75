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

class StepListener;

/**
 * @ingroup ipsec-offload
 * One SA as the NIC holds it: a copy of its own (R5), with its own sequence counter and window
 * (R143).
 *
 * What a packet touches stands first, close together.
 */
struct SaContext
{
    uint16_t drvSpi{0};   //!< the kernel's name for it
    bool transmit{false}; //!< holds a transmit slot
    bool receive{false};  //!< holds a receive slot
    bool held{false}; //!< its slots are taken, but its rules are not in place: no packet finds it
    bool hostNumbers{false};      //!< the host numbers packets and checks for replays (R143)
    bool hostEncapsulates{false}; //!< the ESP form crosses the host's bus (inline crypto)
    bool enforceLimits{false};    //!< stop at config.hard, signal config.soft (R202)
    bool softSignalled{false};    //!< the soft limit was signalled
    bool hardSignalled{false};    //!< the hard limit was signalled
    bool esnEvents{false};        //!< the driver follows the high half of the numbers (N42)
    uint16_t vlan{0};             //!< VLAN id of its interface (N17)
    EspSizes sizes;               //!< octet counts
    uint32_t txNumber{0};         //!< of the transmit context in the context memory
    uint32_t rxNumber{0};         //!< of the receive context in the context memory
    uint64_t nextSequence{1};     //!< the NIC's own counter
    uint64_t esnReached{0};       //!< half range (number / 2^31) that packets have reached
    uint64_t esnConfirmed{0};     //!< half range that the driver has written into the NIC
    PacketOctets sent;            //!< packets encrypted, octets as N41 says
    PacketOctets received;        //!< packets decrypted, octets as N41 says
    SaConfig config;              //!< keys, addresses, mode
    ReplayWindow window;          //!< the NIC's own window
    uint64_t cookie{0};           //!< the driver's name for this installation
    StepListener* steps{nullptr}; //!< who follows the SA's life; nullptr for all but one

    /** @return contexts that it is for the NIC, each direction for itself */
    uint32_t CountDirections() const
    {
        return (transmit ? 1 : 0) + (receive ? 1 : 0);
    }
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_SA_CONTEXT_H */
