/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_NIC_ENGINE_H
#define IPSEC_OFFLOAD_NIC_ENGINE_H

#include "nic-context-memory.h"
#include "nic-profile.h"
#include "nic-slots.h"
#include "nic-spi-table.h"
#include "sa-context.h"

#include "ns3/instant-ring.h"
#include "ns3/ipsec-reasons.h"
#include "ns3/packet-descriptor.h"
#include "ns3/pico-time.h"
#include "ns3/serial-server.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * The NIC's data path in plain C++: SA contexts in slots, cipher pipelines, the ring and the MAC.
 *
 * All stages are servers kept as arithmetic, so a packet costs no event here: Transmit() says at
 * once when its first bit will be on the wire. Packets must be handed over in order of arrival.
 * Packets leave in the order in which they came, clear ones too (one ring).
 *
 * Transmit: ring, context, cipher (bit and packet ceilings side by side, then the latency), MAC.
 * Clear packets skip the cipher. Receive: context, replay check, cipher, ICV; what has no context
 * skips all of it, but overtakes nothing. A replayed packet costs no cipher time, a damaged one
 * does (RFC 4303 section 3.4.3).
 *
 * TSO: a super-segment comes as its segments, back to back, each marked with its place. It takes
 * one entry of the ring; all else (context, sequence number, limits, counters, cipher, wire) is per
 * segment, so the counters of N40 and N41 count segments.
 *
 * Identities (CheckInvariants()): transmit: accepted = encrypted + clear; offered = accepted +
 * drops; receive: arrived = decrypted + passed + drops. Octets likewise.
 */
class NicEngine
{
  public:
    /**
     * @param profile what NIC it is
     * @param lineRate bit/s of the wire; 0: no MAC stage (tests)
     * @param frameOverhead octets that each IP packet occupies on the wire beyond itself
     */
    NicEngine(NicProfile profile, uint64_t lineRate, uint32_t frameOverhead);

    /** @return what NIC it is */
    const NicProfile& GetProfile() const
    {
        return m_profile;
    }

    /**
     * Drop packets whose ESP form is longer than the wire takes (NicDrop::TOO_BIG).
     * @param octets longest IP packet; 0: no limit
     */
    void SetWireMtu(uint32_t octets)
    {
        m_wireMtu = octets;
    }

    /// Answer to Transmit().
    struct TransmitResult
    {
        NicDrop drop;             //!< NONE: accepted
        Ps start;                 //!< when its first bit is on the wire
        const SaContext* context; //!< what encrypted it; nullptr: it goes out as it came
    };

    /**
     * A packet from the host. A fragment with a tag and a tag without a context are dropped (N29,
     * N30, R145); the bypass tag and no tag mean clear (N27, N28).
     * @param now when it arrives
     * @param packet the packet; with a transmit tag (drvSpi) its ESP form is filled in and the tag,
     *        being consumed (R145), is gone
     * @param length octets of the IP packet as handed over: a fragment's own length
     * @return its fate
     */
    TransmitResult Transmit(Ps now, PacketDescriptor& packet, uint32_t length);

    /// Answer to Receive().
    struct ReceiveResult
    {
        NicDrop drop;             //!< NONE: it goes up
        Ps ready;                 //!< when the host gets it
        const SaContext* context; //!< what decrypted it; nullptr: it goes up as it came
    };

    /**
     * A packet from the wire. Whole ESP datagrams with a receive context are decrypted (N33).
     * @param now when its last bit arrived
     * @param packet the packet; when it is decrypted, drvSpi is set and it is clear again;
     * otherwise drvSpi is 0, whatever another node left there
     * @param length octets of the IP packet
     * @return its fate
     */
    ReceiveResult Receive(Ps now, PacketDescriptor& packet, uint32_t length);

    /**
     * What Receive() would decrypt a packet with. A device that handles real bytes asks first, to
     * find out whether the ICV verifies.
     * @param packet a packet from the wire
     * @return its context, or nullptr
     */
    const SaContext* FindForReceive(const PacketDescriptor& packet) const
    {
        return FindReceiver(packet);
    }

    /**
     * @param now the time
     * @return packets accepted and not yet on the wire
     */
    uint32_t GetRingOccupancy(Ps now);

    /// Result of Install().
    enum class InstallResult : uint8_t
    {
        OK,
        FULL,     //!< no slot in a direction that is asked for
        DUPLICATE //!< the drv_spi, or the SPI for that destination, is already there
    };

    /**
     * Put an SA into slots. A second call for the same drv_spi adds the other direction; the SA is
     * then held (see SaContext::held) or not as the second call says.
     * @param now the time: slots that cool off are not free yet (R21, N47)
     * @param context the SA, with transmit and receive set as wanted
     * @return OK, or why not; then nothing is changed
     */
    InstallResult Install(Ps now, SaContext context);

    /**
     * Take an SA out of its slots.
     * @param now the time from which the slots cool off
     * @param drvSpi which
     * @return false when there is no such SA
     */
    bool Remove(Ps now, uint16_t drvSpi);

    /**
     * @param drvSpi which SA
     * @return its context, or nullptr
     */
    const SaContext* Find(uint16_t drvSpi) const;

    /**
     * @param drvSpi where to begin; may lie above all values
     * @return the first context with this drv_spi or a greater one, or nullptr
     */
    const SaContext* FindFrom(uint32_t drvSpi) const;

    /** @param visit called for each context in ascending order of drv_spi */
    void ForEach(const std::function<void(const SaContext&)>& visit) const;

    /**
     * Lose all contexts (a reset); slots are free at once. What the ring has accepted goes out.
     * @return how many contexts were lost, each direction of an SA for itself
     */
    uint32_t Reset();

    /**
     * @param now the time
     * @return freed slots that cannot be used yet (R21, N47)
     */
    uint32_t GetCoolingSlots(Ps now) const
    {
        return GetTxSlotsUsed(now) + GetRxSlotsUsed(now) - m_slots.GetHeld();
    }

    /** @return contexts, each direction of an SA for itself */
    uint32_t GetContexts() const
    {
        return m_slots.GetContexts();
    }

    /// Told once per SA and limit when one is reached (R202); must not change the engine at once.
    using LimitCallback = std::function<void(Ps now, const SaContext& context, bool hard)>;

    /** @param limit who is told of limits */
    void SetLimitCallback(LimitCallback limit)
    {
        m_limit = std::move(limit);
    }

    /**
     * @param now the time
     * @return transmit slots in use or cooling off
     */
    uint32_t GetTxSlotsUsed(Ps now) const
    {
        return m_slots.GetTxUsed(now);
    }

    /**
     * @param now the time
     * @return receive slots in use or cooling off
     */
    uint32_t GetRxSlotsUsed(Ps now) const
    {
        return m_slots.GetRxUsed(now);
    }

    /// Counters of the data path.
    struct Counters
    {
        PacketOctets txOffered;       //!< handed over by the host, octets of IP as handed over
        PacketOctets txEncrypted;     //!< encrypted here, octets of clear IP
        PacketOctets txClear;         //!< sent as handed over
        PacketOctets txWire;          //!< sent in all, octets on the wire, overhead included
        PacketOctets rxArrived;       //!< octets of IP as they arrived
        PacketOctets rxDecrypted;     //!< octets of IP as they arrived
        PacketOctets rxPassed;        //!< handed up as they came
        ReasonTable<NicDrop> txDrops; //!< octets of IP as handed over
        ReasonTable<NicDrop> rxDrops; //!< octets of IP as they arrived
    };

    /** @return the counters */
    const Counters& GetCounters() const
    {
        return m_counters;
    }

    /** @return the MAC: its free instant and the work served tell the wire's utilisation */
    const SerialServer& GetMac() const
    {
        return m_mac;
    }

    /** @return where the contexts are kept: cache and fetch unit */
    const NicContextMemory& GetContextMemory() const
    {
        return m_memory;
    }

    /// Random streams that a NIC uses at most.
    static constexpr int64_t STREAMS = 16;

    /** @param stream first random stream to use @return how many may be used from there */
    int64_t AssignStreams(int64_t stream)
    {
        m_memory.AssignStreams(stream);
        return STREAMS;
    }

    /** @return the transmit cipher's bit server, for utilisation */
    const SerialServer& GetTxCipher() const
    {
        return m_txBits;
    }

    /** Assert the class identities; ends the program with a message when one does not hold. */
    void CheckInvariants() const;

  private:
    bool TakesDescriptor(const PacketDescriptor& packet);
    void EndDescriptor(const PacketDescriptor& packet);
    void ForgetContexts(const SaContext& context);
    SaContext* FindReceiver(const PacketDescriptor& packet) const;
    void NoteContext(Ps now,
                     const PacketDescriptor& packet,
                     uint16_t drvSpi,
                     const SaContext* context) const;
    void NoteReceiver(Ps now, const PacketDescriptor& packet, const SaContext* context) const;
    Ps ReachContext(Ps now,
                    const PacketDescriptor& packet,
                    const SaContext& context,
                    bool transmit);
    NicDrop Encrypt(Ps now, SaContext& context, PacketDescriptor& packet, uint32_t length) const;
    bool ReachesLimit(Ps now, SaContext& context, uint32_t octets) const;
    NicDrop Decrypt(Ps now,
                    SaContext& context,
                    PacketDescriptor& packet,
                    uint32_t length,
                    Ps& done);

    NicProfile m_profile;         //!< what NIC it is
    uint32_t m_frameOverhead;     //!< octets per packet on the wire
    uint32_t m_wireMtu{0};        //!< longest IP packet on the wire; 0: no limit
    SerialServer m_txBits;        //!< cipher, bits
    SerialServer m_txPackets;     //!< cipher, packets
    SerialServer m_mac;           //!< the wire
    SerialServer m_rxBits;        //!< cipher, bits
    SerialServer m_rxPackets;     //!< cipher, packets
    NicContextMemory m_memory;    //!< where contexts are kept
    Ps m_txContextAt{0};          //!< when the last packet had its context; keeps the order
    Ps m_rxContextAt{0};          //!< the same on receive
    Ps m_lastTxReady{0};          //!< keeps the ring's order
    Ps m_lastRxReady{0};          //!< keeps the order of arrival
    InstantRing m_ring;           //!< when entries leave: starts on the wire of their last segments
    bool m_descriptorTaken{true}; //!< the entry that is being handed over fits the ring
    Ps m_descriptorLeaves{PS_NEVER}; //!< start of its last segment so far; PS_NEVER: none was sent
    InstantRing m_rxRing;            //!< completion times of packets at the receive cipher
    Counters m_counters;             //!< see GetCounters()
    std::vector<std::unique_ptr<SaContext>> m_byDrvSpi; //!< index is the drv_spi
    NicSpiTable m_bySpi;                                //!< receive contexts
    LimitCallback m_limit;                              //!< who is told of limits
    NicSlots m_slots;                                   //!< what contexts take up
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_NIC_ENGINE_H */
