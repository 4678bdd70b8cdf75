/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_NIC_ENGINE_H
#define IPSEC_OFFLOAD_NIC_ENGINE_H

#include "nic-card.h"
#include "nic-contexts.h"
#include "nic-esp-work.h"
#include "nic-flight-ring.h"
#include "nic-profile.h"
#include "nic-stage.h"
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
 * The data path of one port of a NIC in plain C++. What the ports of a card share is the NicCard's;
 * a NIC of one port has a card for itself.
 *
 * All stages are servers kept as arithmetic, so a packet costs no event here: Transmit() says at
 * once when its first bit will be on the wire. Packets of all ports of a card must be handed over
 * in order of arrival. Packets leave in the order in which they came, clear ones too (one ring).
 *
 * Transmit: ring, doorbell, descriptor and payload over PCIe, classification, the port's ceiling,
 * the card's ceiling, cipher, MAC. Clear packets skip the cipher. Receive: classification, port,
 * card, replay check, cipher, ICV, PCIe, completion; what has no context skips the cipher, but
 * overtakes nothing. A replayed packet costs no cipher time, a damaged one does (RFC 4303 section
 * 3.4.3). Stages that the profile does not speak of take no time.
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
 * one entry of the ring and one descriptor; all else (context, sequence number, limits, counters,
 * cipher, wire) is per segment, so the counters of N40 and N41 count segments.
 *
 * Identities (CheckInvariants()), in packets and in octets, each side counted where it happens:
 * transmit: what was offered is on the wire, in flight or dropped for a reason, and it was
 * encrypted, clear or dropped; what the cipher worked on is what the SAs counted and what was
 * encrypted; the MAC served what left. Receive: what arrived is with the host, in flight or
 * dropped, and it was decrypted, passed, handed up with a syndrome or dropped; what the cipher
 * worked on is what the SAs counted and what failed behind it. What one stage lets pass is what the
 * next one gets and drops.
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

    /**
     * A packet from the host finds no room in a device that holds packets behind the engine, as one
     * on a shared medium does: counted and dropped as by a full ring.
     * @param length octets of the IP packet
     * @return its fate
     */
    TransmitResult RefuseTransmit(uint32_t length);

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
     * @param packet the packet; when it is decrypted, it is clear again, and drvSpi is set unless
     * there is no memory for its tag (N37); otherwise drvSpi is 0, whatever another node left
     * there. When it goes up although it failed (N34), syndrome says how
     * @param length octets of the IP packet
     * @return its fate
     */
    ReceiveResult Receive(Ps now, PacketDescriptor& packet, uint32_t length)
    {
        return Receive(now, packet, length, FindForReceive(packet));
    }

    /**
     * The same for a packet whose context was looked for already.
     * @param now when its last bit arrived
     * @param packet the packet
     * @param length octets of the IP packet
     * @param found what FindForReceive() said of it, at the same instant
     * @return its fate
     */
    ReceiveResult Receive(Ps now,
                          PacketDescriptor& packet,
                          uint32_t length,
                          const SaContext* found);

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
     * @param now the time
     * @return packets accepted and not yet on the wire
     */
    uint32_t GetRingOccupancy(Ps now);

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
     * @param now the time
     * @return freed slots that cannot be used yet (R21, N47)
     */
    uint32_t GetCoolingSlots(Ps now) const
    {
        return m_port->slots->GetCooling(now);
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
     * @param now the time
     * @return transmit slots (or all, when there is one pool) in use or cooling off, those of all
     * ports that share them
     */
    uint32_t GetTxSlotsUsed(Ps now) const
    {
        return m_port->slots->GetTxUsed(now);
    }

    /**
     * @param now the time
     * @return receive slots in use or cooling off, those of all ports that share them
     */
    uint32_t GetRxSlotsUsed(Ps now) const
    {
        return m_port->slots->GetRxUsed(now);
    }

    /// Counters of the data path.
    struct Counters
    {
        PacketOctets txOffered;        //!< handed over by the host, octets of IP as handed over
        PacketOctets txEncrypted;      //!< encrypted here, octets of clear IP
        PacketOctets txClear;          //!< sent as handed over
        PacketOctets txWire;           //!< sent in all, octets on the wire, overhead included
        PacketOctets rxArrived;        //!< octets of IP as they arrived
        PacketOctets rxDecrypted;      //!< octets of IP as they arrived
        PacketOctets rxPassed;         //!< handed up as they came, and nothing is wrong with them
        PacketOctets rxUntagged;       //!< of those decrypted: without their tags (N37)
        ReasonTable<NicDrop> rxFailed; //!< handed up with a syndrome (N34)
        ReasonTable<NicDrop> txDrops;  //!< octets of IP as handed over
        ReasonTable<NicDrop> rxDrops;  //!< octets of IP as they arrived
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
        return m_card->GetContextMemory();
    }

    /** @param stream first random stream to use @return how many may be used from there */
    int64_t AssignStreams(int64_t stream)
    {
        return m_card->AssignStreams(stream);
    }

    /** @return the transmit cipher's bit server, for utilisation */
    const BackfillServer& GetTxCipher() const
    {
        return m_card->GetCipher(true).GetBits();
    }

    /**
     * @param now the time
     * @return packets accepted for sending whose first bit is not on the wire yet, octets of IP as
     * handed over
     */
    PacketOctets GetTxInFlight(Ps now);

    /**
     * @param now the time
     * @return packets from the wire that the host will get, but has not got yet
     */
    PacketOctets GetRxInFlight(Ps now);

    /** Assert the class identities; ends the program with a message when one does not hold. */
    void CheckInvariants() const;

  private:
    /// One direction's way through the stages.
    struct Pipeline
    {
        NicStage port{0, 0};        //!< the port's ceiling
        NicStage::Order atPort;     //!< keeps the order there
        NicStage::Order atCard;     //!< keeps the order at the card's ceiling
        NicStage::Order atCipher;   //!< keeps the order at the cipher
        Ps contextLatency{0};       //!< before a packet with its context can be classified
        Ps dataLatency{0};          //!< before a packet with its data can be classified
        Ps reached{0};              //!< when the last packet had its context and data
        Ps left{0};                 //!< when the last packet left the pipeline
        PacketOctets afterCipher{}; //!< dropped behind the cipher, octets of clear IP
        NicFlightRing flight;       //!< packets that have not left it
    };

    Pipeline MakePipeline(bool transmit) const;
    bool TakesDescriptor(const PacketDescriptor& packet);
    void EndDescriptor(const PacketDescriptor& packet);
    TransmitResult DropOnTransmit(Ps now,
                                  const PacketDescriptor& packet,
                                  uint32_t length,
                                  NicDrop drop);
    Ps ReachContext(Ps now,
                    const PacketDescriptor& packet,
                    const SaContext& context,
                    bool transmit);
    Ps PassFront(Ps now,
                 Ps context,
                 const PacketDescriptor& packet,
                 uint32_t length,
                 uint32_t crosses,
                 bool transmit);
    Ps EncryptAt(Ps arrival, const PacketDescriptor& packet, uint32_t length);
    NicDrop Decrypt(Ps now,
                    Ps arrival,
                    SaContext& context,
                    PacketDescriptor& packet,
                    uint32_t length,
                    Ps& done);
    void LeaveReceive(Ps done);
    Ps HandUp(Ps at, PacketDescriptor& packet, const SaContext& context, uint32_t length);
    void CountContexts();
    void CheckContexts() const;
    void CheckStages() const;

    std::shared_ptr<NicCard> m_card; //!< what it shares with other ports
    NicCard::Port* m_port;           //!< its part of the card
    NicEspWork m_work;               //!< what is done to an SA
    uint32_t m_frameOverhead;        //!< octets per packet on the wire
    bool m_front;                    //!< there are stages that each packet passes
    bool m_dma;                      //!< packets go over PCIe
    bool m_passesErrors;             //!< failed packets go up (N34)
    Ps m_txLatency;                  //!< of the cipher
    Ps m_rxLatency;                  //!< of the cipher
    Ps m_completionLatency;          //!< from host memory to the host
    SerialServer m_mac;              //!< the wire
    Pipeline m_tx;                   //!< transmit
    Pipeline m_rx;                   //!< receive
    Ps m_dmaDone{0};                 //!< when the last packet was in host memory
    InstantRing m_ring;           //!< when entries leave: starts on the wire of their last segments
    bool m_descriptorTaken{true}; //!< the entry that is being handed over fits the ring
    Ps m_descriptorLeaves{PS_NEVER}; //!< start of its last segment so far; PS_NEVER: none was sent
    InstantRing m_rxRing;            //!< when packets leave the receive buffer
    Ps m_rxRingLeft{0};              //!< the last of them
    Counters m_counters;             //!< see GetCounters()
    NicContexts m_contexts;          //!< SAs
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_NIC_ENGINE_H */
