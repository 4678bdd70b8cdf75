/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "fate-recorder.h"

#include "ns3/abort.h"
#include "ns3/esp-datagram-tag.h"
#include "ns3/esp-header.h"
#include "ns3/ipsec-packet-descriptor-conversion.h"
#include "ns3/simulator.h"

namespace ns3::planner
{

namespace
{

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

FateRecorder::FateRecorder(size_t sources, PacketTally& tally)
    : m_tally(tally),
      m_fates(sources)
{
}

void
FateRecorder::Watch(const Ptr<IpsecNode>& node)
{
    node->TraceConnectWithoutContext("Output", MakeCallback(&FateRecorder::SeeOutput, this));
    node->TraceConnectWithoutContext("Input", MakeCallback(&FateRecorder::SeeInput, this));
}

void
FateRecorder::Watch(const Ptr<Ipv4L3Protocol>& ipv4)
{
    ipv4->TraceConnectWithoutContext("LocalDeliver", MakeCallback(&FateRecorder::SeeWhole, this));
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
    m_tally.Sent(source, ToPs(Simulator::Now()), length);
    ++m_inFlight;
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
    End(*identity, ToPs(Simulator::Now()), PacketFate::End::DELIVERED, 0);
}

void
FateRecorder::SeeOutput(Ps now,
                        const PacketDescriptor& packet,
                        [[maybe_unused]] const SecurityAssociation* sa)
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
        Lose(*identity, now, PacketFate::End::HOST_OUT, packet.drop, packet.fragment);
    }
}

void
FateRecorder::SeeInput(Ps now,
                       const PacketDescriptor& packet,
                       [[maybe_unused]] const SecurityAssociation* sa)
{
    Identity* identity = Find(packet.id);
    if (identity && packet.drop != IpsecDrop::NONE)
    {
        Lose(*identity, now, PacketFate::End::HOST_IN, packet.drop, packet.fragment);
    }
}

void
FateRecorder::SeeNicDrop(Ptr<const Packet> packet, NicDrop drop, IpsecDirection direction)
{
    Identity* identity = Find(packet->GetUid());
    if (!identity)
    {
        return;
    }
    const auto end =
        direction == IpsecDirection::IN ? PacketFate::End::NIC_RX : PacketFate::End::NIC_TX;
    Lose(*identity, ToPs(Simulator::Now()), end, drop, IsFragment(packet));
}

void
FateRecorder::SeeWhole(const Ipv4Header& header, Ptr<const Packet> payload, uint32_t)
{
    if (header.GetProtocol() != EspHeader::PROTOCOL || !EspDatagramTag::IsMixed(payload))
    {
        return;
    }
    // Each of them misses a fragment now; what is put together says for itself how it ends.
    for (const uint64_t uid : EspDatagramTag::GetUids(payload))
    {
        if (Identity* identity = Find(uid))
        {
            LeaveWay(*identity,
                     ToPs(Simulator::Now()),
                     PacketFate::End::HOST_IN,
                     static_cast<uint8_t>(IpsecDrop::BAD_ICV));
        }
    }
}

/**
 * A datagram is not under way any more; once for each, whatever arrives of it later.
 * @param identity which @param end where it ended @param drop why, as end says
 */
void
FateRecorder::LeaveWay(Identity& identity, Ps now, PacketFate::End end, uint8_t drop)
{
    if (identity.ended)
    {
        return;
    }
    identity.ended = true;
    --m_inFlight;
    const uint32_t length = m_fates[identity.source][identity.number].length;
    if (m_follower)
    {
        PacketFate fate = m_fates[identity.source][identity.number];
        fate.time = now;
        fate.end = end;
        fate.drop = drop;
        m_follower->End(identity.source, identity.number, fate, identity.sentAt);
    }
    if (end == PacketFate::End::DELIVERED)
    {
        m_tally.Delivered(identity.source, identity.sentAt, now, length);
    }
    else
    {
        m_tally.Lost(identity.source, identity.sentAt, now, length, {end, drop});
    }
}

/**
 * A datagram or a fragment of it is dropped.
 * @param identity which @param end where @param drop IpsecDrop or NicDrop
 * @param fragment true when the others wait for it until their reassembly times out: the datagram
 * counts as under way, as in lean
 */
template <typename Drop>
void
FateRecorder::Lose(Identity& identity, Ps now, PacketFate::End end, Drop drop, bool fragment)
{
    if (fragment)
    {
        LeaveWay(identity, now, end, static_cast<uint8_t>(drop));
        return;
    }
    End(identity, now, end, static_cast<uint8_t>(drop));
}

/// @param identity a datagram @param end where it ends
/// @param drop IpsecDrop or NicDrop, as end says @return false when it had ended before
bool
FateRecorder::End(Identity& identity, Ps now, PacketFate::End end, uint8_t drop)
{
    LeaveWay(identity, now, end, drop);
    PacketFate& fate = m_fates[identity.source][identity.number];
    const bool outranks = end == PacketFate::End::DELIVERED && fate.end != end;
    if (fate.end != PacketFate::End::IN_FLIGHT && !outranks)
    {
        return false;
    }
    fate.time = now;
    fate.end = end;
    fate.drop = drop;
    return true;
}

} // namespace ns3::planner
