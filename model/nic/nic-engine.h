/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_NIC_ENGINE_H
#define IPSEC_OFFLOAD_NIC_ENGINE_H

#include "nic-card.h"
#include "nic-contexts.h"
#include "nic-counters.h"
#include "nic-esp-work.h"
#include "nic-profile.h"
#include "nic-receive.h"
#include "nic-transmit.h"
#include "sa-context.h"

#include "ns3/ipsec-packet-descriptor.h"
#include "ns3/ipsec-pico-time.h"
#include "ns3/ipsec-reasons.h"
#include "ns3/ipsec-serial-server.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <utility>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * The data path of one port of a NIC in plain C++. What the ports of a card share is the NicCard's;
 * a NIC of one port has a card for itself.
 *
 * All stages are servers kept as arithmetic, so a packet costs no event here: Transmit() says at
 * once when its first bit will be on the wire. Packets of all ports of a card must be handed over
 * in order of arrival. Packets leave in the order in which they came, clear ones too (one ring).
 *
 * NicTransmit and NicReceive are the pipelines, which say in what order a packet meets which stage.
 * Stages that the profile does not speak of take no time.
 *
 * Contexts are fetched ahead, as soon as descriptor or header tell the SA: while the payload is
 * read and packets wait for the cipher, the fetch unit works for those behind them (N56). A packet
 * that waits for its context keeps those behind it from all further stages.
 *
 * What is exact: everything in one direction of one port. Where a queue stands before a server that
 * several pipelines share (card ceiling, ciphers of several ports or of both directions, PCIe to
 * the host), packets come to it out of order; see BackfillServer. PCIe from the host and the fetch
 * unit serve in the order of hand-over: constant latencies before them are added behind them.
 *
 * TSO: a super-segment comes as its segments, back to back, each marked with its place. It takes
 * one entry of the ring (NicDescriptorRing) and one descriptor; all else (context, sequence number,
 * limits, counters, cipher, wire) is per segment, so the counters of N40 and N41 count segments.
 *
 * Identities (CheckInvariants()): those of both pipelines and of the card; what the ciphers worked
 * on is what the SAs, those that are gone included, counted, and what failed behind the cipher.
 *
 * One piece because devices, drivers and models of traffic all look at a port from here; what it
 * does stands in its parts.
 */
class NicEngine
{
  public:
    /**
     * A NIC with one port.
     * @param profile what NIC it is
     * @param lineRate bit/s of the wire; 0: no MAC stage (tests)
     * @param frameOverhead octets that each IP packet occupies on the wire beyond itself
     */
    NicEngine(NicProfile profile, uint64_t lineRate, uint32_t frameOverhead);

    /**
     * One more port of a card.
     * @param card the card
     * @param lineRate bit/s of the wire; 0: no MAC stage (tests)
     * @param frameOverhead octets that each IP packet occupies on the wire beyond itself
     */
    NicEngine(std::shared_ptr<NicCard> card, uint64_t lineRate, uint32_t frameOverhead);

    NicEngine(const NicEngine&) = delete;
    NicEngine& operator=(const NicEngine&) = delete;

    /** @return the card that this is a port of */
    const std::shared_ptr<NicCard>& GetCard() const
    {
        return m_card;
    }

    /** @return what NIC it is */
    const NicProfile& GetProfile() const
    {
        return m_card->GetProfile();
    }

    /**
     * Drop packets whose ESP form is longer than the wire takes (NicDrop::TOO_BIG).
     * @param octets longest IP packet; 0: no limit
     */
    void SetWireMtu(uint32_t octets)
    {
        m_work.SetWireMtu(octets);
    }

    /// Answer to Transmit().
    using TransmitResult = NicTransmit::Result;

    /**
     * A packet from the host. A fragment with a tag and a tag without a context are dropped (N29,
     * N30, R145); the bypass tag and no tag mean clear (N27, N28).
     * @param now when it arrives
     * @param packet the packet; with a transmit tag (drvSpi) its ESP form is filled in and the tag,
     *        being consumed (R145), is gone
     * @param length octets of the IP packet as handed over: a fragment's own length
     * @return its fate
     */
    TransmitResult Transmit(Ps now, PacketDescriptor& packet, uint32_t length)
    {
        return m_transmit.Transmit(now, packet, length);
    }

    /**
     * A packet from the host finds no room in a device that holds packets behind the engine, as one
     * on a shared medium does: counted and dropped as by a full ring.
     * @param length octets of the IP packet
     * @return its fate
     */
    TransmitResult RefuseTransmit(uint32_t length)
    {
        return m_transmit.Refuse(length);
    }

    /// Answer to Receive().
    using ReceiveResult = NicReceive::Result;

    /**
     * A packet from the wire. Whole ESP datagrams with a receive context are decrypted (N33).
     * @param now when its last bit arrived
     * @param packet the packet; when it is decrypted, it is clear again, and drvSpi is set unless
     * there is no memory for its tag (N37); otherwise drvSpi is 0, whatever another node left
     * there. When it goes up although it failed (N34), syndrome says how
     * @param length octets of the IP packet
     * @return its fate
     */
    ReceiveResult Receive(Ps now, PacketDescriptor& packet, uint32_t length)
    {
        return m_receive.Receive(now, packet, length, m_contexts.FindReceiver(packet));
    }

    /**
     * The same for a packet whose context was looked for already.
     * @param now when its last bit arrived
     * @param packet the packet
     * @param length octets of the IP packet
     * @param found what FindForReceive() said of it, at the same instant
     * @return its fate
     */
    ReceiveResult Receive(Ps now, PacketDescriptor& packet, uint32_t length, const SaContext* found)
    {
        SaContext* const context = found == nullptr ? nullptr : m_contexts.Find(found->drvSpi);
        return m_receive.Receive(now, packet, length, context);
    }

    /**
     * What Receive() would decrypt a packet with. A device that handles real bytes asks first, to
     * find out whether the ICV verifies.
     * @param packet a packet from the wire
     * @return its context, or nullptr
     */
    const SaContext* FindForReceive(const PacketDescriptor& packet) const
    {
        return m_contexts.FindReceiver(packet);
    }

    /**
     * @return packets accepted and not yet on the wire
     */
    uint32_t GetRingOccupancy(Ps now)
    {
        return m_transmit.GetRingOccupancy(now);
    }

    /// Result of Install().
    using InstallResult = NicContexts::InstallResult;

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

    /** @param drvSpi of an SA that the driver has acked @param isMissing its context is not here */
    void SetAcked(uint16_t drvSpi, bool isMissing)
    {
        m_contexts.SetAcked(drvSpi, isMissing);
    }

    /**
     * @param drvSpi which SA
     * @return its context, or nullptr
     */
    const SaContext* Find(uint16_t drvSpi) const
    {
        return m_contexts.Find(drvSpi);
    }

    /**
     * @param drvSpi which SA
     * @param cookie the driver's name for its installation
     * @return its context, or nullptr; nullptr, too, when an SA that came later has its drv_spi
     */
    const SaContext* Find(uint16_t drvSpi, uint64_t cookie) const
    {
        const SaContext* context = m_contexts.Find(drvSpi);
        return context != nullptr && context->cookie == cookie ? context : nullptr;
    }

    /**
     * @param drvSpi where to begin; may lie above all values
     * @return the first context with this drv_spi or a greater one, or nullptr
     */
    const SaContext* FindFrom(uint32_t drvSpi) const
    {
        return m_contexts.FindFrom(drvSpi);
    }

    /** @param visit called for each context in ascending order of drv_spi */
    void ForEach(const std::function<void(const SaContext&)>& visit) const
    {
        m_contexts.ForEach(visit);
    }

    /**
     * Lose all contexts (a reset); this port's slots are free at once, also those that cool off.
     * What the ring has accepted goes out.
     * @return how many contexts were lost, each direction of an SA for itself
     */
    uint32_t Reset();

    /**
     * @return freed slots that cannot be used yet (R21, N47)
     */
    uint32_t GetCoolingSlots(Ps now) const
    {
        return m_port.slots->GetCooling(now);
    }

    /** @return contexts, each direction of an SA for itself */
    uint32_t GetContexts() const
    {
        return m_contexts.CountTransmit() + m_contexts.CountReceive();
    }

    /// Random streams that a NIC uses at most.
    static constexpr int64_t STREAMS = NicCard::STREAMS;

    /// Told once per SA and limit when one is reached (R202); must not change the engine at once.
    using LimitCallback = NicEspWork::LimitCallback;

    /** @param limit who is told of limits */
    void SetLimitCallback(LimitCallback limit)
    {
        m_work.SetLimitCallback(std::move(limit));
    }

    /** @param esn who is told of the next half range of an SA's numbers (N42) */
    void SetEsnCallback(NicEspWork::EsnCallback esn)
    {
        m_work.SetEsnCallback(std::move(esn));
    }

    /**
     * The driver has written the high half of an SA's numbers (N42).
     * @param drvSpi which SA; none of that name: nothing happens
     * @param half the half range that its packets had reached
     */
    void ConfirmEsn(uint16_t drvSpi, uint64_t half);

    /**
     * @return transmit slots (or all, when there is one pool) in use or cooling off, those of all
     * ports that share them
     */
    uint32_t GetTxSlotsUsed(Ps now) const
    {
        return m_port.slots->GetTxUsed(now);
    }

    /**
     * @return receive slots in use or cooling off, those of all ports that share them
     */
    uint32_t GetRxSlotsUsed(Ps now) const
    {
        return m_port.slots->GetRxUsed(now);
    }

    /**
     * Traffic of an SA that is not handed over packet by packet, because only its rate is known: it
     * counts to the SA's context, and to nothing else here.
     * @param drvSpi which SA; there must be one
     * @param many packets that were encrypted, octets as N41 says
     * @param next octets of the next one
     * @return false when the SA's hard limit forbids the next one (R202)
     */
    bool CountSent(Ps now, uint16_t drvSpi, const PacketOctets& many, uint32_t next);

    /**
     * The same for packets that were decrypted.
     * @param drvSpi which SA; there must be one
     * @param many packets that were decrypted, octets as N41 says
     * @param next octets of the next one
     * @param highest greatest sequence number among them
     * @return false when the SA's hard limit forbids the next one (R202)
     */
    bool CountReceived(Ps now,
                       uint16_t drvSpi,
                       const PacketOctets& many,
                       uint32_t next,
                       uint64_t highest);

    /// Brings the counters of an SA up to date by CountSent() and CountReceived().
    using CounterSource = std::function<void(Ps now, const SaContext& context)>;

    /** @param source who knows what was not counted yet; empty: nobody */
    void SetCounterSource(CounterSource source)
    {
        m_source = std::move(source);
    }

    /** @param context whose counters are about to be read */
    void BringUpToDate(Ps now, const SaContext& context) const
    {
        if (m_source)
        {
            m_source(now, context);
        }
    }

    /// Counters of the data path.
    using Counters = NicCounters;

    /** @return the counters */
    const Counters& GetCounters() const
    {
        return m_counters;
    }

    /** @return the MAC: its free instant and the work served tell the wire's utilization */
    const SerialServer& GetMac() const
    {
        return m_transmit.GetMac();
    }

    /** @return where the contexts are kept: cache and fetch unit */
    const NicContextMemory& GetContextMemory() const
    {
        return m_card->GetContextMemory();
    }

    /** @param stream first random stream to use @return how many may be used from there */
    int64_t AssignStreams(int64_t stream)
    {
        return m_card->AssignStreams(stream);
    }

    /** @return the transmit cipher's bit server, for utilization */
    const BackfillServer& GetTxCipher() const
    {
        return m_card->GetCipher(true).GetBits();
    }

    /**
     * @return packets accepted for sending whose first bit is not on the wire yet, octets of IP as
     * handed over
     */
    PacketOctets GetTxInFlight(Ps now)
    {
        return m_transmit.GetInFlight(now);
    }

    /**
     * @return packets from the wire that the host will get, but has not got yet
     */
    PacketOctets GetRxInFlight(Ps now)
    {
        return m_receive.GetInFlight(now);
    }

    /** Assert the class identities; ends the program with a message when one does not hold. */
    void CheckInvariants() const;

  private:
    void CountContexts();
    void CheckContexts() const;

    std::shared_ptr<NicCard> m_card; //!< what it shares with other ports
    NicCard::Port& m_port;           //!< its part of the card
    NicEspWork m_work;               //!< what is done to an SA
    NicContexts m_contexts;          //!< SAs
    NicCounters m_counters;          //!< see GetCounters()
    NicTransmit m_transmit;          //!< transmit pipeline
    NicReceive m_receive;            //!< receive pipeline
    PacketOctets m_sentInBulk;       //!< see CountSent()
    PacketOctets m_receivedInBulk;   //!< see CountReceived()
    CounterSource m_source;          //!< see SetCounterSource()
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_NIC_ENGINE_H */
