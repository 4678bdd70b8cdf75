/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_HOST_PROFILE_H
#define IPSEC_OFFLOAD_HOST_PROFILE_H

#include "ns3/pico-time.h"

#include <cstdint>
#include <map>
#include <string>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * Cycles of one cipher on one kind of core: fixed part per packet and part per octet.
 */
struct CipherCost
{
    double perPacket{0}; //!< cycles
    double perOctet{0};  //!< cycles per octet of the IP datagram

    /** @param octets of all datagrams @param packets how many @return cycles */
    double Of(uint32_t octets, uint32_t packets = 1) const
    {
        return perPacket * packets + perOctet * octets;
    }
};

/**
 * @ingroup ipsec-offload
 * What it costs a core to be told of received packets, and how that is put off (see HostCore).
 */
struct HostBatching
{
    uint64_t interrupt{0}; //!< cycles of a wake-up: idle exit, interrupt, scheduling, going idle
    uint64_t poll{0};      //!< cycles of each further turn, when the budget is used up
    uint32_t budget{0};    //!< packets per turn; 0: a turn has no end
    Ps interval{0};        //!< least time from one interrupt to the next
    Ps delay{0};           //!< from a packet to the interrupt that it causes
};

/**
 * @ingroup ipsec-offload
 * Everything that tells one host from another, as data: cores, clock and the cycles of each step of
 * a packet's way (hardware.md sections 4.6 and 5).
 */
struct HostProfile
{
    /// How a packet finds its core.
    enum class CoreChoice : uint8_t
    {
        BY_FLOW, //!< hash over the 5-tuple
        BY_SA    //!< hash over the SPI; packets without an SA by flow
    };

    std::string name{"none"};
    uint32_t cores{0};      //!< 0: no host model, every step takes no time
    uint64_t clock{0};      //!< Hz
    uint32_t backlog{1000}; //!< packets waiting or in service per core; more are dropped
    CoreChoice coreChoice{CoreChoice::BY_FLOW};
    HostBatching batching; //!< interrupts and polls, per core

    // Cycles per packet
    double output{0};       //!< IP output of an own packet, socket included
    double input{0};        //!< IP input to a socket
    double forward{0};      //!< IP forwarding, from receive to transmit queue
    double policyLookup{0}; //!< SPD search
    double policyCached{0}; //!< the same from the flow cache
    double saLookup{0};     //!< SA selection, or SA by SPI
    double tag{0};          //!< offload decision and tag
    double driverTx{0};     //!< descriptor, doorbell, completion
    double driverRx{0};     //!< interrupt or poll, buffer
    double espOutput{0};    //!< software ESP, fixed part without the cipher
    double espInput{0};
    double copyPerOctet{0}; //!< cycles per octet of a packet, socket copies

    // Segments
    double gsoPerSegment{0};  //!< cycles per segment that the host cuts off a super-segment
    bool gro{false};          //!< the host puts TCP segments together before IP (large receive)
    double groPerSegment{0};  //!< cycles per segment for that, the driver's work not counted
    uint32_t groSegments{64}; //!< most segments of a unit
    Ps groHold{8'000'000};    //!< a unit goes up so long after its first segment at most

    CipherCost defaultCipher;                  //!< algorithms that are not listed
    std::map<std::string, CipherCost> ciphers; //!< by algorithm name
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_HOST_PROFILE_H */
