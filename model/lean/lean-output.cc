/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "lean-output-internal.h"

#include "ns3/abort.h"
#include "ns3/ipsec-ip-steps.h"

#include <algorithm>
#include <utility>

namespace ns3
{

namespace
{

/// Octets of the fragment header that IPv6 adds (RFC 8200 section 4.5).
constexpr uint32_t IPV6_FRAGMENT_HEADER = 8;

} // namespace

LeanOutput::LeanOutput(LaneMerge& lanes, LeanPacketPool& packets, LeanIcmpAnswers& answers)
    : m_lanes(lanes),
      m_packets(packets),
      m_answers(answers)
{
}

void
LeanOutput::Emit(Ps now, uint32_t number, uint32_t hop)
{
    LeanPacket& packet = m_packets[number];
    PacketDescriptor& descriptor = packet.descriptor;
    LeanDirection& direction = *packet.flow->directions[hop];
    const LeanNode& node = *direction.sender;
    const IpsecOutputContext context{PeekPointer(direction.from.interface),
                                     direction.mtu,
                                     &packet.flow->caches[hop]};
    if (descriptor.superSegment &&
        !(node.ipsec && node.ipsec->GetOutputPath().MayHandDownSuperSegment(descriptor, context)))
    {
        EmitSegments(now, number, hop);
        return;
    }
    if (!node.ipsec)
    {
        HandToNic(now, number, hop, {descriptor.GetCurrentLength()});
        return;
    }
    descriptor.forwarded = hop > 0;
    const PendingPacket pending = node.ipsec->GetOutputPath().Output(now, descriptor, context);
    if (packet.verdict == IpsecVerdict::NOT_ASKED)
    {
        packet.verdict = descriptor.verdict;
        packet.reason = descriptor.reason;
    }
    if (!pending.goesOn)
    {
        const PacketDescriptor refused = descriptor; // its place may be the answer's
        LeanFlow& flow = *packet.flow;
        m_packets.FinishInHost(now, number, PacketFate::End::HOST_OUT);
        if (refused.drop == IpsecDrop::TOO_BIG && refused.forwarded && refused.pathMtu != 0)
        {
            Emit(now, m_answers.Answer(now, flow, refused, hop), 0);
        }
        return;
    }
    if (pending.ready > now)
    {
        if (pending.IsUnfinished())
        {
            packet.pending = pending;
        }
        m_lanes.Push(node.hostLanes[pending.lane],
                     MakeLaneItem(LeanStep::HOST_OUT,
                                  pending.ready,
                                  number,
                                  hop,
                                  {descriptor.GetCurrentLength()}));
        return;
    }
    LeaveOutput(now, number, hop, pending.sa);
}

void
LeanOutput::Finish(Ps now, uint32_t number, uint32_t hop)
{
    LeanPacket& packet = m_packets[number];
    if (!packet.pending.IsUnfinished())
    {
        LeaveOutput(now, number, hop, nullptr);
        return;
    }
    const LeanDirection& direction = *packet.flow->directions[hop];
    IpsecNode& ipsec = *direction.sender->ipsec;
    const PendingPacket pending = packet.TakePending(); // holds the SA as long as it is asked
    if (ipsec.GetOutputPath().Finish(now, packet.descriptor, pending))
    {
        LeaveOutput(now, number, hop, pending.sa);
    }
    else
    {
        m_packets.FinishInHost(now, number, PacketFate::End::HOST_OUT);
    }
}

/**
 * The host is done with a packet that it sends.
 * @param number the packet @param hop where
 * @param sa that made ESP of it in software; nullptr: none did
 */
void
LeanOutput::LeaveOutput(Ps now, uint32_t number, uint32_t hop, const SecurityAssociation* sa)
{
    const PacketDescriptor& descriptor = m_packets[number].descriptor;
    if (descriptor.superSegment && descriptor.tcp.segmentedBy == SegmentedBy::HOST)
    {
        CutInHost(now, number, hop, sa);
        return;
    }
    HandToNic(now, number, hop, {descriptor.GetCurrentLength()});
}

/// A super-segment's own entry for one of its segments, which counts as sent with it.
/// @param number the super-segment @param segment what it becomes @param index which of its
/// segments
/// @return the segment's number
uint32_t
LeanOutput::TakeSegment(uint32_t number, const PacketDescriptor& segment, uint32_t index)
{
    const uint32_t taken = m_packets.Take();
    LeanPacket& packet = m_packets[taken];
    const LeanPacket& super = m_packets[number];
    packet = super;
    packet.segments = 1;
    packet.descriptor = segment;
    packet.descriptor.id = super.descriptor.id + index;
    packet.descriptor.steps = index == 0 ? segment.steps : nullptr;
    return taken;
}

/// TCP makes the segments itself. @param number what it has @param hop where
void
LeanOutput::EmitSegments(Ps now, uint32_t number, uint32_t hop)
{
    const PacketDescriptor super = m_packets[number].descriptor;
    const Segmentation cut(super);
    for (uint32_t i = 0; i < cut.GetCount(); ++i)
    {
        Emit(now, TakeSegment(number, cut.Cut(super, i), i), hop);
    }
    m_packets.Release(number);
}

/// The stack makes the segments. @param number the super-segment @param hop
/// where @param sa that made ESP of it in software, or nullptr
void
LeanOutput::CutInHost(Ps now, uint32_t number, uint32_t hop, const SecurityAssociation* sa)
{
    const PacketDescriptor super = m_packets[number].descriptor;
    const Segmentation cut(super);
    for (uint32_t i = 0; i < cut.GetCount(); ++i)
    {
        const uint32_t segment =
            TakeSegment(number, IpsecOutputPath::CutSegment(super, cut, i, sa), i);
        HandToNic(now, segment, hop, {m_packets[segment].descriptor.GetCurrentLength()});
    }
    m_packets.Release(number);
}

void
LeanOutput::HandToNic(Ps now, uint32_t number, uint32_t hop, LeanExtent extent)
{
    LeanPacket& packet = m_packets[number];
    while (packet.flow->successor && packet.descriptor.IsEsp())
    {
        packet.flow = packet.flow->successor; // what software has made ESP of is routed anew (R140)
    }
    const LeanDirection& direction = *packet.flow->directions[hop];
    if (packet.descriptor.superSegment)
    {
        const Segmentation cut(packet.descriptor);
        for (uint32_t i = 0; i < cut.GetCount(); ++i)
        {
            const uint32_t segment = TakeSegment(number, cut.Cut(packet.descriptor, i), i);
            TransmitPiece(now, segment, hop, {cut.GetLength(i)});
        }
        m_packets.Release(number);
        return;
    }
    if (extent.length <= direction.mtu)
    {
        packet.descriptor.fragment = packet.pieces > 1;
        TransmitPiece(now, number, hop, extent);
        return;
    }
    // IP cuts what does not fit into pieces whose payload is a multiple of 8 (RFC 791, RFC
    // 8200 4.5).
    const bool ipv4 = packet.descriptor.IsEsp() ? packet.descriptor.esp.source.IsIpv4()
                                                : packet.descriptor.IsIpv4();
    NS_ABORT_MSG_IF(!ipv4 && hop > 0 && !direction.sender->ipsec,
                    "lean fidelity: an IPv6 datagram is longer than the MTU of a router's link");
    const uint32_t header = ipv4 ? 20 : 40;
    const uint32_t added = ipv4 ? 0 : IPV6_FRAGMENT_HEADER;
    const uint32_t most = (direction.mtu - header - added) & ~7U;
    uint32_t payload = extent.length - header;
    const uint32_t pieces = (payload + most - 1) / most;
    packet.pieces += pieces - 1;
    packet.descriptor.fragment = true;
    AppendStep(packet.descriptor.steps,
               IpSteps::Fragment,
               now,
               extent.length,
               direction.mtu,
               pieces,
               ipv4);
    while (payload > 0)
    {
        const uint32_t part = std::min(payload, most);
        payload -= part;
        TransmitPiece(now, number, hop, {header + added + part, extent.offset});
        extent.offset += part;
    }
}

void
LeanOutput::TransmitPiece(Ps now, uint32_t number, uint32_t hop, LeanExtent extent)
{
    LeanPacket& packet = m_packets[number];
    LeanDirection& direction = *packet.flow->directions[hop];
    const auto result =
        direction.from.nic->GetEngine().Transmit(now, packet.descriptor, extent.length);
    packet.descriptor.drvSpi = 0; // the tag ends here
    if (result.drop != NicDrop::NONE)
    {
        m_packets.Lose(now, number, PacketFate::End::NIC_TX, static_cast<uint8_t>(result.drop));
        return;
    }
    if (result.context)
    {
        extent.length = packet.descriptor.esp.length;
    }
    const Ps transmission = direction.TransmissionTime(extent.length);
    AppendStep(packet.descriptor.steps,
               IpSteps::Wire,
               packet.descriptor,
               result.start,
               transmission,
               direction.delay);
    m_lanes.Push(direction.wireLane,
                 MakeLaneItem(LeanStep::WIRE,
                              result.start + transmission + direction.delay,
                              number,
                              hop,
                              extent));
}

} // namespace ns3
