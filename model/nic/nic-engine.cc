/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "nic-engine.h"

#include "nic-steps-internal.h"

#include "ns3/abort.h"
#include "ns3/drv-spi-allocator.h"
#include "ns3/log.h"

#include <algorithm>
#include <utility>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("NicEngine");

NicEngine::NicEngine(NicProfile profile, uint64_t lineRate, uint32_t frameOverhead)
    : NicEngine(std::make_shared<NicCard>(std::move(profile)), lineRate, frameOverhead)
{
}

NicEngine::NicEngine(std::shared_ptr<NicCard> card, uint64_t lineRate, uint32_t frameOverhead)
    : m_card(std::move(card)),
      m_port(&m_card->AddPort()),
      m_work(GetProfile().counterIncludesEsp),
      m_frameOverhead(frameOverhead),
      m_dma(m_card->GetPcie().IsOn()),
      m_passesErrors(GetProfile().errorAction == NicProfile::ERROR_PASS),
      m_txLatency(GetProfile().txLatency),
      m_rxLatency(GetProfile().rxLatency),
      m_completionLatency(GetProfile().completionLatency),
      m_mac(lineRate),
      m_tx(MakePipeline(true)),
      m_rx(MakePipeline(false)),
      m_ring(GetProfile().ringSize),
      m_rxRing(GetProfile().rxRingSize)
{
    m_front = m_dma || m_tx.port.IsOn() || m_card->GetCeiling().IsOn() || m_tx.dataLatency != 0 ||
              m_rx.dataLatency != 0;
}

/// @param transmit the direction @return its stages as the profile has them
NicEngine::Pipeline
NicEngine::MakePipeline(bool transmit) const
{
    const NicProfile& profile = GetProfile();
    Pipeline pipeline;
    pipeline.port = NicStage(profile.portBitRate, profile.portPacketRate);
    pipeline.contextLatency = profile.classifyLatency;
    pipeline.dataLatency = profile.classifyLatency;
    if (transmit)
    {
        const NicPcie& pcie = m_card->GetPcie();
        pipeline.contextLatency += profile.doorbellLatency + pcie.GetDescriptorLatency();
        pipeline.dataLatency +=
            profile.doorbellLatency + pcie.GetDescriptorLatency() + pcie.GetReadLatency();
    }
    return pipeline;
}

/**
 * Take a packet to its context.
 * @param now when descriptor or header ask for it
 * @param packet the packet
 * @param context what it needs
 * @param transmit the direction
 * @return when the context is on chip
 */
Ps
NicEngine::ReachContext(Ps now,
                        const PacketDescriptor& packet,
                        const SaContext& context,
                        bool transmit)
{
    const NicContextMemory::Access access =
        m_card->GetContextMemory().Use(now,
                                       transmit ? context.txNumber : context.rxNumber,
                                       transmit);
    AppendStep(packet.steps,
               NicSteps::Cache,
               now,
               access,
               GetProfile(),
               (transmit ? m_tx : m_rx).reached);
    return access.ready;
}

/**
 * The stages that each packet passes, clear ones too: PCIe (transmit), classification, the ceilings
 * of port and card.
 * @param now when the packet is handed over
 * @param context when its context is on chip; now when it has none
 * @param packet the packet
 * @param length octets of IP
 * @param crosses octets that PCIe brings (transmit)
 * @param transmit the direction
 * @return when it has passed them
 */
Ps
NicEngine::PassFront(Ps now,
                     Ps context,
                     const PacketDescriptor& packet,
                     uint32_t length,
                     uint32_t crosses,
                     bool transmit)
{
    Pipeline& pipeline = transmit ? m_tx : m_rx;
    Ps data = now;
    if (m_dma && transmit)
    {
        const bool begins =
            packet.tcp.place == SegmentPlace::WHOLE || packet.tcp.place == SegmentPlace::FIRST;
        m_port->read.Add(crosses);
        data = m_card->GetPcie().Read(now, crosses, begins);
        const Ps there = data + pipeline.dataLatency;
        AppendStep(packet.steps, StepCode::NIC_DMA_READ, StepTimes(now, now, there));
    }
    Ps at = std::max(context + pipeline.contextLatency, data + pipeline.dataLatency);
    at = std::max(at, pipeline.reached);
    pipeline.reached = at;
    if (pipeline.port.IsOn())
    {
        const auto service = pipeline.port.Serve(at, length, pipeline.atPort);
        AppendStep(packet.steps, StepCode::NIC_PORT, StepTimes(at, service.start, service.done));
        at = service.done;
    }
    NicStage& ceiling = m_card->GetCeiling();
    if (ceiling.IsOn())
    {
        m_port->ceiling.Add(length);
        const auto service = ceiling.Serve(at, length, pipeline.atCard);
        AppendStep(packet.steps, StepCode::NIC_CARD, StepTimes(at, service.start, service.done));
        at = service.done;
    }
    return at;
}

/**
 * One bound counts what the host hands down: a super-segment is one entry, whatever the NIC makes
 * of it, and is taken or refused as a whole.
 * @param packet what is handed over @return true when the ring has it
 */
bool
NicEngine::TakesDescriptor(const PacketDescriptor& packet)
{
    if (packet.tcp.place == SegmentPlace::WHOLE || packet.tcp.place == SegmentPlace::FIRST)
    {
        m_descriptorTaken = !m_ring.IsFull();
        m_descriptorLeaves = PS_NEVER;
    }
    return m_descriptorTaken;
}

/// An entry leaves the ring with the last of its segments that is sent. @param packet a segment
void
NicEngine::EndDescriptor(const PacketDescriptor& packet)
{
    const bool last =
        packet.tcp.place == SegmentPlace::WHOLE || packet.tcp.place == SegmentPlace::LAST;
    if (last && m_descriptorLeaves != PS_NEVER)
    {
        m_ring.Push(m_descriptorLeaves);
    }
}

/// @param now the time @param packet a packet @param length of it @param drop why @return the
/// answer
NicEngine::TransmitResult
NicEngine::DropOnTransmit(Ps now, const PacketDescriptor& packet, uint32_t length, NicDrop drop)
{
    NS_LOG_LOGIC("transmit drops " << length << " octets at " << now << " ps: " << ToString(drop));
    m_counters.txDrops[drop].Add(length);
    EndDescriptor(packet);
    return {drop, now, nullptr};
}

/// @param arrival at the cipher @param packet encrypted @param length of clear IP @return when done
Ps
NicEngine::EncryptAt(Ps arrival, const PacketDescriptor& packet, uint32_t length)
{
    m_port->encrypted.Add(length);
    auto service = m_card->GetCipher(true).Serve(arrival, length, m_tx.atCipher);
    service.done += m_txLatency;
    AppendStep(packet.steps,
               StepCode::NIC_ENCRYPTED,
               StepTimes(arrival, service.start, service.done),
               packet.esp.sequence,
               length,
               packet.esp.length);
    return service.done;
}

NicEngine::TransmitResult
NicEngine::RefuseTransmit(uint32_t length)
{
    m_counters.txOffered.Add(length);
    m_counters.txDrops[NicDrop::RING_FULL].Add(length);
    return {NicDrop::RING_FULL, 0, nullptr};
}

NicEngine::TransmitResult
NicEngine::Transmit(Ps now, PacketDescriptor& packet, uint32_t length)
{
    m_counters.txOffered.Add(length);
    m_ring.Expire(now);
    AppendStep(packet.steps, NicSteps::Ring, now, m_ring.GetSize(), m_ring.GetBound());
    if (!TakesDescriptor(packet))
    {
        return DropOnTransmit(now, packet, length, NicDrop::RING_FULL);
    }

    NicDrop drop = NicDrop::NONE;
    SaContext* context = nullptr;
    const uint16_t drvSpi = packet.drvSpi;
    Ps at = now;
    if (drvSpi != 0 && drvSpi != DrvSpiAllocator::BYPASS)
    {
        context = m_contexts.Find(drvSpi);
        if (context == nullptr || !context->transmit || context->held)
        {
            drop = NicDrop::UNKNOWN_DRV_SPI;
        }
        else if (packet.fragment)
        {
            drop = NicDrop::TAGGED_FRAGMENT;
        }
        else
        {
            at = ReachContext(now, packet, *context, true);
        }
    }
    if (m_front)
    {
        const uint32_t crosses = context != nullptr && context->hostEncapsulates
                                     ? context->sizes.GetEspLength(length, packet.headerLength)
                                     : length;
        at = PassFront(now, at, packet, length, crosses, true);
    }
    else
    {
        at = m_tx.reached = std::max(at, m_tx.reached);
    }
    if (context != nullptr && drop == NicDrop::NONE)
    {
        drop = m_work.Encrypt(now, *context, packet, length);
    }
    AppendStep(packet.steps, NicSteps::Metadata, now, drvSpi, context, drop);
    if (drop != NicDrop::NONE)
    {
        return DropOnTransmit(now, packet, length, drop);
    }

    uint32_t wireLength = length;
    if (context != nullptr)
    {
        wireLength = packet.esp.length;
        at = EncryptAt(at, packet, length);
    }
    at = m_tx.left = std::max(at, m_tx.left);

    const uint32_t wireOctets = wireLength + m_frameOverhead;
    const Ps start = m_mac.StartOf(at);
    m_mac.Serve(at, uint64_t{8} * wireOctets);
    m_descriptorLeaves = start;
    EndDescriptor(packet);
    (context != nullptr ? m_counters.txEncrypted : m_counters.txClear).Add(length);
    m_counters.txWire.Add(wireOctets);
    m_tx.flight.Push(now, start, length);
    const StepTimes times(at, start, start);
    AppendStep(packet.steps, StepCode::NIC_MAC, times, wireLength, m_frameOverhead);
    return {NicDrop::NONE, start, context};
}

/// A packet leaves the receive buffer. @param done when
void
NicEngine::LeaveReceive(Ps done)
{
    m_rxRingLeft = std::max(m_rxRingLeft, done);
    m_rxRing.Push(m_rxRingLeft);
}

/**
 * Cipher and checks of a packet with a receive context.
 * @param now when the packet arrived
 * @param arrival when it reaches the cipher
 * @param context its SA
 * @param packet the packet
 * @param length octets of IP as it arrived
 * @param done becomes the end of the cipher's work; unchanged without it
 * @return NONE, or why it goes no further
 */
NicDrop
NicEngine::Decrypt(Ps now,
                   Ps arrival,
                   SaContext& context,
                   PacketDescriptor& packet,
                   uint32_t length,
                   Ps& done)
{
    uint64_t sequence = 0;
    NicDrop drop = m_work.Check(now, context, packet, length, sequence);
    AppendStep(packet.steps, NicSteps::Window, now, context, sequence, drop, m_passesErrors);
    if (drop != NicDrop::NONE)
    {
        return drop;
    }
    // How much of a damaged datagram is padding, nobody can tell.
    const uint32_t octets =
        packet.esp.IsDamagedFor(sequence) ? context.sizes.GetPaddedLength(length) : packet.length;
    m_port->decrypted.Add(octets);
    const auto service = m_card->GetCipher(false).Serve(arrival, octets, m_rx.atCipher);
    done = service.done;
    drop = m_work.Decrypt(now, context, packet, length, sequence);
    const StepTimes times(arrival, service.start, service.done);
    const NicSteps::Opened opened{length, sequence, drop, m_passesErrors};
    AppendStep(packet.steps, NicSteps::Decrypted, packet, times, opened);
    if (drop != NicDrop::NONE)
    {
        m_rx.afterCipher.Add(octets);
    }
    return drop;
}

NicEngine::ReceiveResult
NicEngine::Receive(Ps now, PacketDescriptor& packet, uint32_t length, const SaContext* found)
{
    m_counters.rxArrived.Add(length);
    packet.drvSpi = 0;
    packet.syndrome = NicDrop::NONE;

    SaContext* const context = found == nullptr ? nullptr : m_contexts.Find(found->drvSpi);
    AppendStep(packet.steps, NicSteps::Receiver, now, packet, context);
    NicDrop drop = NicDrop::NONE;
    Ps at = now;
    uint32_t up = length;
    if (context != nullptr || m_front)
    {
        m_rxRing.Expire(now);
        if (m_rxRing.IsFull())
        {
            NS_LOG_LOGIC("receive drops " << length << " octets at " << now << " ps: overrun");
            m_counters.rxDrops[NicDrop::RX_OVERRUN].Add(length);
            return {NicDrop::RX_OVERRUN, now, nullptr};
        }
        if (context != nullptr)
        {
            at = ReachContext(now, packet, *context, false);
        }
        if (m_front)
        {
            at = PassFront(now, at, packet, length, length, false);
        }
    }
    at = m_rx.reached = std::max(at, m_rx.reached);
    if (context != nullptr)
    {
        drop = Decrypt(now, at, *context, packet, length, at);
        up = context->hostEncapsulates ? length : packet.length;
        if (m_passesErrors && (drop == NicDrop::ICV || drop == NicDrop::REPLAY))
        {
            packet.syndrome = drop; // the host shall drop it
            drop = NicDrop::NONE;
            up = length;
        }
    }
    if (drop != NicDrop::NONE)
    {
        if (m_front || at != now)
        {
            LeaveReceive(at); // it waited for its context or the cipher
        }
        NS_LOG_LOGIC("receive drops " << length << " octets at " << now
                                      << " ps: " << ToString(drop));
        m_counters.rxDrops[drop].Add(length);
        return {drop, now, nullptr};
    }
    if (m_dma)
    {
        m_port->written.Add(up);
        const Ps asked = at;
        at = m_dmaDone = m_card->GetPcie().Write(now, std::max(at, m_dmaDone), up);
        AppendStep(packet.steps, StepCode::NIC_DMA_WRITTEN, StepTimes(asked, asked, at));
    }
    if (m_front || context != nullptr)
    {
        LeaveReceive(at);
    }
    at += m_completionLatency;
    if (context != nullptr)
    {
        at = HandUp(at, packet, *context, length);
    }
    else
    {
        m_counters.rxPassed.Add(length);
    }
    at = m_rx.left = std::max(at, m_rx.left);
    m_rx.flight.Push(now, at, length);
    AppendStep(packet.steps, NicSteps::Up, at, packet, context);
    return {NicDrop::NONE, at, packet.syndrome == NicDrop::NONE ? context : nullptr};
}

/**
 * Count what goes up to the host after the cipher, or with a syndrome, and give it its tag or not.
 * @param at when it is in host memory and known of
 * @param packet what goes up
 * @param context its SA
 * @param length octets of IP as it arrived
 * @return when the host gets it
 */
Ps
NicEngine::HandUp(Ps at, PacketDescriptor& packet, const SaContext& context, uint32_t length)
{
    if (packet.syndrome != NicDrop::NONE)
    {
        NS_LOG_LOGIC("drv_spi " << context.drvSpi << ": " << length
                                << " octets go up with syndrome " << ToString(packet.syndrome));
        m_counters.rxFailed[packet.syndrome].Add(length);
        return packet.syndrome == NicDrop::ICV ? at + m_rxLatency : at;
    }
    m_counters.rxDecrypted.Add(length);
    if (m_card->FailsToTag())
    {
        m_counters.rxUntagged.Add(length);
        packet.drvSpi = 0;
    }
    return at + m_rxLatency;
}

uint32_t
NicEngine::GetRingOccupancy(Ps now)
{
    m_ring.Expire(now);
    return m_ring.GetSize();
}

PacketOctets
NicEngine::GetTxInFlight(Ps now)
{
    m_tx.flight.Expire(now);
    return m_tx.flight.GetInFlight();
}

PacketOctets
NicEngine::GetRxInFlight(Ps now)
{
    m_rx.flight.Expire(now);
    return m_rx.flight.GetInFlight();
}

NicEngine::InstallResult
NicEngine::Install(Ps now, SaContext context)
{
    const InstallResult result =
        m_contexts.Install(now, std::move(context), *m_port->slots, m_card->GetContextMemory());
    CountContexts();
    return result;
}

void
NicEngine::ConfirmEsn(uint16_t drvSpi, uint64_t half)
{
    SaContext* const context = m_contexts.Find(drvSpi);
    if (context != nullptr)
    {
        context->esnConfirmed = std::max(context->esnConfirmed, half);
    }
}

bool
NicEngine::Remove(Ps now, uint16_t drvSpi)
{
    const bool removed = m_contexts.Remove(now,
                                           drvSpi,
                                           *m_port->slots,
                                           m_port->slotPort,
                                           m_card->GetContextMemory());
    CountContexts();
    return removed;
}

uint32_t
NicEngine::Reset()
{
    const uint32_t lost = m_contexts.Clear(*m_port->slots, m_card->GetContextMemory());
    m_port->slots->EndCoolOff(m_port->slotPort);
    CountContexts();
    return lost;
}

/// Tell the card how many contexts this port has.
void
NicEngine::CountContexts()
{
    m_port->txContexts = m_contexts.CountTransmit();
    m_port->rxContexts = m_contexts.CountReceive();
}

namespace
{

/// @param whole a count @param part of it @return the rest
PacketOctets
Without(const PacketOctets& whole, const PacketOctets& part)
{
    return {whole.packets - part.packets, whole.octets - part.octets};
}

/// @param one a count @param two another one @return both together
PacketOctets
Sum(PacketOctets one, const PacketOctets& two)
{
    one.Add(two);
    return one;
}

} // namespace

void
NicEngine::CheckInvariants() const
{
    const Counters& c = m_counters;
    const PacketOctets sent = Sum(m_tx.flight.GetOut(), m_tx.flight.GetInFlight());
    NS_ABORT_MSG_UNLESS(Sum(sent, c.txDrops.Total()) == c.txOffered,
                        "NIC transmit: offered differs from on the wire + in flight + drops");
    NS_ABORT_MSG_UNLESS(Sum(c.txEncrypted, c.txClear) == sent,
                        "NIC transmit: encrypted + clear differs from on the wire + in flight");
    NS_ABORT_MSG_UNLESS(c.txWire.packets == sent.packets &&
                            m_mac.GetServed() == 8 * c.txWire.octets,
                        "NIC transmit: the MAC served something else than was sent");
    const PacketOctets received = Sum(m_rx.flight.GetOut(), m_rx.flight.GetInFlight());
    NS_ABORT_MSG_UNLESS(Sum(received, c.rxDrops.Total()) == c.rxArrived,
                        "NIC receive: arrived differs from handed up + in flight + drops");
    NS_ABORT_MSG_UNLESS(
        Sum(Sum(c.rxDecrypted, c.rxPassed), c.rxFailed.Total()) == received,
        "NIC receive: decrypted + passed + failed differs from handed up + in flight");
    CheckContexts();
    CheckStages();
    m_card->CheckInvariants();
}

/// Assert that the SAs, those that are gone included, counted what was encrypted and decrypted.
void
NicEngine::CheckContexts() const
{
    uint32_t transmit = 0;
    uint32_t receive = 0;
    PacketOctets encrypted = m_contexts.GetGoneSent();
    PacketOctets decrypted = m_contexts.GetGoneReceived();
    ForEach([&](const SaContext& context) {
        transmit += context.transmit ? 1 : 0;
        receive += context.receive ? 1 : 0;
        encrypted.Add(context.sent);
        decrypted.Add(context.received);
    });
    NS_ABORT_MSG_UNLESS(transmit == m_port->txContexts && receive == m_port->rxContexts,
                        "NIC: contexts counted differ from the contexts there are");
    const Counters& c = m_counters;
    PacketOctets sent = c.txEncrypted;
    PacketOctets opened = Without(m_port->decrypted, m_rx.afterCipher);
    if (GetProfile().counterIncludesEsp) // N41
    {
        const uint64_t overhead = c.txWire.packets * m_frameOverhead;
        sent.octets = c.txWire.octets - overhead - c.txClear.octets;
        opened.octets = c.rxDecrypted.octets;
    }
    NS_ABORT_MSG_UNLESS(encrypted == sent, "NIC: SAs counted something else than was encrypted");
    NS_ABORT_MSG_UNLESS(decrypted == opened, "NIC: SAs counted something else than was decrypted");
}

/// Assert that what one stage lets pass is what the next one gets and drops.
void
NicEngine::CheckStages() const
{
    const PacketOctets sent = Without(m_counters.txOffered, m_counters.txDrops[NicDrop::RING_FULL]);
    const PacketOctets arrived =
        Without(m_counters.rxArrived, m_counters.rxDrops[NicDrop::RX_OVERRUN]);
    if (m_dma)
    {
        // Inline crypto lets more octets cross than the clear datagram has.
        NS_ABORT_MSG_UNLESS(m_port->read.packets == sent.packets &&
                                m_port->read.octets >= sent.octets,
                            "NIC: PCIe read other packets than the ring had");
        NS_ABORT_MSG_UNLESS(m_port->written.packets == m_counters.rxDecrypted.packets +
                                                           m_counters.rxPassed.packets +
                                                           m_counters.rxFailed.Total().packets,
                            "NIC: PCIe wrote other packets than were decrypted or passed");
    }
    if (m_tx.port.IsOn())
    {
        NS_ABORT_MSG_UNLESS(m_tx.port.GetPassed() == sent && m_rx.port.GetPassed() == arrived,
                            "NIC: the port's ceiling passed other packets than came to it");
    }
    if (m_card->GetCeiling().IsOn())
    {
        PacketOctets both = sent;
        both.Add(arrived);
        NS_ABORT_MSG_UNLESS(m_port->ceiling == both,
                            "NIC: the card's ceiling passed other packets than came to it");
    }
    NS_ABORT_MSG_UNLESS(m_port->encrypted == m_counters.txEncrypted,
                        "NIC: the transmit cipher had other packets than were encrypted");
    NS_ABORT_MSG_UNLESS(m_port->decrypted.packets ==
                            m_counters.rxDecrypted.packets + m_rx.afterCipher.packets,
                        "NIC: the receive cipher had other packets than were decrypted or damaged");
}

} // namespace ns3
