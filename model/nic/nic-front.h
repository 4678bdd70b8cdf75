/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_NIC_FRONT_H
#define IPSEC_OFFLOAD_NIC_FRONT_H

#include "nic-card.h"
#include "nic-context-memory.h"
#include "nic-stage.h"
#include "sa-context.h"

#include "ns3/ipsec-packet-descriptor.h"
#include "ns3/ipsec-pico-time.h"
#include "ns3/ipsec-reasons.h"
#include "ns3/ipsec-step-listener.h"

#include <algorithm>
#include <cstdint>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * The stages of one direction of a port that each packet passes before the cipher, clear ones too:
 * doorbell, descriptor, classification, the ceilings of port and card. Packets leave it in the
 * order in which they came, so one that waits for its context keeps those behind it waiting.
 */
class NicFront
{
  public:
    /**
     * @param card the card
     * @param port which port of it
     * @param transmit the direction
     */
    NicFront(NicCard& card, NicCard::Port& port, bool transmit);

    /** @return false when no stage of either direction takes time or has a ceiling */
    bool IsOn() const
    {
        return m_on;
    }

    /** @return from when a packet's data is on the card until it can be classified */
    Ps GetDataLatency() const
    {
        return m_dataLatency;
    }

    /**
     * Take a packet to its context.
     * @param now when descriptor or header ask for it
     * @param packet the packet
     * @param context what it needs
     * @return when the context is on chip
     */
    Ps FetchContext(Ps now, const PacketDescriptor& packet, const SaContext& context)
    {
        const NicContextMemory::Access access =
            m_card.GetContextMemory().Use(now,
                                          m_transmit ? context.txNumber : context.rxNumber,
                                          m_transmit);
        AppendStep(packet.steps, AppendFetch, now, access, *this);
        return access.ready;
    }

    /**
     * @param context when the packet's context is on chip; without one, when it came
     * @param data when its data is on the card
     * @param packet the packet
     * @param length octets of IP
     * @return when it has passed
     */
    Ps Pass(Ps context, Ps data, const PacketDescriptor& packet, uint32_t length)
    {
        if (!m_on)
        {
            m_reached = std::max(context, m_reached);
            return m_reached;
        }
        const Ps ready = std::max(context + m_contextLatency, data + m_dataLatency);
        m_reached = std::max(ready, m_reached);
        return PassCeilings(m_reached, packet, length);
    }

    /** @return true when the port has a ceiling */
    bool HasPortCeiling() const
    {
        return m_ceiling.IsOn();
    }

    /** @return what came to the port's ceiling */
    const PacketOctets& GetPassed() const
    {
        return m_ceiling.GetPassed();
    }

  private:
    static void AppendFetch(StepListener& listener,
                            Ps now,
                            const NicContextMemory::Access& access,
                            const NicFront& front);
    Ps PassCeilings(Ps at, const PacketDescriptor& packet, uint32_t length);

    NicCard& m_card;          //!< the card
    NicCard::Port& m_port;    //!< its part of the card
    bool m_transmit;          //!< the direction
    bool m_on;                //!< see IsOn()
    Ps m_contextLatency;      //!< before a packet with its context can be classified
    Ps m_dataLatency;         //!< before a packet with its data can be classified
    Ps m_reached{0};          //!< when the last packet had its context and data
    NicStage m_ceiling;       //!< the port's ceiling
    NicStage::Order m_atPort; //!< keeps the order there
    NicStage::Order m_atCard; //!< keeps the order at the card's ceiling
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_NIC_FRONT_H */
