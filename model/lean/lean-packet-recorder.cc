/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-fate-step-internal.h"
#include "lean-packet-recorder-internal.h"

#include "ns3/ipsec-ip-steps.h"
#include "ns3/ipsec-segmentation.h"
#include "ns3/log.h"

#include <utility>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("LeanPacketRecorder");

void
LeanPacketRecorder::AddSource()
{
    m_records.emplace_back();
}

void
LeanPacketRecorder::RecordFates(uint32_t source)
{
    m_records[source].wantsFates = true;
}

const FateList&
LeanPacketRecorder::GetFates(uint32_t source) const
{
    return m_records[source].fates;
}

const PacketOctets&
LeanPacketRecorder::GetDelivered(uint32_t source) const
{
    return m_records[source].delivered;
}

void
LeanPacketRecorder::SetTally(PacketTally* tally)
{
    m_tally = tally;
}

void
LeanPacketRecorder::Follow(StepListener* listener,
                           LeanNetwork::StepChooser choose,
                           std::function<void(Ps)> ended)
{
    m_steps = listener;
    m_chooser = std::move(choose);
    m_followed = std::move(ended);
}

void
LeanPacketRecorder::Sent(Ps now, LeanPacket& packet, uint32_t flow)
{
    m_sent += packet.segments;
    Record& record = m_records[packet.source];
    if (record.wantsFates || m_tally)
    {
        const Segmentation cut(packet.descriptor);
        for (uint32_t i = 0; i < packet.segments; ++i)
        {
            if (m_tally)
            {
                m_tally->Sent(packet.source, now, cut.GetLength(i));
            }
            if (record.wantsFates)
            {
                record.fates.emplace_back();
                record.fates.back().length = cut.GetLength(i);
            }
        }
    }
    if (m_chooser && m_chooser(now, packet.source, flow))
    {
        m_chooser = nullptr;
        packet.descriptor.steps = m_steps;
        IpSteps::Send(*m_steps, now, packet.descriptor, packet.flow->directions[0]->from.node);
    }
}

void
LeanPacketRecorder::Count(Ps now, const LeanPacket& packet, PacketFate::End end, uint8_t drop)
{
    // What was put together of fragments of several datagrams is none that somebody sent, and a
    // datagram with a lost fragment has ended with that.
    if (!m_tally || packet.descriptor.esp.mixed || packet.lost > 0)
    {
        return;
    }
    for (uint32_t i = 0; i < packet.segments; ++i)
    {
        const uint32_t length = packet.segments == 1 ? packet.descriptor.length
                                                     : Segmentation(packet.descriptor).GetLength(i);
        if (end == PacketFate::End::DELIVERED)
        {
            m_tally->Delivered(packet.source, packet.sentAt, now, length);
        }
        else
        {
            m_tally->Lost(packet.source, packet.sentAt, now, length, {end, drop});
        }
    }
}

void
LeanPacketRecorder::End(Ps now, LeanPacket& packet, PacketFate::End end, uint8_t drop)
{
    if (end != PacketFate::End::DELIVERED)
    {
        NS_LOG_LOGIC("packet " << packet.descriptor.id << " of source " << packet.source
                               << " ends at " << now << " ps, place " << static_cast<int>(end)
                               << ", drop " << static_cast<int>(drop));
    }
    if (packet.descriptor.steps)
    {
        EndFollowing({now, packet.descriptor.length, end, packet.verdict, packet.reason, drop},
                     packet.sentAt);
        packet.descriptor.steps = nullptr;
    }
    if (end == PacketFate::End::IN_FLIGHT)
    {
        // None of its fragments was dropped: they were put together with those of others, which
        // no authentication lets pass.
        Count(now, packet, PacketFate::End::HOST_IN, static_cast<uint8_t>(IpsecDrop::BAD_ICV));
    }
    else
    {
        Count(now, packet, end, drop);
    }
    Record& record = m_records[packet.source];
    for (uint32_t i = 0; i < packet.segments; ++i)
    {
        if (end == PacketFate::End::DELIVERED)
        {
            record.delivered.Add(packet.segments == 1
                                     ? packet.descriptor.length
                                     : Segmentation(packet.descriptor).GetLength(i));
        }
        if (record.wantsFates)
        {
            PacketFate& fate = record.fates[packet.descriptor.id + i];
            if (end == PacketFate::End::IN_FLIGHT && fate.end != end)
            {
                continue; // its first fragment has ended in another datagram
            }
            fate.time = end == PacketFate::End::IN_FLIGHT ? 0 : now;
            fate.end = end;
            fate.verdict = packet.verdict;
            fate.reason = packet.reason;
            fate.drop = drop;
        }
    }
}

/// The datagram that is followed has ended. @param fate when and how @param sentAt when it was sent
void
LeanPacketRecorder::EndFollowing(const PacketFate& fate, Ps sentAt)
{
    AppendFate(*m_steps, fate, sentAt);
    if (m_followed)
    {
        m_followed(fate.time);
    }
}

} // namespace ns3
