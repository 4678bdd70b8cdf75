/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "lean-input-internal.h"

#include "ns3/abort.h"
#include "ns3/ipsec-ip-steps.h"

#include <algorithm>
#include <utility>

namespace ns3
{

namespace
{

constexpr uint32_t IPV4_HEADER = 20; // octets

} // namespace

LeanInput::LeanInput(LaneMerge& lanes, LeanPacketPool& packets, LeanOutput& output)
    : m_lanes(lanes),
      m_packets(packets),
      m_output(output)
{
}

void
LeanInput::ReachNic(Ps now, uint32_t number, uint32_t hop, LeanExtent extent)
{
    LeanPacket& packet = m_packets[number];
    const LeanDirection& direction = *packet.flow->directions[hop];
    packet.descriptor.fragment = packet.pieces > 1;
    AppendStep(packet.descriptor.steps, IpSteps::ReachNode, now, direction.to.node, extent.length);
    const auto result =
        direction.to.nic->GetEngine().Receive(now, packet.descriptor, extent.length);
    if (result.drop != NicDrop::NONE)
    {
        m_packets.Lose(now, number, PacketFate::End::NIC_RX, static_cast<uint8_t>(result.drop));
        return;
    }
    if (result.context)
    {
        extent.length = packet.descriptor.length;
    }
    if (result.ready > now)
    {
        m_lanes.Push(direction.receiveLane,
                     MakeLaneItem(LeanStep::NIC_RX, result.ready, number, hop, extent));
        return;
    }
    ReachHost(now, number, hop, extent);
}

void
LeanInput::ReachHost(Ps now, uint32_t number, uint32_t hop, LeanExtent extent)
{
    LeanPacket& packet = m_packets[number];
    const PacketDescriptor& descriptor = packet.descriptor;
    const LeanDirection& direction = *packet.flow->directions[hop];
    const LeanNode& node = *direction.receiver;
    if (!node.ipsec)
    {
        AppendStep(descriptor.steps, StepCode::IP_WITHOUT_IPSEC, now);
        LeaveHost(now, number, hop, extent);
        return;
    }
    if (descriptor.syndrome != NicDrop::NONE)
    {
        node.ipsec->GetInputPath().InputFailed(now, packet.descriptor);
        m_packets.Lose(now,
                       number,
                       PacketFate::End::HOST_IN,
                       static_cast<uint8_t>(descriptor.drop));
        return;
    }
    const bool last = packet.flow->IsLastHop(hop);
    if (last && direction.coalescer && !descriptor.IsEsp() && descriptor.tcp.size != 0 &&
        packet.pieces == 1 && Merge(now, number, hop))
    {
        return;
    }
    const bool toSelf = last && descriptor.esp.destination == descriptor.destination;
    const bool espForMe = descriptor.IsEsp() && (toSelf || node.Has(descriptor.esp.destination));
    const bool forMe = descriptor.IsEsp() ? espForMe : last;
    AppendStep(descriptor.steps, IpSteps::ReachHost, now, descriptor, direction.to.node, forMe);
    if (espForMe)
    {
        if (packet.pieces > 1 && descriptor.esp.destination.IsIpv4())
        {
            JoinEsp(now, number, hop, extent);
        }
        else if (m_packets.Arrive(now, number))
        {
            ReachHostEsp(now, number, hop);
        }
        return;
    }
    ReachHostClear(now, number, hop, extent);
}

/**
 * A fragment of ESP in IPv4 is at the host where it is put together with what has the same
 * addresses and identification, whosever it is.
 * @param number the datagram @param hop its last one @param extent the fragment
 */
void
LeanInput::JoinEsp(Ps now, uint32_t number, uint32_t hop, LeanExtent extent)
{
    LeanPacket& packet = m_packets[number];
    const EspInfo& esp = packet.descriptor.esp;
    DatagramReassembler& reassembler = packet.flow->directions[hop]->receiver->reassembler;
    const uint32_t end = extent.offset + extent.length;
    ++packet.arrived;
    ++packet.held;
    const auto joined =
        reassembler.Add(now,
                        {esp.source, esp.destination, esp.front.identification},
                        {number, extent.offset, extent.length - IPV4_HEADER, end < esp.length});
    m_packets.LeaveReassembler(now, reassembler.TakeGivenUp());
    if (joined.empty())
    {
        m_packets.EndIfIncomplete(now, number);
        return;
    }
    const auto isOther = [&](const auto& piece) { return piece.datagram != joined[0].datagram; };
    if (std::any_of(joined.begin(), joined.end(), isOther))
    {
        const uint32_t mixed = MakeMixed(joined, packet);
        m_packets.LeaveReassembler(now, joined);
        ReachHostEsp(now, mixed, hop);
        return;
    }
    packet.BecomeWhole();
    packet.held = 0;
    ReachHostEsp(now, number, hop);
}

/**
 * @param pieces of different datagrams that were put together
 * @param last the datagram whose fragment came last
 * @return the number of what became of them, which is taken for the datagram of the first fragment
 */
uint32_t
LeanInput::MakeMixed(const DatagramReassembler::Pieces& pieces, const LeanPacket& last)
{
    const uint32_t number = m_packets.Take();
    LeanPacket& mixed = m_packets[number];
    mixed = m_packets[pieces.front().datagram];
    mixed.flow = last.flow;
    mixed.ForgetFragments();
    mixed.descriptor.fragment = false;
    mixed.descriptor.steps = nullptr;
    mixed.descriptor.esp.mixed = true;
    mixed.descriptor.esp.joined = true;
    mixed.descriptor.esp.length = IPV4_HEADER;
    for (const auto& piece : pieces)
    {
        const uint32_t end = IPV4_HEADER + piece.offset + piece.octets;
        mixed.descriptor.esp.length = std::max(mixed.descriptor.esp.length, end);
    }
    return number;
}

/**
 * Large receive: a segment joins a unit, or does not.
 * @param number a clear TCP segment at the host where it ends
 * @param hop its last one
 * @return true when it need not be looked at any more; false: it goes up alone
 */
bool
LeanInput::Merge(Ps now, uint32_t number, uint32_t hop)
{
    LeanPacket& packet = m_packets[number];
    PacketDescriptor& descriptor = packet.descriptor;
    LeanDirection& direction = *packet.flow->directions[hop];
    if (direction.mergesInHost)
    {
        IpsecNode& ipsec = *direction.receiver->ipsec;
        if (!ipsec.GetInputPath().InputSegment(now,
                                               descriptor,
                                               PeekPointer(direction.to.interface)))
        {
            m_packets.FinishInHost(now, number, PacketFate::End::HOST_IN);
            return true;
        }
    }
    else if (descriptor.drvSpi != 0)
    {
        const SaContext* context = direction.to.nic->GetEngine().Find(descriptor.drvSpi);
        if (!context || context->hostNumbers)
        {
            return false; // the host needs each packet's number
        }
    }
    const auto answer = direction.coalescer->Offer(descriptor, number);
    if (answer.ended != SegmentCoalescer::NONE)
    {
        HandUpUnit(now, answer.ended); // perhaps of another flow
    }
    if (answer.opened)
    {
        packet.last = number;
        packet.merged = descriptor.length;
        m_lanes.Push(direction.holdLane,
                     MakeLaneItem(LeanStep::HOLD,
                                  now + direction.hold,
                                  answer.place,
                                  direction.number,
                                  {answer.stamp}));
    }
    else if (answer.unit != SegmentCoalescer::NONE)
    {
        LeanPacket& first = m_packets[answer.unit];
        m_packets[first.last].next = number;
        first.last = number;
        first.merged += descriptor.length - descriptor.tcp.headers;
        ++first.descriptor.tcp.merged;
    }
    if (answer.complete)
    {
        HandUpUnit(now, answer.unit);
    }
    return answer.unit != SegmentCoalescer::NONE;
}

void
LeanInput::EndHold(Ps now, LeanDirection& direction, uint32_t place, uint32_t stamp)
{
    const uint32_t unit = direction.coalescer->Expire(place, stamp);
    if (unit != SegmentCoalescer::NONE)
    {
        HandUpUnit(now, unit);
    }
}

/// A unit of large receive goes up. @param number its first segment
void
LeanInput::HandUpUnit(Ps now, uint32_t number)
{
    const LeanPacket& packet = m_packets[number];
    const auto hops = static_cast<uint32_t>(packet.flow->directions.size());
    ReachHostClear(now, number, hops - 1, {packet.merged});
}

void
LeanInput::ReachHostEsp(Ps now, uint32_t number, uint32_t hop)
{
    LeanPacket& packet = m_packets[number];
    PacketDescriptor& descriptor = packet.descriptor;
    const LeanDirection& direction = *packet.flow->directions[hop];
    const LeanNode& node = *direction.receiver;
    TransformHistory history;
    const OffloadInterface* interface = PeekPointer(direction.to.interface);
    const PendingPacket pending =
        node.ipsec->GetInputPath().InputEsp(now, descriptor, history, nullptr, interface);
    if (!pending.goesOn)
    {
        m_packets.FinishInHost(now, number, PacketFate::End::HOST_IN);
    }
    else if (pending.IsUnfinished())
    {
        packet.pending = pending;
        m_lanes.Push(
            node.hostLanes[pending.lane],
            MakeLaneItem(LeanStep::HOST_ESP, pending.ready, number, hop, {descriptor.esp.length}));
    }
    else
    {
        CheckOpened(now, number, hop, history);
    }
}

void
LeanInput::OpenEsp(Ps now, uint32_t number, uint32_t hop)
{
    LeanPacket& packet = m_packets[number];
    const LeanDirection& direction = *packet.flow->directions[hop];
    IpsecNode& ipsec = *direction.receiver->ipsec;
    TransformHistory history;
    const PendingPacket pending = packet.TakePending();
    if (ipsec.GetInputPath().FinishEsp(now, packet.descriptor, pending, history))
    {
        CheckOpened(now, number, hop, history);
    }
    else
    {
        m_packets.FinishInHost(now, number, PacketFate::End::HOST_IN);
    }
}

void
LeanInput::CheckOpened(Ps now, uint32_t number, uint32_t hop, const TransformHistory& history)
{
    LeanPacket& packet = m_packets[number];
    PacketDescriptor& descriptor = packet.descriptor;
    const LeanNode& node = *packet.flow->directions[hop]->receiver;
    descriptor.esp.spi = 0;
    const bool last = packet.flow->IsLastHop(hop);
    const PendingPacket pending = node.ipsec->GetInputPath().InputCheck(now,
                                                                        descriptor,
                                                                        history,
                                                                        descriptor.esp.length,
                                                                        last);
    if (!pending.goesOn)
    {
        m_packets.FinishInHost(now, number, PacketFate::End::HOST_IN);
    }
    else if (pending.ready > now)
    {
        m_lanes.Push(
            node.hostLanes[pending.lane],
            MakeLaneItem(LeanStep::HOST_IN, pending.ready, number, hop, {descriptor.length}));
    }
    else
    {
        LeaveHost(now, number, hop, {descriptor.length});
    }
}

void
LeanInput::ReachHostClear(Ps now, uint32_t number, uint32_t hop, LeanExtent extent)
{
    LeanPacket& packet = m_packets[number];
    const LeanDirection& direction = *packet.flow->directions[hop];
    const LeanNode& node = *direction.receiver;
    const bool last = packet.flow->IsLastHop(hop);
    NS_ABORT_MSG_IF(packet.pieces > 1 && !last,
                    "lean fidelity: fragments of a clear datagram do not pass a gateway");
    PacketDescriptor piece = packet.descriptor;
    if (!piece.IsEsp())
    {
        piece.length = extent.length;
    }
    TransformHistory history;
    if (piece.drvSpi != 0)
    {
        if (!node.ipsec->GetOffload()->FillHistory(*direction.to.interface, piece.drvSpi, history))
        {
            piece.drvSpi = 0; // unknown by now: it goes up untagged (R159)
        }
    }
    const PendingPacket pending =
        node.ipsec->GetInputPath().InputClear(now,
                                              piece,
                                              history,
                                              last,
                                              PeekPointer(direction.to.interface));
    packet.descriptor.drvSpi = pending.IsUnfinished() ? piece.drvSpi : 0;
    packet.descriptor.host = piece.host;
    packet.descriptor.trafficClass = piece.trafficClass;
    if (!pending.goesOn)
    {
        m_packets.Lose(now, number, PacketFate::End::HOST_IN, static_cast<uint8_t>(piece.drop));
        return;
    }
    if (pending.IsUnfinished())
    {
        packet.pending = pending;
    }
    if (pending.ready > now)
    {
        m_lanes.Push(node.hostLanes[pending.lane],
                     MakeLaneItem(LeanStep::HOST_IN, pending.ready, number, hop, extent));
        return;
    }
    LeaveHost(now, number, hop, extent);
}

void
LeanInput::LeaveHost(Ps now, uint32_t number, uint32_t hop, LeanExtent extent)
{
    LeanPacket& packet = m_packets[number];
    PacketDescriptor& descriptor = packet.descriptor;
    if (packet.pending.IsUnfinished())
    {
        const LeanDirection& direction = *packet.flow->directions[hop];
        IpsecNode& ipsec = *direction.receiver->ipsec;
        const bool goesOn = ipsec.GetInputPath().FinishClear(now, descriptor, packet.TakePending());
        descriptor.drvSpi = 0;
        if (!goesOn)
        {
            m_packets.Lose(now,
                           number,
                           PacketFate::End::HOST_IN,
                           static_cast<uint8_t>(descriptor.drop));
            return;
        }
    }
    if (!packet.flow->IsLastHop(hop))
    {
        const LeanDirection& next = *packet.flow->directions[hop + 1];
        if (next.sender->ipsec)
        {
            m_output.Emit(now, number, hop + 1);
        }
        else
        {
            m_output.HandToNic(now, number, hop + 1, extent);
        }
        return;
    }
    const LeanNode& node = *packet.flow->directions[hop]->receiver;
    if (node.ipsec && node.ipsec->GetInputPath().HasSocketCores())
    {
        PacketDescriptor piece = packet.descriptor;
        piece.length = extent.length;
        const PendingPacket visit = node.ipsec->GetInputPath().Deliver(now, piece);
        if (!visit.goesOn)
        {
            m_packets.Lose(now,
                           number,
                           PacketFate::End::HOST_IN,
                           static_cast<uint8_t>(IpsecDrop::HOST_BACKLOG));
            return;
        }
        if (visit.ready > now)
        {
            m_lanes.Push(node.hostLanes[visit.lane],
                         MakeLaneItem(LeanStep::SOCKET, visit.ready, number, hop, {extent.length}));
            return;
        }
    }
    TakeToApplication(now, number);
}

void
LeanInput::TakeToApplication(Ps now, uint32_t number)
{
    if (m_packets.Arrive(now, number))
    {
        m_packets.Finish(now, number, PacketFate::End::DELIVERED, 0);
    }
}

} // namespace ns3
