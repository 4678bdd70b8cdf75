/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "nic-transmit.h"

#include "nic-contexts.h"
#include "nic-esp-work.h"
#include "nic-steps-internal.h"

#include "ns3/abort.h"
#include "ns3/drv-spi-allocator.h"
#include "ns3/log.h"

#include <algorithm>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("NicTransmit");

NicTransmit::NicTransmit(NicCard& card,
                         NicCard::Port& port,
                         const NicContexts& contexts,
                         const NicEspWork& work,
                         NicCounters& counters,
                         uint64_t lineRate,
                         uint32_t frameOverhead)
    : m_card(card),
      m_port(port),
      m_contexts(contexts),
      m_work(work),
      m_counters(counters),
      m_frameOverhead(frameOverhead),
      m_dma(card.GetPcie().IsOn()),
      m_latency(card.GetProfile().txLatency),
      m_ring(card.GetProfile().ringSize),
      m_front(card, port, true),
      m_mac(lineRate)
{
}

/// @param arrival at the cipher @param packet encrypted @param length of clear IP @return when done
inline Ps
NicTransmit::EncryptAt(Ps arrival, const PacketDescriptor& packet, uint32_t length)
{
    m_port.encrypted.Add(length);
    auto service = m_card.GetCipher(true).Serve(arrival, length, m_atCipher);
    service.done += m_latency;
    AppendStep(packet.steps,
               StepCode::NIC_ENCRYPTED,
               StepTimes(arrival, service.start, service.done),
               packet.esp.sequence,
               length,
               packet.esp.length);
    return service.done;
}

NicTransmit::Result
NicTransmit::Transmit(Ps now, PacketDescriptor& packet, uint32_t length)
{
    m_counters.txOffered.Add(length);
    m_ring.Expire(now);
    AppendStep(packet.steps, NicSteps::Ring, now, m_ring.GetSize(), m_ring.GetBound());
    if (!m_ring.Take(packet.tcp.place))
    {
        return Drop(now, packet, length, NicDrop::RING_FULL);
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
            drop = m_contexts.IsAcked(drvSpi) ? NicDrop::ACKED_WITHOUT_CONTEXT
                                              : NicDrop::UNKNOWN_DRV_SPI;
        }
        else if (packet.fragment)
        {
            drop = NicDrop::TAGGED_FRAGMENT;
        }
        else
        {
            at = m_front.FetchContext(now, packet, *context);
        }
    }
    const Ps data = m_dma ? ReadData(now, context, packet, length) : now;
    at = m_front.Pass(at, data, packet, length);
    if (context != nullptr && drop == NicDrop::NONE)
    {
        drop = m_work.Encrypt(now, *context, packet, length);
    }
    AppendStep(packet.steps, NicSteps::Metadata, now, drvSpi, context, drop);
    if (drop != NicDrop::NONE)
    {
        return Drop(now, packet, length, drop);
    }

    uint32_t wireLength = length;
    if (context != nullptr)
    {
        wireLength = packet.esp.length;
        at = EncryptAt(at, packet, length);
    }
    at = m_left = std::max(at, m_left);

    const uint32_t wireOctets = wireLength + m_frameOverhead;
    const Ps start = m_mac.StartOf(at);
    m_mac.Serve(at, uint64_t{8} * wireOctets);
    m_ring.Send(start, packet.tcp.place);
    (context != nullptr ? m_counters.txEncrypted : m_counters.txClear).Add(length);
    m_counters.txWire.Add(wireOctets);
    m_flight.Push(now, start, length);
    const StepTimes times(at, start, start);
    AppendStep(packet.steps, StepCode::NIC_MAC, times, wireLength, m_frameOverhead);
    return {NicDrop::NONE, start, context};
}

NicTransmit::Result
NicTransmit::Refuse(uint32_t length)
{
    m_counters.txOffered.Add(length);
    m_counters.txDrops[NicDrop::RING_FULL].Add(length);
    return {NicDrop::RING_FULL, 0, nullptr};
}

/// @param packet a packet @param length of it @param drop why @return the
/// answer
NicTransmit::Result
NicTransmit::Drop(Ps now, const PacketDescriptor& packet, uint32_t length, NicDrop drop)
{
    NS_LOG_LOGIC("transmit drops " << length << " octets at " << now << " ps: " << ToString(drop));
    m_counters.txDrops[drop].Add(length);
    m_ring.Drop(packet.tcp.place);
    return {drop, now, nullptr};
}

/**
 * Bring a packet over PCIe.
 * @param now when the host hands it over
 * @param context its SA, or nullptr
 * @param packet the packet
 * @param length octets of the IP packet as handed over
 * @return when it is on the card, latencies not counted
 */
Ps
NicTransmit::ReadData(Ps now,
                      const SaContext* context,
                      const PacketDescriptor& packet,
                      uint32_t length)
{
    const bool begins =
        packet.tcp.place == SegmentPlace::WHOLE || packet.tcp.place == SegmentPlace::FIRST;
    const uint32_t crosses = context != nullptr && context->hostEncapsulates
                                 ? context->sizes.GetEspLength(length, packet.headerLength)
                                 : length;
    m_port.read.Add(crosses);
    const Ps data = m_card.GetPcie().Read(now, crosses, begins);
    const Ps there = data + m_front.GetDataLatency();
    AppendStep(packet.steps, StepCode::NIC_DMA_READ, StepTimes(now, now, there));
    return data;
}

uint32_t
NicTransmit::GetRingOccupancy(Ps now)
{
    m_ring.Expire(now);
    return m_ring.GetSize();
}

PacketOctets
NicTransmit::GetInFlight(Ps now)
{
    m_flight.Expire(now);
    return m_flight.GetInFlight();
}

PacketOctets
NicTransmit::GetCountedBySas() const
{
    PacketOctets counted = m_counters.txEncrypted;
    if (m_card.GetProfile().counterIncludesEsp)
    {
        const uint64_t overhead = m_counters.txWire.packets * m_frameOverhead;
        counted.octets = m_counters.txWire.octets - overhead - m_counters.txClear.octets;
    }
    return counted;
}

void
NicTransmit::CheckInvariants() const
{
    const NicCounters& c = m_counters;
    const PacketOctets sent = m_flight.GetPassed();
    PacketOctets fates = sent;
    fates.Add(c.txDrops.Total());
    NS_ABORT_MSG_UNLESS(fates == c.txOffered,
                        "NIC transmit: offered differs from on the wire + in flight + drops");
    PacketOctets kinds = c.txEncrypted;
    kinds.Add(c.txClear);
    NS_ABORT_MSG_UNLESS(kinds == sent,
                        "NIC transmit: encrypted + clear differs from on the wire + in flight");
    NS_ABORT_MSG_UNLESS(c.txWire.packets == sent.packets &&
                            m_mac.GetServed() == 8 * c.txWire.octets,
                        "NIC transmit: the MAC served something else than was sent");
    const PacketOctets taken = c.GetTxTaken();
    // Inline crypto lets more octets cross than the clear datagram has.
    NS_ABORT_MSG_UNLESS(
        !m_dma || (m_port.read.packets == taken.packets && m_port.read.octets >= taken.octets),
        "NIC transmit: PCIe read other packets than the ring had");
    NS_ABORT_MSG_UNLESS(!m_front.HasPortCeiling() || m_front.GetPassed() == taken,
                        "NIC transmit: the port's ceiling passed other packets than came to it");
    NS_ABORT_MSG_UNLESS(m_port.encrypted == c.txEncrypted,
                        "NIC transmit: the cipher had other packets than were encrypted");
}

} // namespace ns3
