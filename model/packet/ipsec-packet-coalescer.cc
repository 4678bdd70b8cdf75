/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-packet-coalescer.h"

#include "ipsec-tcp-segmenter.h"

#include <utility>

namespace ns3
{

PacketCoalescer::PacketCoalescer(const SegmentCoalescer::Bounds& bounds)
    : m_merger(bounds)
{
}

PacketCoalescer::Answer
PacketCoalescer::Offer(const PacketDescriptor& segment,
                       const Ptr<const Packet>& datagram,
                       uint16_t etherType,
                       Up up)
{
    const auto answer = m_merger.Offer(segment, m_next);
    if (answer.opened)
    {
        m_units[m_next] = {segment, {datagram}, etherType, std::move(up)};
        m_next = (m_next + 1) % SegmentCoalescer::NONE;
    }
    else if (answer.unit != SegmentCoalescer::NONE)
    {
        Unit& unit = m_units.at(answer.unit);
        unit.segments.push_back(datagram);
        unit.descriptor.length += segment.length - segment.tcp.headers;
        ++unit.descriptor.tcp.merged;
    }
    if (answer.ended != SegmentCoalescer::NONE)
    {
        End(answer.ended); // of this flow or another one; before this segment in any case
    }
    if (answer.complete)
    {
        End(answer.unit);
    }
    return {answer.unit != SegmentCoalescer::NONE, answer.opened, answer.place, answer.stamp};
}

void
PacketCoalescer::Expire(uint32_t place, uint32_t stamp)
{
    const uint32_t number = m_merger.Expire(place, stamp);
    if (number != SegmentCoalescer::NONE)
    {
        End(number);
    }
}

/// A unit goes up. @param number which
void
PacketCoalescer::End(uint32_t number)
{
    const auto it = m_units.find(number);
    const Unit unit = std::move(it->second);
    m_units.erase(it);
    Ptr<const Packet> datagram = unit.segments.front();
    if (unit.segments.size() > 1)
    {
        datagram = JoinTcpSegments(unit.segments, unit.etherType);
    }
    unit.up(unit.descriptor, datagram);
}

} // namespace ns3
