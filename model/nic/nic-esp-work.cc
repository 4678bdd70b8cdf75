/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "nic-esp-work.h"

namespace ns3
{

namespace
{

/// Half of the numbers that a packet shows.
constexpr uint32_t HALF_BITS = 31;

} // namespace

/**
 * Test the limits of an SA before it serves one more packet (R202).
 * @param context the SA
 * @param octets of the packet, as the counters count them
 * @return true when the hard limit forbids it
 */
bool
NicEspWork::ReachesLimit(Ps now, SaContext& context, uint32_t octets) const
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
 * With 64-bit numbers the NIC knows the low 31 bits and two half ranges: the one that its driver
 * wrote last, and the next (N42).
 * @param context an SA
 * @param sequence a whole number
 * @return false when the NIC would put a wrong high half into the ICV
 */
bool
NicEspWork::HasHighHalf(const SaContext& context, uint64_t sequence)
{
    return !context.esnEvents || sequence >> HALF_BITS <= context.esnConfirmed + 1;
}

/**
 * Raise the event when a packet is the first of its half range.
 * @param context an SA
 * @param sequence a whole number
 */
void
NicEspWork::Reach(Ps now, SaContext& context, uint64_t sequence) const
{
    if (context.esnEvents && sequence >> HALF_BITS > context.esnReached)
    {
        context.esnReached = sequence >> HALF_BITS;
        if (m_esn)
        {
            m_esn(now, context);
        }
    }
}

NicDrop
NicEspWork::Encrypt(Ps now, SaContext& context, PacketDescriptor& packet, uint32_t length) const
{
    const SaConfig& config = context.config;
    const uint32_t espLength = context.sizes.GetEspLength(length, packet.headerLength);
    if (m_wireMtu != 0 && espLength > m_wireMtu)
    {
        return NicDrop::TOO_BIG;
    }
    const uint32_t counted = m_counterIncludesEsp ? espLength : length;
    if (ReachesLimit(now, context, counted))
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
    Reach(now, context, packet.esp.sequence);
    if (!HasHighHalf(context, packet.esp.sequence))
    {
        packet.esp.sequence -= uint64_t{1} << 32; // the same bits on the wire, another ICV
    }
    packet.esp.wholeSequence = config.esn;
    packet.esp.damaged = false;
    packet.esp.joined = false;
    const bool tunnel = config.mode == IpsecMode::TUNNEL;
    packet.esp.source = tunnel ? config.source : packet.source;
    packet.esp.destination = tunnel ? config.destination : packet.destination;
    packet.drvSpi = 0;
    context.sent.Add(counted);
    return NicDrop::NONE;
}

NicDrop
NicEspWork::Check(Ps now,
                  SaContext& context,
                  const PacketDescriptor& packet,
                  uint32_t length,
                  uint64_t& sequence) const
{
    // The wire carries the low half only (RFC 4303 section 2.2.1).
    sequence = context.window.Recover(static_cast<uint32_t>(packet.esp.sequence));
    if (!context.hostNumbers && !context.window.Check(sequence))
    {
        return NicDrop::REPLAY;
    }
    return ReachesLimit(now, context, m_counterIncludesEsp ? length : packet.length)
               ? NicDrop::HARD_LIMIT
               : NicDrop::NONE;
}

NicDrop
NicEspWork::Decrypt(Ps now,
                    SaContext& context,
                    PacketDescriptor& packet,
                    uint32_t length,
                    uint64_t sequence) const
{
    if (packet.esp.IsDamagedFor(sequence) || !HasHighHalf(context, sequence))
    {
        return NicDrop::ICV;
    }
    // Where the host checks, the NIC's window only follows the high half of the numbers.
    if (!context.window.Update(sequence) && !context.hostNumbers)
    {
        return NicDrop::REPLAY;
    }
    Reach(now, context, sequence);
    context.received.Add(m_counterIncludesEsp ? length : packet.length);
    packet.esp.spi = 0;
    packet.esp.sequence = sequence;
    packet.drvSpi = context.drvSpi;
    return NicDrop::NONE;
}

bool
NicEspWork::CountSent(Ps now, SaContext& context, const PacketOctets& many, uint32_t next) const
{
    context.sent.Add(many);
    context.nextSequence += many.packets;
    if (many.packets != 0)
    {
        Reach(now, context, context.nextSequence - 1);
    }
    return !ReachesLimit(now, context, next);
}

bool
NicEspWork::CountReceived(Ps now,
                          SaContext& context,
                          const PacketOctets& many,
                          uint32_t next,
                          uint64_t highest) const
{
    context.received.Add(many);
    if (many.packets != 0)
    {
        context.window.Update(highest);
        Reach(now, context, highest);
    }
    return !ReachesLimit(now, context, next);
}

} // namespace ns3
