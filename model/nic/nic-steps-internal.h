/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_NIC_STEPS_INTERNAL_H
#define IPSEC_OFFLOAD_NIC_STEPS_INTERNAL_H

#include "nic-context-memory.h"
#include "sa-context.h"

#include "ns3/ipsec-backfill-server.h"
#include "ns3/ipsec-packet-descriptor.h"
#include "ns3/ipsec-pico-time.h"
#include "ns3/ipsec-reasons.h"
#include "ns3/ipsec-step-listener.h"

#include <cstdint>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * The steps of a NIC's data path that are more than a code and its numbers, for AppendStep().
 */
class NicSteps
{
  public:
    /**
     * @param listener who follows the packet
     * @param taken places of the ring
     * @param size of the ring
     */
    static void Ring(StepListener& listener, Ps now, uint32_t taken, uint32_t size);

    /**
     * What the metadata of an outgoing packet leads to (N26-N30).
     * @param listener who follows it
     * @param drvSpi its tag
     * @param context what the tag names, or nullptr
     * @param drop why it goes no further, or NONE
     */
    static void Metadata(StepListener& listener,
                         Ps now,
                         uint16_t drvSpi,
                         const SaContext* context,
                         NicDrop drop);

    /**
     * @param listener who follows the packet
     * @param packet what arrived
     * @param context decrypts it, or nullptr (N33)
     */
    static void Receiver(StepListener& listener,
                         Ps now,
                         const PacketDescriptor& packet,
                         const SaContext* context);

    /**
     * @param listener who follows the packet
     * @param now when the packet asks for its context
     * @param access what it met
     * @param profile of the NIC, which may have no cache
     * @param reached when the packet before it has its own
     */
    static void Cache(StepListener& listener,
                      Ps now,
                      const NicContextMemory::Access& access,
                      const NicProfile& profile,
                      Ps reached);

    /**
     * @param listener who follows the packet
     * @param context its SA
     * @param sequence its whole number
     * @param drop what the window says
     * @param passes whether failed packets go up (N34)
     */
    static void Window(StepListener& listener,
                       Ps now,
                       const SaContext& context,
                       uint64_t sequence,
                       NicDrop drop,
                       bool passes);

    /// What the cipher found.
    struct Opened
    {
        uint32_t length;   //!< octets of IP as it arrived
        uint64_t sequence; //!< the packet's whole number
        NicDrop drop;      //!< what is wrong with it, or NONE
        bool passes;       //!< whether failed packets go up (N34)
    };

    /**
     * @param listener who follows the packet
     * @param packet the packet
     * @param times when it was at the cipher
     * @param opened what the cipher found
     */
    static void Decrypted(StepListener& listener,
                          const PacketDescriptor& packet,
                          const StepTimes& times,
                          const Opened& opened);

    /**
     * @param listener who follows the packet
     * @param ready when the host gets it
     * @param packet the packet
     * @param context its SA; nullptr: it passed as it came, which is no step
     */
    static void Up(StepListener& listener,
                   Ps ready,
                   const PacketDescriptor& packet,
                   const SaContext* context);
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_NIC_STEPS_INTERNAL_H */
