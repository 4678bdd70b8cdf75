/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "nic-engine.h"

#include "ns3/abort.h"
#include "ns3/drv-spi-allocator.h"
#include "ns3/log.h"
#include "ns3/step-listener.h"

#include <algorithm>
#include <string>
#include <utility>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("NicEngine");

NicEngine::NicEngine(NicProfile profile, uint64_t lineRate, uint32_t frameOverhead)
    : m_profile(std::move(profile)),
      m_frameOverhead(frameOverhead),
      m_txBits(m_profile.txBitRate),
      m_txPackets(m_profile.txPacketRate),
      m_mac(lineRate),
      m_rxBits(m_profile.rxBitRate),
      m_rxPackets(m_profile.rxPacketRate),
      m_memory(m_profile),
      m_ring(m_profile.ringSize),
      m_rxRing(m_profile.rxRingSize),
      m_slots(m_profile)
{
    NS_ABORT_MSG_IF(m_profile.ringSize == 0 || m_profile.rxRingSize == 0,
                    "NIC profile '" << m_profile.name << "': a ring of 0 packets passes none");
}

/**
 * Test the limits of an SA before it serves one more packet (R202).
 * @param now the time
 * @param context the SA
 * @param octets of the packet, as the counters count them
 * @return true when the hard limit forbids it
 */
bool
NicEngine::ReachesLimit(Ps now, SaContext& context, uint32_t octets) const
{
    if (!context.enforceLimits)
    {
        return false;
    }
    const uint64_t packets = context.sent.packets + context.received.packets + 1;
    const uint64_t total = context.sent.octets + context.received.octets + octets;
    const auto exceeds = [&](const SaLifetime& limit) {
        return (limit.octets != 0 && total > limit.octets) ||
               (limit.packets != 0 && packets > limit.packets);
    };
    if (exceeds(context.config.hard))
    {
        if (!context.hardSignalled && m_limit)
        {
            m_limit(now, context, true);
        }
        context.hardSignalled = true;
        return true;
    }
    if (!context.softSignalled && exceeds(context.config.soft))
    {
        context.softSignalled = true;
        if (m_limit)
        {
            m_limit(now, context, false);
        }
    }
    return false;
}

/**
 * Take a packet to its context.
 * @param now when it asks for it
 * @param packet the packet
 * @param context what it needs
 * @param transmit the direction
 * @return when it has it, and all packets before it have theirs
 */
Ps
NicEngine::ReachContext(Ps now,
                        const PacketDescriptor& packet,
                        const SaContext& context,
                        bool transmit)
{
    const NicContextMemory::Access access =
        m_memory.Use(now, transmit ? context.txNumber : context.rxNumber, transmit);
    Ps& last = transmit ? m_txContextAt : m_rxContextAt;
    last = std::max(last, access.ready);
    if (packet.steps && m_profile.contextCacheSize != 0)
    {
        std::string text;
        if (!access.hit)
        {
            text = "miss: the fetch " +
                   (access.waiting == 0 ? std::string("begins at once")
                                        : "waits " + SpanInWords(access.waiting)) +
                   " and takes " + SpanInWords(m_profile.contextFetchTime);
        }
        else
        {
            text = access.ready == now
                       ? std::string("hit")
                       : "hit: on its way, there in " + SpanInWords(access.ready - now);
        }
        if (last > access.ready)
        {
            text += "; behind a packet that waits " + SpanInWords(last - access.ready) + " longer";
        }
        packet.steps->Note(now, "NIC context cache", text, "N56");
    }
    return last;
}

NicDrop
NicEngine::Encrypt(Ps now, SaContext& context, PacketDescriptor& packet, uint32_t length) const
{
    const SaConfig& config = context.config;
    const uint32_t espLength = context.sizes.GetEspLength(length, packet.headerLength);
    if (m_wireMtu != 0 && espLength > m_wireMtu)
    {
        return NicDrop::TOO_BIG;
    }
    if (ReachesLimit(now, context, m_profile.counterIncludesEsp ? espLength : length))
    {
        return NicDrop::HARD_LIMIT;
    }
    // R171's rule for the receiver, seen from the sender: 32-bit numbers may begin anew only when
    // the SA says so, 64-bit ones never.
    if (context.hostNumbers)
    {
        context.nextSequence = packet.esp.sequence;
    }
    else if (!config.esn && context.nextSequence > UINT32_MAX && config.cyclic)
    {
        context.nextSequence = 0;
    }
    if (context.nextSequence > (config.esn ? UINT64_MAX - 1 : UINT32_MAX))
    {
        return NicDrop::SEQUENCE_OVERFLOW;
    }
    packet.esp.spi = config.spi;
    packet.esp.length = espLength;
    packet.esp.sequence = context.nextSequence++;
    packet.esp.wholeSequence = context.config.esn;
    packet.esp.damaged = false;
    const bool tunnel = config.mode == IpsecMode::TUNNEL;
    packet.esp.source = tunnel ? config.source : packet.source;
    packet.esp.destination = tunnel ? config.destination : packet.destination;
    packet.drvSpi = 0;
    context.sent.Add(m_profile.counterIncludesEsp ? espLength : length);
    return NicDrop::NONE;
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

NicEngine::TransmitResult
NicEngine::Transmit(Ps now, PacketDescriptor& packet, uint32_t length)
{
    m_counters.txOffered.Add(length);
    m_ring.Expire(now);

    NicDrop drop = NicDrop::NONE;
    SaContext* context = nullptr;
    Ps begin = now;
    const uint16_t drvSpi = packet.drvSpi;
    if (packet.steps)
    {
        packet.steps->Note(now,
                           "NIC ring",
                           GroupDigits(m_ring.GetSize()) + " of " +
                               GroupDigits(m_profile.ringSize) + " places taken" +
                               (m_ring.IsFull() ? ": dropped" : ""),
                           "");
    }
    if (!TakesDescriptor(packet))
    {
        drop = NicDrop::RING_FULL;
    }
    else if (drvSpi != 0 && drvSpi != DrvSpiAllocator::BYPASS)
    {
        context = drvSpi < m_byDrvSpi.size() ? m_byDrvSpi[drvSpi].get() : nullptr;
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
            begin = ReachContext(now, packet, *context, true);
            drop = Encrypt(now, *context, packet, length);
        }
    }
    if (packet.steps && drop != NicDrop::RING_FULL)
    {
        NoteContext(now, packet, drvSpi, context);
    }
    if (drop != NicDrop::NONE)
    {
        NS_LOG_LOGIC("transmit drops " << length << " octets at " << now
                                       << " ps: " << ToString(drop));
        m_counters.txDrops[drop].Add(length);
        EndDescriptor(packet);
        return {drop, now, nullptr};
    }

    Ps ready = now;
    uint32_t wireLength = length;
    if (context != nullptr)
    {
        const Ps arrival = begin;
        begin = std::max(m_txBits.StartOf(arrival), m_txPackets.StartOf(arrival));
        ready =
            std::max(m_txBits.Serve(arrival, uint64_t{8} * length), m_txPackets.Serve(arrival, 1)) +
            m_profile.txLatency;
        wireLength = packet.esp.length;
        m_counters.txEncrypted.Add(length);
        if (packet.steps)
        {
            packet.steps->Note(begin,
                               "NIC cipher",
                               (begin == arrival ? std::string("idle")
                                                 : "waited " + SpanInWords(begin - arrival)) +
                                   ", ready after " + SpanInWords(ready - begin) + "; sequence " +
                                   GroupDigits(packet.esp.sequence) + ", " + GroupDigits(length) +
                                   " -> " + GroupDigits(wireLength) + " octets",
                               "N26");
        }
    }
    else
    {
        m_counters.txClear.Add(length);
    }
    ready = std::max(ready, m_lastTxReady);
    m_lastTxReady = ready;

    const uint64_t wireOctets = uint64_t{wireLength} + m_frameOverhead;
    const Ps start = m_mac.StartOf(ready);
    m_mac.Serve(ready, 8 * wireOctets);
    m_descriptorLeaves = start;
    EndDescriptor(packet);
    m_counters.txWire.Add(wireOctets);
    if (packet.steps)
    {
        packet.steps->Note(start,
                           "NIC MAC",
                           (start == ready ? std::string("the wire is free: first bit at once, ")
                                           : "waits " + SpanInWords(start - ready) +
                                                 " for the wire, then first bit of ") +
                               GroupDigits(wireLength) + " + " + GroupDigits(m_frameOverhead) +
                               " octets of the wire",
                           "");
    }
    return {NicDrop::NONE, start, context};
}

/**
 * What the metadata of an outgoing packet leads to (N26-N30).
 * @param now the time
 * @param packet the packet, encrypted already if it will be
 * @param drvSpi its tag
 * @param context what the tag names, or nullptr
 */
void
NicEngine::NoteContext(Ps now,
                       const PacketDescriptor& packet,
                       uint16_t drvSpi,
                       const SaContext* context) const
{
    const auto note = [&](const std::string& text, const char* rule) {
        packet.steps->Note(now, "NIC contexts", text, rule);
    };
    const std::string tag = "drv_spi " + std::to_string(drvSpi);
    if (drvSpi == 0 || drvSpi == DrvSpiAllocator::BYPASS)
    {
        note(drvSpi == 0 ? "no tag: sent as it is" : "bypass tag: sent in clear",
             drvSpi == 0 ? "N28" : "N27");
    }
    else if (context == nullptr || !context->transmit || context->held)
    {
        note(tag + ": no transmit context, dropped", "N30, R145");
    }
    else if (packet.drvSpi == 0)
    {
        note(tag + ": context of SPI " + SpiInWords(context->config.spi) + " found, the tag ends",
             "N26");
    }
    else
    {
        note(tag + (packet.fragment ? ": a fragment never matches, dropped"
                                    : ": too big for the wire or out of sequence, dropped"),
             packet.fragment ? "N29, N30" : "N26");
    }
}

/**
 * What an arriving packet meets (N33).
 * @param now the time
 * @param packet the packet
 * @param context what decrypts it, or nullptr
 */
void
NicEngine::NoteReceiver(Ps now, const PacketDescriptor& packet, const SaContext* context) const
{
    if (context != nullptr)
    {
        packet.steps->Note(now,
                           "NIC contexts",
                           "SPI " + SpiInWords(packet.esp.spi) + " to " +
                               packet.esp.destination.ToString() + ": receive context, drv_spi " +
                               std::to_string(context->drvSpi),
                           "N33");
    }
    else if (packet.IsEsp())
    {
        packet.steps->Note(now,
                           "NIC contexts",
                           packet.fragment
                               ? "a fragment never matches: handed up as it came"
                               : "no receive context for SPI " + SpiInWords(packet.esp.spi) +
                                     ": handed up as it came",
                           "N33");
    }
    else
    {
        packet.steps->Note(now, "NIC contexts", "not ESP: handed up as it came", "N32");
    }
}

SaContext*
NicEngine::FindReceiver(const PacketDescriptor& packet) const
{
    if (!packet.IsEsp() || packet.fragment)
    {
        return nullptr;
    }
    SaContext* const context = m_bySpi.Find(packet.esp.spi, packet.esp.destination, packet.vlan);
    return context == nullptr || context->held ? nullptr : context;
}

NicDrop
NicEngine::Decrypt(Ps now, SaContext& context, PacketDescriptor& packet, uint32_t length, Ps& done)
{
    m_rxRing.Expire(now);
    if (m_rxRing.IsFull())
    {
        return NicDrop::RX_OVERRUN;
    }
    const Ps arrival = ReachContext(now, packet, context, false);
    // The wire carries the low half only (RFC 4303 section 2.2.1).
    const uint64_t sequence = context.window.Recover(static_cast<uint32_t>(packet.esp.sequence));
    const bool isNew = context.hostNumbers || context.window.Check(sequence);
    if (packet.steps)
    {
        const uint32_t size = context.window.GetSize();
        packet.steps->Note(now,
                           "NIC replay window",
                           "sequence " + GroupDigits(sequence) +
                               (size == 0 || context.hostNumbers
                                    ? ", the check is off"
                                    : " against " + GroupDigits(size) + " packets up to " +
                                          GroupDigits(context.window.GetLast()) +
                                          (isNew ? ": new" : ": seen or below, dropped")),
                           "N34, RFC 4303 3.4.3");
    }
    if (!isNew)
    {
        return NicDrop::REPLAY;
    }
    if (ReachesLimit(now, context, m_profile.counterIncludesEsp ? length : packet.length))
    {
        return NicDrop::HARD_LIMIT;
    }
    const Ps begin = std::max(m_rxBits.StartOf(arrival), m_rxPackets.StartOf(arrival));
    done = std::max(m_rxBits.Serve(arrival, uint64_t{8} * packet.length),
                    m_rxPackets.Serve(arrival, 1));
    m_rxRing.Push(done);
    if (packet.steps)
    {
        packet.steps->Note(
            begin,
            "NIC cipher",
            (begin == arrival ? std::string("idle") : "waited " + SpanInWords(begin - arrival)) +
                ", takes " + SpanInWords(done - begin) +
                (packet.esp.IsDamagedFor(sequence)
                     ? ": the ICV does not verify, dropped"
                     : ": the ICV verifies, " + GroupDigits(length) + " -> " +
                           GroupDigits(packet.length) + " octets"),
            "N33, N34");
    }
    if (packet.esp.IsDamagedFor(sequence))
    {
        return NicDrop::ICV;
    }
    // Where the host checks, the NIC's window only follows the high half of the numbers.
    if (!context.window.Update(sequence) && !context.hostNumbers)
    {
        return NicDrop::REPLAY;
    }
    context.received.Add(m_profile.counterIncludesEsp ? length : packet.length);
    packet.esp.spi = 0;
    packet.esp.sequence = sequence;
    packet.drvSpi = context.drvSpi;
    return NicDrop::NONE;
}

NicEngine::ReceiveResult
NicEngine::Receive(Ps now, PacketDescriptor& packet, uint32_t length)
{
    m_counters.rxArrived.Add(length);
    packet.drvSpi = 0;

    Ps ready = now;
    SaContext* const context = FindReceiver(packet);
    if (packet.steps)
    {
        NoteReceiver(now, packet, context);
    }
    if (context != nullptr)
    {
        const NicDrop drop = Decrypt(now, *context, packet, length, ready);
        if (drop != NicDrop::NONE)
        {
            NS_LOG_LOGIC("receive drops " << length << " octets at " << now
                                          << " ps: " << ToString(drop));
            m_counters.rxDrops[drop].Add(length);
            return {drop, now, nullptr};
        }
        ready += m_profile.rxLatency;
        m_counters.rxDecrypted.Add(length);
    }
    else
    {
        m_counters.rxPassed.Add(length);
    }
    ready = std::max(ready, m_lastRxReady);
    m_lastRxReady = ready;
    if (packet.steps && context != nullptr)
    {
        packet.steps->Note(ready,
                           "NIC",
                           "to the host in clear, with receive tag drv_spi " +
                               std::to_string(context->drvSpi),
                           "N35");
    }
    return {NicDrop::NONE, ready, context};
}

uint32_t
NicEngine::GetRingOccupancy(Ps now)
{
    m_ring.Expire(now);
    return m_ring.GetSize();
}

NicEngine::InstallResult
NicEngine::Install(Ps now, SaContext context)
{
    const uint16_t drvSpi = context.drvSpi;
    const bool transmit = context.transmit;
    const bool receive = context.receive;
    if (drvSpi >= m_byDrvSpi.size())
    {
        m_byDrvSpi.resize(drvSpi + size_t{1});
    }
    std::unique_ptr<SaContext>& place = m_byDrvSpi[drvSpi];
    if ((place && ((transmit && place->transmit) || (receive && place->receive))) ||
        (receive &&
         m_bySpi.Find(context.config.spi, context.config.destination, context.vlan) != nullptr))
    {
        return InstallResult::DUPLICATE;
    }
    if (!m_slots.HasRoom(now, context, place.get()))
    {
        return InstallResult::FULL;
    }
    m_slots.Take(context, place.get());
    if (transmit)
    {
        context.txNumber = m_memory.Add();
    }
    if (receive)
    {
        context.rxNumber = m_memory.Add();
    }
    if (place)
    {
        (transmit ? place->txNumber : place->rxNumber) =
            transmit ? context.txNumber : context.rxNumber;
        place->transmit = place->transmit || transmit;
        place->receive = place->receive || receive;
        place->held = context.held;
    }
    else
    {
        place = std::make_unique<SaContext>(std::move(context));
    }
    if (receive)
    {
        m_bySpi.Insert(place.get());
    }
    NS_LOG_INFO("drv_spi " << drvSpi << " gets its slots at " << now << " ps:"
                           << (transmit ? " transmit" : "") << (receive ? " receive" : ""));
    return InstallResult::OK;
}

/// Take an SA out of the context memory. @param context which
void
NicEngine::ForgetContexts(const SaContext& context)
{
    if (context.transmit)
    {
        m_memory.Remove(context.txNumber);
    }
    if (context.receive)
    {
        m_memory.Remove(context.rxNumber);
    }
}

bool
NicEngine::Remove(Ps now, uint16_t drvSpi)
{
    if (Find(drvSpi) == nullptr)
    {
        return false;
    }
    NS_LOG_INFO("drv_spi " << drvSpi << " leaves its slots at " << now << " ps");
    const std::unique_ptr<SaContext> context = std::move(m_byDrvSpi[drvSpi]);
    ForgetContexts(*context);
    if (context->receive)
    {
        m_bySpi.Erase(context.get());
    }
    m_slots.Release(now, *context);
    return true;
}

const SaContext*
NicEngine::Find(uint16_t drvSpi) const
{
    return drvSpi < m_byDrvSpi.size() ? m_byDrvSpi[drvSpi].get() : nullptr;
}

const SaContext*
NicEngine::FindFrom(uint32_t drvSpi) const
{
    for (size_t i = drvSpi; i < m_byDrvSpi.size(); ++i)
    {
        if (m_byDrvSpi[i])
        {
            return m_byDrvSpi[i].get();
        }
    }
    return nullptr;
}

void
NicEngine::ForEach(const std::function<void(const SaContext&)>& visit) const
{
    for (const auto& context : m_byDrvSpi)
    {
        if (context)
        {
            visit(*context);
        }
    }
}

uint32_t
NicEngine::Reset()
{
    const uint32_t lost = GetContexts();
    ForEach([this](const SaContext& context) { ForgetContexts(context); });
    m_bySpi.Clear();
    m_byDrvSpi.clear();
    m_slots.Clear();
    return lost;
}

void
NicEngine::CheckInvariants() const
{
    PacketOctets sent = m_counters.txEncrypted;
    sent.Add(m_counters.txClear);
    NS_ABORT_MSG_UNLESS(sent.packets == m_counters.txWire.packets,
                        "NIC: sent on the wire differs from encrypted + clear");
    sent.Add(m_counters.txDrops.Total());
    NS_ABORT_MSG_UNLESS(sent == m_counters.txOffered,
                        "NIC transmit: offered differs from encrypted + clear + drops");
    PacketOctets received = m_counters.rxDecrypted;
    received.Add(m_counters.rxPassed);
    received.Add(m_counters.rxDrops.Total());
    NS_ABORT_MSG_UNLESS(received == m_counters.rxArrived,
                        "NIC receive: arrived differs from decrypted + passed + drops");

    uint32_t transmit = 0;
    uint32_t receive = 0;
    uint64_t encrypted = 0;
    uint64_t decrypted = 0;
    ForEach([&](const SaContext& context) {
        transmit += context.transmit ? 1 : 0;
        receive += context.receive ? 1 : 0;
        encrypted += context.sent.packets;
        decrypted += context.received.packets;
    });
    NS_ABORT_MSG_UNLESS(m_slots.GetContexts() == transmit + receive,
                        "NIC: contexts counted differ from those that are there");
    NS_ABORT_MSG_UNLESS(m_slots.GetHeld() <= m_slots.GetContexts(),
                        "NIC: slots in use without a context");
    // Contexts that were removed took their counts along.
    NS_ABORT_MSG_UNLESS(encrypted <= m_counters.txEncrypted.packets &&
                            decrypted <= m_counters.rxDecrypted.packets,
                        "NIC: contexts count more packets than the engine");
}

} // namespace ns3
