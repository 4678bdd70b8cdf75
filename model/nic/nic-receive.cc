/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "nic-receive.h"

#include "nic-esp-work.h"
#include "nic-steps-internal.h"

#include "ns3/abort.h"
#include "ns3/log.h"

#include <algorithm>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("NicReceive");

NicReceive::NicReceive(NicCard& card,
                       NicCard::Port& port,
                       const NicEspWork& work,
                       NicCounters& counters)
    : m_card(card),
      m_port(port),
      m_work(work),
      m_counters(counters),
      m_dma(card.GetPcie().IsOn()),
      m_passesErrors(card.GetProfile().errorAction == NicProfile::ERROR_PASS),
      m_latency(card.GetProfile().rxLatency),
      m_completionLatency(card.GetProfile().completionLatency),
      m_buffer(card.GetProfile().rxRingSize),
      m_front(card, port, false)
{
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
inline NicDrop
NicReceive::Decrypt(Ps now,
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
    m_port.decrypted.Add(octets);
    const auto service = m_card.GetCipher(false).Serve(arrival, octets, m_atCipher);
    done = service.done;
    drop = m_work.Decrypt(now, context, packet, length, sequence);
    const StepTimes times(arrival, service.start, service.done);
    const NicSteps::Opened opened{length, sequence, drop, m_passesErrors};
    AppendStep(packet.steps, NicSteps::Decrypted, packet, times, opened);
    if (drop != NicDrop::NONE)
    {
        m_failedBehind.Add(octets);
    }
    return drop;
}

NicReceive::Result
NicReceive::Receive(Ps now, PacketDescriptor& packet, uint32_t length, SaContext* context)
{
    m_counters.rxArrived.Add(length);
    packet.drvSpi = 0;
    packet.syndrome = NicDrop::NONE;
    AppendStep(packet.steps, NicSteps::Receiver, now, packet, context);
    const bool waits = context != nullptr || m_front.IsOn();
    Ps at = now;
    if (waits)
    {
        m_buffer.Expire(now);
        if (m_buffer.IsFull())
        {
            return Drop(now, length, NicDrop::RX_OVERRUN);
        }
        if (context != nullptr)
        {
            at = m_front.FetchContext(now, packet, *context);
        }
    }
    at = m_front.Pass(at, now, packet, length);
    uint32_t up = length;
    if (context != nullptr)
    {
        NicDrop drop = Decrypt(now, at, *context, packet, length, at);
        up = context->hostEncapsulates ? length : packet.length;
        if (m_passesErrors && (drop == NicDrop::ICV || drop == NicDrop::REPLAY))
        {
            packet.syndrome = drop; // the host shall drop it
            drop = NicDrop::NONE;
            up = length;
        }
        if (drop != NicDrop::NONE)
        {
            if (m_front.IsOn() || at != now)
            {
                LeaveBuffer(at); // it waited for its context or the cipher
            }
            return Drop(now, length, drop);
        }
    }
    if (m_dma)
    {
        at = WriteData(now, at, packet, up);
    }
    if (waits)
    {
        LeaveBuffer(at);
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
    at = m_left = std::max(at, m_left);
    m_flight.Push(now, at, length);
    AppendStep(packet.steps, NicSteps::Up, at, packet, context);
    return {NicDrop::NONE, at, packet.syndrome == NicDrop::NONE ? context : nullptr};
}

/// @param length of a packet @param drop why @return the answer
NicReceive::Result
NicReceive::Drop(Ps now, uint32_t length, NicDrop drop)
{
    NS_LOG_LOGIC("receive drops " << length << " octets at " << now << " ps: " << ToString(drop));
    m_counters.rxDrops[drop].Add(length);
    return {drop, now, nullptr};
}

/// A packet leaves the receive buffer. @param done when
void
NicReceive::LeaveBuffer(Ps done)
{
    m_bufferLeft = std::max(m_bufferLeft, done);
    m_buffer.Push(m_bufferLeft);
}

/**
 * Bring what goes up over PCIe.
 * @param now when it arrived
 * @param at when it is ready
 * @param packet what goes up
 * @param octets that cross
 * @return when it is in host memory
 */
Ps
NicReceive::WriteData(Ps now, Ps at, const PacketDescriptor& packet, uint32_t octets)
{
    m_port.written.Add(octets);
    m_written = m_card.GetPcie().Write(now, std::max(at, m_written), octets);
    AppendStep(packet.steps, StepCode::NIC_DMA_WRITTEN, StepTimes(at, at, m_written));
    return m_written;
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
NicReceive::HandUp(Ps at, PacketDescriptor& packet, const SaContext& context, uint32_t length)
{
    if (packet.syndrome != NicDrop::NONE)
    {
        NS_LOG_LOGIC("drv_spi " << context.drvSpi << ": " << length
                                << " octets go up with syndrome " << ToString(packet.syndrome));
        m_counters.rxFailed[packet.syndrome].Add(length);
        return packet.syndrome == NicDrop::ICV ? at + m_latency : at;
    }
    m_counters.rxDecrypted.Add(length);
    if (m_card.FailsToTag())
    {
        m_counters.rxUntagged.Add(length);
        packet.drvSpi = 0;
    }
    return at + m_latency;
}

PacketOctets
NicReceive::GetInFlight(Ps now)
{
    m_flight.Expire(now);
    return m_flight.GetInFlight();
}

PacketOctets
NicReceive::GetCountedBySas() const
{
    PacketOctets counted = m_port.decrypted;
    counted.Subtract(m_failedBehind);
    if (m_card.GetProfile().counterIncludesEsp)
    {
        counted.octets = m_counters.rxDecrypted.octets;
    }
    return counted;
}

void
NicReceive::CheckInvariants() const
{
    const NicCounters& c = m_counters;
    const PacketOctets received = m_flight.GetPassed();
    PacketOctets fates = received;
    fates.Add(c.rxDrops.Total());
    NS_ABORT_MSG_UNLESS(fates == c.rxArrived,
                        "NIC receive: arrived differs from handed up + in flight + drops");
    PacketOctets kinds = c.rxDecrypted;
    kinds.Add(c.rxPassed);
    kinds.Add(c.rxFailed.Total());
    NS_ABORT_MSG_UNLESS(
        kinds == received,
        "NIC receive: decrypted + passed + failed differs from handed up + in flight");
    NS_ABORT_MSG_UNLESS(!m_dma || m_port.written.packets == received.packets,
                        "NIC receive: PCIe wrote other packets than were decrypted or passed");
    NS_ABORT_MSG_UNLESS(!m_front.HasPortCeiling() || m_front.GetPassed() == c.GetRxTaken(),
                        "NIC receive: the port's ceiling passed other packets than came to it");
    NS_ABORT_MSG_UNLESS(m_port.decrypted.packets == c.rxDecrypted.packets + m_failedBehind.packets,
                        "NIC receive: the cipher had other packets than were decrypted or damaged");
}

} // namespace ns3
