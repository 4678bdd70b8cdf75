/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-large-receive.h"

#include "ns3/ipsec-packet-descriptor-conversion.h"
#include "ns3/ipsec-protocol-numbers.h"
#include "ns3/ipsec-tcp-segmenter.h"
#include "ns3/simulator.h"

namespace ns3
{

bool
LargeReceive::Join(const NicProfile& profile,
                   const Ptr<const Packet>& packet,
                   uint16_t protocol,
                   const Address& from,
                   uint16_t drvSpi)
{
    auto descriptor = DescribeFrame(packet, protocol);
    if (!descriptor || descriptor->protocol != ProtocolNumber::TCP || descriptor->fragment ||
        !m_isLocal || !m_isLocal(*descriptor))
    {
        return false;
    }
    if (!m_joiner)
    {
        m_joiner = std::make_unique<PacketCoalescer>(
            SegmentCoalescer::Bounds{profile.lroSessions,
                                     profile.lroSegments,
                                     SegmentCoalescer::LONGEST_UNIT});
    }
    descriptor->drvSpi = drvSpi;
    DescribeTcpSegment(*descriptor, packet);
    const auto up = [this, protocol, from](const PacketDescriptor& unit,
                                           const Ptr<const Packet>& datagram) {
        m_held -= unit.tcp.merged;
        m_up(datagram, protocol, from, unit.tcp.merged);
    };
    ++m_held;
    const auto answer = m_joiner->Offer(*descriptor, packet, protocol, up);
    m_held -= answer.taken ? 0 : 1;
    if (answer.opened)
    {
        Simulator::Schedule(FromPs(profile.lroHold),
                            &LargeReceive::EndHold,
                            this,
                            answer.place,
                            answer.stamp);
    }
    return answer.taken;
}

void
LargeReceive::EndHold(uint32_t place, uint32_t stamp)
{
    m_joiner->Expire(place, stamp);
}

} // namespace ns3
