/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "fate-recorder.h"

#include "ns3/abort.h"
#include "ns3/packet-descriptor-conversion.h"
#include "ns3/simulator.h"

namespace ns3::planner
{

namespace
{

/// @param drop why a NIC dropped a packet @return true when it did so on receive
bool
IsReceiveDrop(NicDrop drop)
{
    return drop == NicDrop::RX_OVERRUN || drop == NicDrop::ICV || drop == NicDrop::REPLAY;
}

/// @param packet a datagram with its IP header in front @return true for part of a datagram
bool
IsFragment(const Ptr<const Packet>& packet)
{
    // The first four bits of either family's header are its version.
    uint8_t version = 0;
    packet->CopyData(&version, 1);
    const auto descriptor =
        DescribeFrame(packet->Copy(), version >> 4 == 4 ? ETHERTYPE_IPV4 : ETHERTYPE_IPV6);
    return descriptor && descriptor->fragment;
}

} // namespace

FateRecorder::FateRecorder(size_t sources, const MeasuringWindow& window)
    : m_window(window),
      m_fates(sources),
      m_outcomes(sources)
{
}

void
FateRecorder::Watch(const Ptr<IpsecNode>& node)
{
    node->TraceConnectWithoutContext("Output", MakeCallback(&FateRecorder::SeeOutput, this));
    node->TraceConnectWithoutContext("Input", MakeCallback(&FateRecorder::SeeInput, this));
}

void
FateRecorder::Watch(const Ptr<IpsecPointToPointNetDevice>& device)
{
    device->TraceConnectWithoutContext("NicDrop", MakeCallback(&FateRecorder::SeeNicDrop, this));
}

void
FateRecorder::Sent(uint32_t source, const Ptr<const Packet>& packet, uint32_t length)
{
    FateList& fates = m_fates[source];
    m_identity.insert({packet->GetUid(), {source, fates.size(), ToPs(Simulator::Now()), false}});
    fates.emplace_back();
    fates.back().length = length;
    ++m_underway;
}

FateRecorder::Identity*
FateRecorder::Find(uint64_t uid)
{
    const auto found = m_identity.find(uid);
    return found == m_identity.end() ? nullptr : &found->second;
}

void
FateRecorder::Delivered(const Ptr<const Packet>& packet)
{
    Identity* identity = Find(packet->GetUid());
    NS_ABORT_MSG_UNLESS(identity, "a datagram was received that no source sent");
    const Ps now = ToPs(Simulator::Now());
    End(*identity, now, PacketFate::End::DELIVERED, 0);
    if (now >= m_window.from && now < m_window.to)
    {
        SourceOutcome& outcome = m_outcomes[identity->source];
        outcome.delivered.Add(m_fates[identity->source][identity->number].length);
        outcome.delaySum += static_cast<double>(now - identity->sentAt) * 1e-12;
    }
}

void
FateRecorder::SeeOutput(Ps now, const PacketDescriptor& packet)
{
    Identity* identity = Find(packet.id);
    if (!identity)
    {
        return;
    }
    PacketFate& fate = m_fates[identity->source][identity->number];
    if (fate.verdict == IpsecVerdict::NOT_ASKED)
    {
        fate.verdict = packet.verdict;
        fate.reason = packet.reason;
    }
    if (packet.drop != IpsecDrop::NONE || packet.verdict == IpsecVerdict::DISCARD ||
        packet.verdict == IpsecVerdict::NO_SA)
    {
        End(*identity, now, PacketFate::End::HOST_OUT, static_cast<uint8_t>(packet.drop));
    }
}

void
FateRecorder::SeeInput(Ps now, const PacketDescriptor& packet)
{
    Identity* identity = Find(packet.id);
    if (identity && packet.drop != IpsecDrop::NONE)
    {
        End(*identity, now, PacketFate::End::HOST_IN, static_cast<uint8_t>(packet.drop));
    }
}

void
FateRecorder::SeeNicDrop(Ptr<const Packet> packet, NicDrop drop)
{
    Identity* identity = Find(packet->GetUid());
    if (!identity)
    {
        return;
    }
    if (IsFragment(packet))
    {
        LoseFragment(*identity);
        return;
    }
    End(*identity,
        ToPs(Simulator::Now()),
        IsReceiveDrop(drop) ? PacketFate::End::NIC_RX : PacketFate::End::NIC_TX,
        static_cast<uint8_t>(drop));
}

void
FateRecorder::End(Identity& identity, Ps now, PacketFate::End end, uint8_t drop)
{
    NS_ABORT_MSG_IF(identity.ended, "a datagram ended twice");
    identity.ended = true;
    --m_underway;
    PacketFate& fate = m_fates[identity.source][identity.number];
    fate.time = now;
    fate.end = end;
    fate.drop = drop;
}

void
FateRecorder::LoseFragment(Identity& identity)
{
    // The others wait for it until their reassembly times out: it counts as under way, as in lean.
    if (!identity.ended)
    {
        identity.ended = true;
        --m_underway;
    }
}

} // namespace ns3::planner
