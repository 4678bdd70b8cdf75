/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_NIC_STEPS_INTERNAL_H
#define IPSEC_OFFLOAD_NIC_STEPS_INTERNAL_H

#include "nic-context-memory.h"
#include "sa-context.h"

#include "ns3/backfill-server.h"
#include "ns3/ipsec-reasons.h"
#include "ns3/packet-descriptor.h"
#include "ns3/pico-time.h"

#include <cstdint>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * The data path in words, for the one packet that somebody follows. Each method wants a packet with
 * a listener.
 */
class NicSteps
{
  public:
    /** @param now the time @param packet whom @param taken places @param size of the ring */
    static void Ring(Ps now, const PacketDescriptor& packet, uint32_t taken, uint32_t size);

    /**
     * What the metadata of an outgoing packet leads to (N26-N30).
     * @param now the time
     * @param packet the packet, encrypted already if it will be
     * @param drvSpi its tag
     * @param context what the tag names, or nullptr
     * @param drop why it goes no further, or NONE
     */
    static void Metadata(Ps now,
                         const PacketDescriptor& packet,
                         uint16_t drvSpi,
                         const SaContext* context,
                         NicDrop drop);

    /** @param now the time @param packet what arrived @param context decrypts it, or nullptr (N33)
     */
    static void Receiver(Ps now, const PacketDescriptor& packet, const SaContext* context);

    /**
     * @param now when the packet asks for its context
     * @param packet the packet
     * @param access what it met
     * @param fetchTime of one fetch
     * @param reached when it goes on: packets before it may wait longer
     */
    static void Cache(Ps now,
                      const PacketDescriptor& packet,
                      const NicContextMemory::Access& access,
                      Ps fetchTime,
                      Ps reached);

    /**
     * @param packet the packet
     * @param name of a stage
     * @param arrival when it got there
     * @param service when it was served
     */
    static void Stage(const PacketDescriptor& packet,
                      const char* name,
                      Ps arrival,
                      const BackfillServer::Service& service);

    /**
     * @param packet the packet
     * @param asked when its data is wanted
     * @param there when it is there
     * @param toHost written, otherwise read
     */
    static void Dma(const PacketDescriptor& packet, Ps asked, Ps there, bool toHost);

    /**
     * @param packet the encrypted packet
     * @param arrival when it reached the cipher
     * @param service when it was served, latency included
     * @param length octets of clear IP
     */
    static void Encrypted(const PacketDescriptor& packet,
                          Ps arrival,
                          const BackfillServer::Service& service,
                          uint32_t length);

    /**
     * @param now the time
     * @param packet the packet
     * @param context its SA
     * @param sequence its whole number
     * @param drop what the window says
     * @param passes whether failed packets go up (N34)
     */
    static void Window(Ps now,
                       const PacketDescriptor& packet,
                       const SaContext& context,
                       uint64_t sequence,
                       NicDrop drop,
                       bool passes);

    /**
     * @param packet the packet
     * @param arrival when it reached the cipher
     * @param service when it was served
     * @param length octets of IP as it arrived
     * @param sequence its whole number
     * @param drop what is wrong with it, or NONE
     * @param passes whether failed packets go up (N34)
     */
    static void Decrypted(const PacketDescriptor& packet,
                          Ps arrival,
                          const BackfillServer::Service& service,
                          uint32_t length,
                          uint64_t sequence,
                          NicDrop drop,
                          bool passes);

    /**
     * @param packet the packet
     * @param ready when it reached the MAC
     * @param start its first bit on the wire
     * @param length octets of IP
     * @param overhead octets of the wire beyond that
     */
    static void Mac(const PacketDescriptor& packet,
                    Ps ready,
                    Ps start,
                    uint32_t length,
                    uint32_t overhead);

    /** @param ready when @param packet whom the host gets @param context its SA */
    static void Up(Ps ready, const PacketDescriptor& packet, const SaContext& context);
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_NIC_STEPS_INTERNAL_H */
