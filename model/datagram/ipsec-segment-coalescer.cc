/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-segment-coalescer.h"

#include "ns3/abort.h"

namespace ns3
{

namespace
{

/// @param wanted how many @return the next power of two
size_t
RoundUp(uint32_t wanted)
{
    size_t size = 1;
    while (size < wanted)
    {
        size *= 2;
    }
    return size;
}

} // namespace

SegmentCoalescer::SegmentCoalescer(const Bounds& bounds)
    : m_bounds(bounds),
      m_sessions(RoundUp(bounds.sessions))
{
    NS_ABORT_MSG_IF(bounds.sessions == 0 || bounds.segments == 0 || bounds.octets == 0,
                    "large receive with a bound of 0 merges nothing");
}

uint32_t
SegmentCoalescer::End(Session& session)
{
    const uint32_t unit = session.unit;
    session.unit = NONE;
    return unit;
}

SegmentCoalescer::Answer
SegmentCoalescer::Offer(const PacketDescriptor& packet, uint32_t unit)
{
    // Knuth, The Art of Computer Programming, vol. 3, section 6.4
    const uint32_t hash = packet.flowHash * 0x9e3779b1U;
    const auto place = static_cast<uint32_t>((hash >> 8) & (m_sessions.size() - 1));
    Session& session = m_sessions[place];
    const uint32_t ports = (uint32_t{packet.sourcePort} << 16) | packet.destinationPort;
    const bool isOfFlow = session.IsOf(packet, ports);
    const bool hasPayload = packet.tcp.size != 0 && !packet.fragment && !packet.IsEsp() &&
                            packet.length > packet.tcp.headers;
    Answer answer;
    answer.place = place;
    if (!hasPayload)
    {
        answer.ended = isOfFlow ? End(session) : NONE;
        return answer;
    }
    const uint32_t payload = packet.length - packet.tcp.headers;
    if (isOfFlow && session.next == packet.tcp.sequence && session.IsLike(packet) &&
        payload <= session.size && session.octets + payload <= m_bounds.octets)
    {
        session.next += payload;
        session.octets += payload;
        ++session.segments;
        answer.unit = session.unit;
        answer.complete = packet.tcp.push || payload < session.size ||
                          session.segments == m_bounds.segments ||
                          session.octets + payload > m_bounds.octets;
        if (answer.complete)
        {
            End(session);
        }
        return answer;
    }
    answer.ended = End(session);
    if (packet.tcp.push || m_bounds.segments == 1 || packet.length + payload > m_bounds.octets)
    {
        return answer;
    }
    const uint32_t stamp = session.stamp + 1;
    session = Session{unit,
                      stamp,
                      packet.source,
                      packet.destination,
                      ports,
                      packet.tcp.sequence + payload,
                      payload,
                      1,
                      packet.length,
                      packet.drvSpi,
                      packet.tcp.headers,
                      packet.trafficClass};
    answer.unit = unit;
    answer.opened = true;
    answer.stamp = stamp;
    return answer;
}

uint32_t
SegmentCoalescer::Expire(uint32_t place, uint32_t stamp)
{
    Session& session = m_sessions[place];
    return session.unit != NONE && session.stamp == stamp ? End(session) : NONE;
}

} // namespace ns3
