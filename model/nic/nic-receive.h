/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_NIC_RECEIVE_H
#define IPSEC_OFFLOAD_NIC_RECEIVE_H

#include "nic-card.h"
#include "nic-counters.h"
#include "nic-flight-ring.h"
#include "nic-front.h"
#include "nic-stage.h"
#include "sa-context.h"

#include "ns3/ipsec-instant-ring.h"
#include "ns3/ipsec-packet-descriptor.h"
#include "ns3/ipsec-pico-time.h"
#include "ns3/ipsec-reasons.h"

#include <cstdint>

namespace ns3
{

class NicEspWork;

/**
 * @ingroup ipsec-offload
 * The receive pipeline of a NIC's port: classification, port, card, replay check, cipher, ICV,
 * PCIe, completion. What has no context skips the cipher, but overtakes nothing. A replayed packet
 * costs no cipher time, a damaged one does (RFC 4303 section 3.4.3).
 *
 * Identities (CheckInvariants()), in packets and in octets: what arrived is with the host, in
 * flight or dropped, and it was decrypted, passed, handed up with a syndrome or dropped; the cipher
 * had what was decrypted and what failed behind it; what one stage lets pass is what the next one
 * gets and drops.
 */
class NicReceive
{
  public:
    /**
     * @param card the card
     * @param port which port of it
     * @param work what is done to an SA
     * @param counters of the port
     */
    NicReceive(NicCard& card, NicCard::Port& port, const NicEspWork& work, NicCounters& counters);

    /// Answer to Receive().
    struct Result
    {
        NicDrop drop;             //!< NONE: it goes up
        Ps ready;                 //!< when the host gets it
        const SaContext* context; //!< what decrypted it; nullptr: it goes up as it came
    };

    /**
     * See NicEngine::Receive().
     * @param now when its last bit arrived
     * @param packet the packet
     * @param length octets of the IP packet
     * @param context what decrypts it, or nullptr
     * @return its fate
     */
    Result Receive(Ps now, PacketDescriptor& packet, uint32_t length, SaContext* context);

    /** @return packets that the host will get, but has not got yet */
    PacketOctets GetInFlight(Ps now);

    /** @return what the SAs must have counted, if they did so as the profile says (N41) */
    PacketOctets GetCountedBySas() const;

    /** Assert the class identities; ends the program with a message when one does not hold. */
    void CheckInvariants() const;

  private:
    Result Drop(Ps now, uint32_t length, NicDrop drop);
    NicDrop Decrypt(Ps now,
                    Ps arrival,
                    SaContext& context,
                    PacketDescriptor& packet,
                    uint32_t length,
                    Ps& done);
    void LeaveBuffer(Ps done);
    Ps WriteData(Ps now, Ps at, const PacketDescriptor& packet, uint32_t octets);
    Ps HandUp(Ps at, PacketDescriptor& packet, const SaContext& context, uint32_t length);

    NicCard& m_card;             //!< the card
    NicCard::Port& m_port;       //!< its part of the card
    const NicEspWork& m_work;    //!< what is done to an SA
    NicCounters& m_counters;     //!< of the port
    bool m_dma;                  //!< packets go over PCIe
    bool m_passesErrors;         //!< failed packets go up (N34)
    Ps m_latency;                //!< of the cipher
    Ps m_completionLatency;      //!< from host memory to the host
    InstantRing m_buffer;        //!< when packets leave the receive buffer
    Ps m_bufferLeft{0};          //!< the last of them
    NicFront m_front;            //!< before the cipher
    NicStage::Order m_atCipher;  //!< keeps the order at the cipher
    PacketOctets m_failedBehind; //!< dropped behind the cipher, octets of clear IP
    Ps m_written{0};             //!< when the last packet was in host memory
    Ps m_left{0};                //!< when the host got the last packet
    NicFlightRing m_flight;      //!< packets that the host has not got yet
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_NIC_RECEIVE_H */
