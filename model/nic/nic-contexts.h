/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_NIC_CONTEXTS_H
#define IPSEC_OFFLOAD_NIC_CONTEXTS_H

#include "nic-context-memory.h"
#include "nic-slots.h"
#include "nic-spi-table.h"
#include "sa-context.h"

#include "ns3/ipsec-packet-descriptor.h"
#include "ns3/ipsec-pico-time.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * The SAs that a NIC's port has: by the kernel's name for them and by what arrives on the wire.
 * Each takes its slots, and a number in the context memory, from the card.
 */
class NicContexts
{
  public:
    /// Result of Install().
    enum class InstallResult : uint8_t
    {
        OK,
        FULL,     //!< no slot in a direction that is asked for
        DUPLICATE //!< the drv_spi, or the SPI for that destination, is already there
    };

    /**
     * @param context the SA, with transmit and receive set as wanted
     * @param slots where it takes its slots
     * @param memory where it takes its numbers
     * @return see NicEngine::Install()
     */
    InstallResult Install(Ps now, SaContext context, NicSlots& slots, NicContextMemory& memory);

    /**
     * @param now the time from which the slots cool off
     * @param drvSpi which
     * @param slots where its slots go back to
     * @param port whose they are there
     * @param memory where its numbers go back to
     * @return false when there is no such SA
     */
    bool Remove(Ps now, uint16_t drvSpi, NicSlots& slots, uint32_t port, NicContextMemory& memory);

    /**
     * Lose all of them.
     * @param slots where their slots go back to, without cool-off
     * @param memory where their numbers go back to
     * @return how many, each direction of an SA for itself
     */
    uint32_t Clear(NicSlots& slots, NicContextMemory& memory);

    /** @param drvSpi which SA @return its context, or nullptr */
    SaContext* Find(uint16_t drvSpi) const
    {
        return drvSpi < m_byDrvSpi.size() ? m_byDrvSpi[drvSpi].get() : nullptr;
    }

    /**
     * @param drvSpi where to begin; may lie above all values
     * @return the first context with this drv_spi or a greater one, or nullptr
     */
    const SaContext* FindFrom(uint32_t drvSpi) const;

    /** @param packet from the wire @return what decrypts it (N33), or nullptr */
    SaContext* FindReceiver(const PacketDescriptor& packet) const
    {
        if (!packet.IsEsp() || packet.fragment)
        {
            return nullptr;
        }
        SaContext* const context =
            m_bySpi.Find(packet.esp.spi, packet.esp.destination, packet.vlan);
        return context == nullptr || context->held ? nullptr : context;
    }

    /**
     * A driver has acked an SA whose context is not here, or is here now.
     * @param drvSpi which
     * @param isMissing whether it is missing
     */
    void SetAcked(uint16_t drvSpi, bool isMissing);

    /** @param drvSpi of a tag without a context @return true when the driver has acked its SA */
    bool IsAcked(uint16_t drvSpi) const
    {
        return m_acked.count(drvSpi) != 0;
    }

    /** @param visit called for each context in ascending order of drv_spi */
    void ForEach(const std::function<void(const SaContext&)>& visit) const;

    /** @return contexts for sending */
    uint32_t CountTransmit() const
    {
        return m_transmit;
    }

    /** @return contexts for receiving */
    uint32_t CountReceive() const
    {
        return m_receive;
    }

    /** @return what SAs that are gone have sent, as their counters had it */
    const PacketOctets& GetGoneSent() const
    {
        return m_goneSent;
    }

    /** @return what SAs that are gone have received, as their counters had it */
    const PacketOctets& GetGoneReceived() const
    {
        return m_goneReceived;
    }

  private:
    static void GiveBack(const SaContext& context, NicContextMemory& memory);

    PacketOctets m_goneSent;                            //!< see GetGoneSent()
    PacketOctets m_goneReceived;                        //!< see GetGoneReceived()
    std::vector<std::unique_ptr<SaContext>> m_byDrvSpi; //!< index is the drv_spi
    NicSpiTable m_bySpi;                                //!< receive contexts
    std::set<uint16_t> m_acked;                         //!< see SetAcked()
    uint32_t m_transmit{0};                             //!< see CountTransmit()
    uint32_t m_receive{0};                              //!< see CountReceive()
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_NIC_CONTEXTS_H */
