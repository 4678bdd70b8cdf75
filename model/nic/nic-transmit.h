/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_NIC_TRANSMIT_H
#define IPSEC_OFFLOAD_NIC_TRANSMIT_H

#include "nic-card.h"
#include "nic-counters.h"
#include "nic-descriptor-ring.h"
#include "nic-flight-ring.h"
#include "nic-front.h"
#include "nic-stage.h"
#include "sa-context.h"

#include "ns3/ipsec-packet-descriptor.h"
#include "ns3/ipsec-pico-time.h"
#include "ns3/ipsec-reasons.h"
#include "ns3/ipsec-serial-server.h"

#include <cstdint>

namespace ns3
{

class NicContexts;
class NicEspWork;

/**
 * @ingroup ipsec-offload
 * The transmit pipeline of a NIC's port: ring, doorbell, descriptor and payload over PCIe,
 * classification, the port's ceiling, the card's ceiling, cipher, MAC. Clear packets skip the
 * cipher.
 *
 * Identities (CheckInvariants()), in packets and in octets: what was offered is on the wire, in
 * flight or dropped for a reason, and it was encrypted, clear or dropped; the cipher had what was
 * encrypted; the MAC served what left; what one stage lets pass is what the next one gets and
 * drops.
 */
class NicTransmit
{
  public:
    /**
     * @param card the card
     * @param port which port of it
     * @param contexts the port's SAs
     * @param work what is done to an SA
     * @param counters of the port
     * @param lineRate bit/s of the wire; 0: no MAC stage (tests)
     * @param frameOverhead octets that each IP packet occupies on the wire beyond itself
     */
    NicTransmit(NicCard& card,
                NicCard::Port& port,
                const NicContexts& contexts,
                const NicEspWork& work,
                NicCounters& counters,
                uint64_t lineRate,
                uint32_t frameOverhead);

    /// Answer to Transmit().
    struct Result
    {
        NicDrop drop;             //!< NONE: accepted
        Ps start;                 //!< when its first bit is on the wire
        const SaContext* context; //!< what encrypted it; nullptr: it goes out as it came
    };

    /**
     * See NicEngine::Transmit().
     * @param now when it arrives
     * @param packet the packet
     * @param length octets of the IP packet as handed over
     * @return its fate
     */
    Result Transmit(Ps now, PacketDescriptor& packet, uint32_t length);

    /**
     * See NicEngine::RefuseTransmit().
     * @param length octets of the IP packet
     * @return its fate
     */
    Result Refuse(uint32_t length);

    /** @return packets accepted and not yet on the wire */
    uint32_t GetRingOccupancy(Ps now);

    /** @return packets accepted whose first bit is not on the wire yet */
    PacketOctets GetInFlight(Ps now);

    /** @return the MAC */
    const SerialServer& GetMac() const
    {
        return m_mac;
    }

    /** @return what the SAs must have counted, if they did so as the profile says (N41) */
    PacketOctets GetCountedBySas() const;

    /** Assert the class identities; ends the program with a message when one does not hold. */
    void CheckInvariants() const;

  private:
    Result Drop(Ps now, const PacketDescriptor& packet, uint32_t length, NicDrop drop);
    Ps ReadData(Ps now, const SaContext* context, const PacketDescriptor& packet, uint32_t length);
    Ps EncryptAt(Ps arrival, const PacketDescriptor& packet, uint32_t length);

    NicCard& m_card;               //!< the card
    NicCard::Port& m_port;         //!< its part of the card
    const NicContexts& m_contexts; //!< SAs
    const NicEspWork& m_work;      //!< what is done to an SA
    NicCounters& m_counters;       //!< of the port
    uint32_t m_frameOverhead;      //!< octets per packet on the wire
    bool m_dma;                    //!< packets come over PCIe
    Ps m_latency;                  //!< of the cipher
    NicDescriptorRing m_ring;      //!< what the host has handed down
    NicFront m_front;              //!< before the cipher
    NicStage::Order m_atCipher;    //!< keeps the order at the cipher
    Ps m_left{0};                  //!< when the last packet came to the MAC
    SerialServer m_mac;            //!< the wire
    NicFlightRing m_flight;        //!< packets that are not on the wire yet
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_NIC_TRANSMIT_H */
