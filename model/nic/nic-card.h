/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_NIC_CARD_H
#define IPSEC_OFFLOAD_NIC_CARD_H

#include "nic-context-memory.h"
#include "nic-pcie.h"
#include "nic-profile.h"
#include "nic-slots.h"
#include "nic-stage.h"

#include "ns3/ipsec-reasons.h"
#include "ns3/random-variable-stream.h"

#include <cstdint>
#include <deque>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * What the ports of one card share: SA slots, context memory (cache and fetch unit), ciphers, the
 * ceiling of all packets, and PCIe. A NIC of one port has a card of its own.
 *
 * A port is a NicEngine. With slotsPerPort each port has slots of its own (mlx5's flow tables,
 * N15); everything else stays shared.
 *
 * Identities (CheckInvariants()): what the shared stages let pass is what the ports sent through
 * them; slots in use are those of the ports.
 */
class NicCard
{
  public:
    /** @param profile what NIC it is */
    explicit NicCard(NicProfile profile);

    NicCard(const NicCard&) = delete;
    NicCard& operator=(const NicCard&) = delete;

    /** @return what NIC it is */
    const NicProfile& GetProfile() const
    {
        return m_profile;
    }

    /// What one port has put through the card, and its slots.
    struct Port
    {
        NicSlots* slots;        //!< where it takes its slots
        uint32_t slotPort{0};   //!< its number there
        PacketOctets ceiling;   //!< through the card's ceiling, octets of IP as handed over
        PacketOctets encrypted; //!< through the transmit cipher, octets of clear IP
        PacketOctets decrypted; //!< through the receive cipher, octets of clear IP
        PacketOctets read;      //!< from the host, octets of IP as handed over
        PacketOctets written;   //!< to the host, octets of IP as handed up
        uint32_t txContexts{0}; //!< contexts for sending
        uint32_t rxContexts{0}; //!< contexts for receiving
    };

    /** @return the share of a new port; valid as long as the card */
    Port& AddPort();

    /** @return ports added */
    uint32_t GetPorts() const
    {
        return static_cast<uint32_t>(m_ports.size());
    }

    /** @return where contexts are kept */
    NicContextMemory& GetContextMemory()
    {
        return m_memory;
    }

    /** @return where contexts are kept */
    const NicContextMemory& GetContextMemory() const
    {
        return m_memory;
    }

    /** @return the connection to the host */
    NicPcie& GetPcie()
    {
        return m_pcie;
    }

    /** @return the connection to the host */
    const NicPcie& GetPcie() const
    {
        return m_pcie;
    }

    /** @return the ceiling of all packets of all ports in both directions */
    NicStage& GetCeiling()
    {
        return m_ceiling;
    }

    /** @return the ceiling of all packets of all ports in both directions */
    const NicStage& GetCeiling() const
    {
        return m_ceiling;
    }

    /** @param transmit the direction @return its cipher; one for both when it is shared */
    NicStage& GetCipher(bool transmit)
    {
        return transmit || m_sharedCipher ? m_txCipher : m_rxCipher;
    }

    /** @param transmit the direction @return its cipher; one for both when it is shared */
    const NicStage& GetCipher(bool transmit) const
    {
        return transmit || m_sharedCipher ? m_txCipher : m_rxCipher;
    }

    /** @return true with the probability that there is no memory for a packet's tag (N37) */
    bool FailsToTag()
    {
        return m_tagFailures && m_tagFailures->GetValue(0, 1) < m_profile.tagFailure;
    }

    /// Random streams that a card uses at most.
    static constexpr int64_t STREAMS = 16;

    /** @param stream first random stream to use @return how many may be used from there */
    int64_t AssignStreams(int64_t stream);

    /** Assert the class identities; ends the program with a message when one does not hold. */
    void CheckInvariants() const;

  private:
    NicProfile m_profile;                     //!< what NIC it is
    bool m_sharedCipher;                      //!< receive uses the transmit cipher
    NicContextMemory m_memory;                //!< see GetContextMemory()
    NicPcie m_pcie;                           //!< see GetPcie()
    NicStage m_ceiling;                       //!< see GetCeiling()
    NicStage m_txCipher;                      //!< see GetCipher()
    NicStage m_rxCipher;                      //!< see GetCipher()
    std::deque<NicSlots> m_slots;             //!< one for all ports, or one each; addresses stay
    std::deque<Port> m_ports;                 //!< addresses stay
    Ptr<UniformRandomVariable> m_tagFailures; //!< nullptr: none
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_NIC_CARD_H */
