/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "lean-network-internal.h"

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

void
LeanNetwork::ReachNic(Ps now, uint32_t number, uint32_t hop, Extent extent)
{
    LeanPacket& packet = m_pool[number];
    const Direction& direction = *m_directions[packet.flow->directions[hop]];
    packet.descriptor.fragment = packet.pieces > 1;
    AppendStep(packet.descriptor.steps, IpSteps::ReachNode, now, direction.to.node, extent.length);
    const auto result =
        direction.to.nic->GetEngine().Receive(now, packet.descriptor, extent.length);
    if (result.drop != NicDrop::NONE)
    {
        LosePiece(now, number, PacketFate::End::NIC_RX, static_cast<uint8_t>(result.drop));
        return;
    }
    if (result.context)
    {
        extent.length = packet.descriptor.length;
    }
    if (result.ready > now)
    {
        m_lanes.Push(direction.receiveLane,
                     {result.ready,
                      0,
                      number,
                      extent.length,
                      hop,
                      static_cast<uint8_t>(Step::NIC_RX),
                      static_cast<uint16_t>(extent.offset)});
        return;
    }
    ReachHost(now, number, hop, extent);
}

bool
LeanNetwork::IsComplete(LeanPacket& packet)
{
    if (++packet.arrived < packet.pieces)
    {
        return false;
    }
    packet.descriptor.esp.joined = packet.pieces > 1;
    packet.pieces = 1;
    packet.arrived = 0;
    packet.descriptor.fragment = false;
    return true;
}

void
LeanNetwork::ReachHost(Ps now, uint32_t number, uint32_t hop, Extent extent)
{
    LeanPacket& packet = m_pool[number];
    const PacketDescriptor& descriptor = packet.descriptor;
    const Direction& direction = *m_directions[packet.flow->directions[hop]];
    const Node& node = *m_nodes[direction.to.node];
    if (!node.ipsec)
    {
        AppendStep(descriptor.steps, StepCode::IP_WITHOUT_IPSEC, now);
        LeaveHost(now, number, hop, extent);
        return;
    }
    if (descriptor.syndrome != NicDrop::NONE)
    {
        node.ipsec->GetInputPath().InputFailed(now, packet.descriptor);
        LosePiece(now, number, PacketFate::End::HOST_IN, static_cast<uint8_t>(descriptor.drop));
        return;
    }
    const bool last = hop + 1 == packet.flow->directions.size();
    if (last && direction.merger && !descriptor.IsEsp() && descriptor.tcp.size != 0 &&
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
        else if (IsComplete(packet))
        {
            ReachHostEsp(now, number, hop);
        }
        else if (packet.arrived + packet.lost == packet.pieces)
        {
            EndIncomplete(now, number);
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
LeanNetwork::JoinEsp(Ps now, uint32_t number, uint32_t hop, Extent extent)
{
    LeanPacket& packet = m_pool[number];
    const EspInfo& esp = packet.descriptor.esp;
    DatagramReassembler& joiner =
        m_nodes[m_directions[packet.flow->directions[hop]]->to.node]->joiner;
    const uint32_t end = extent.offset + extent.length;
    ++packet.arrived;
    ++packet.held;
    const auto joined =
        joiner.Add(now,
                   {esp.source, esp.destination, esp.front.identification},
                   {number, extent.offset, extent.length - IPV4_HEADER, end < esp.length});
    LeaveReassembler(now, joiner.TakeGivenUp());
    if (joined.empty())
    {
        if (packet.arrived + packet.lost == packet.pieces)
        {
            EndIncomplete(now, number);
        }
        return;
    }
    const auto isOther = [&](const auto& piece) { return piece.datagram != joined[0].datagram; };
    if (std::any_of(joined.begin(), joined.end(), isOther))
    {
        const uint32_t mixed = MakeMixed(joined, packet);
        LeaveReassembler(now, joined);
        ReachHostEsp(now, mixed, hop);
        return;
    }
    packet.pieces = 1;
    packet.arrived = 0;
    packet.held = 0;
    packet.descriptor.fragment = false;
    packet.descriptor.esp.joined = true;
    ReachHostEsp(now, number, hop);
}

/**
 * @param pieces of different datagrams that were put together
 * @param last the datagram whose fragment came last
 * @return the number of what became of them, which is taken for the datagram of the first fragment
 */
uint32_t
LeanNetwork::MakeMixed(const DatagramReassembler::Pieces& pieces, const LeanPacket& last)
{
    const uint32_t number = TakePacket();
    LeanPacket& mixed = m_pool[number];
    mixed = m_pool[pieces.front().datagram];
    mixed.flow = last.flow;
    mixed.pieces = 1;
    mixed.arrived = 0;
    mixed.lost = 0;
    mixed.held = 0;
    mixed.orphan = false;
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

/// @param pieces fragments that do not wait any more, and are not whole
void
LeanNetwork::LeaveReassembler(Ps now, const DatagramReassembler::Pieces& pieces)
{
    for (const auto& piece : pieces)
    {
        LeanPacket& packet = m_pool[piece.datagram];
        --packet.held;
        if (packet.held != 0 || packet.arrived + packet.lost < packet.pieces)
        {
            continue;
        }
        if (packet.orphan)
        {
            --m_orphans;
            m_freePackets.push_back(piece.datagram);
        }
        else
        {
            EndIncomplete(now, piece.datagram);
        }
    }
}

/**
 * Large receive: a segment joins a unit, or does not.
 * @param number a clear TCP segment at the host where it ends
 * @param hop its last one
 * @return true when it need not be looked at any more; false: it goes up alone
 */
bool
LeanNetwork::Merge(Ps now, uint32_t number, uint32_t hop)
{
    LeanPacket& packet = m_pool[number];
    PacketDescriptor& descriptor = packet.descriptor;
    const uint32_t place = packet.flow->directions[hop];
    Direction& direction = *m_directions[place];
    if (direction.mergesInHost)
    {
        IpsecNode& ipsec = *m_nodes[direction.to.node]->ipsec;
        if (!ipsec.GetInputPath().InputSegment(now,
                                               descriptor,
                                               PeekPointer(direction.to.interface)))
        {
            EndInHost(now, number, PacketFate::End::HOST_IN);
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
    const auto answer = direction.merger->Offer(descriptor, number);
    if (answer.ended != SegmentCoalescer::NONE)
    {
        HandUpUnit(now, answer.ended); // perhaps of another flow
    }
    if (answer.opened)
    {
        packet.last = number;
        packet.merged = descriptor.length;
        m_lanes.Push(direction.holdLane,
                     {now + direction.hold,
                      0,
                      answer.place,
                      answer.stamp,
                      place,
                      static_cast<uint8_t>(Step::HOLD)});
    }
    else if (answer.unit != SegmentCoalescer::NONE)
    {
        LeanPacket& first = m_pool[answer.unit];
        m_pool[first.last].next = number;
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

/// A unit's hold is over. @param item place and stamp of the unit, and the direction it came by
void
LeanNetwork::EndHold(const LaneItem& item)
{
    const uint32_t unit = m_directions[item.place]->merger->Expire(item.packet, item.length);
    if (unit != SegmentCoalescer::NONE)
    {
        HandUpUnit(item.time, unit);
    }
}

/// A unit of large receive goes up. @param number its first segment
void
LeanNetwork::HandUpUnit(Ps now, uint32_t number)
{
    const LeanPacket& packet = m_pool[number];
    const auto hops = static_cast<uint32_t>(packet.flow->directions.size());
    ReachHostClear(now, number, hops - 1, {packet.merged});
}

void
LeanNetwork::ReachHostEsp(Ps now, uint32_t number, uint32_t hop)
{
    LeanPacket& packet = m_pool[number];
    PacketDescriptor& descriptor = packet.descriptor;
    const Direction& direction = *m_directions[packet.flow->directions[hop]];
    const Node& node = *m_nodes[direction.to.node];
    TransformHistory history;
    const OffloadInterface* interface = PeekPointer(direction.to.interface);
    const PendingPacket pending =
        node.ipsec->GetInputPath().InputEsp(now, descriptor, history, nullptr, interface);
    if (!pending.goesOn)
    {
        EndInHost(now, number, PacketFate::End::HOST_IN);
    }
    else if (pending.IsUnfinished())
    {
        packet.pending = pending;
        WaitForHost({pending.ready,
                     0,
                     number,
                     descriptor.esp.length,
                     hop,
                     static_cast<uint8_t>(Step::HOST_ESP)},
                    node,
                    pending.lane);
    }
    else
    {
        CheckOpened(now, number, hop, history);
    }
}

void
LeanNetwork::OpenEsp(Ps now, uint32_t number, uint32_t hop)
{
    LeanPacket& packet = m_pool[number];
    const Direction& direction = *m_directions[packet.flow->directions[hop]];
    IpsecNode& ipsec = *m_nodes[direction.to.node]->ipsec;
    TransformHistory history;
    const PendingPacket pending = TakePending(packet);
    if (ipsec.GetInputPath().FinishEsp(now, packet.descriptor, pending, history))
    {
        CheckOpened(now, number, hop, history);
    }
    else
    {
        EndInHost(now, number, PacketFate::End::HOST_IN);
    }
}

void
LeanNetwork::CheckOpened(Ps now, uint32_t number, uint32_t hop, const TransformHistory& history)
{
    LeanPacket& packet = m_pool[number];
    PacketDescriptor& descriptor = packet.descriptor;
    const Node& node = *m_nodes[m_directions[packet.flow->directions[hop]]->to.node];
    descriptor.esp.spi = 0;
    const bool last = hop + 1 == packet.flow->directions.size();
    const PendingPacket pending = node.ipsec->GetInputPath().InputCheck(now,
                                                                        descriptor,
                                                                        history,
                                                                        descriptor.esp.length,
                                                                        last);
    if (!pending.goesOn)
    {
        EndInHost(now, number, PacketFate::End::HOST_IN);
    }
    else if (pending.ready > now)
    {
        WaitForHost(
            {pending.ready, 0, number, descriptor.length, hop, static_cast<uint8_t>(Step::HOST_IN)},
            node,
            pending.lane);
    }
    else
    {
        LeaveHost(now, number, hop, {descriptor.length});
    }
}

void
LeanNetwork::ReachHostClear(Ps now, uint32_t number, uint32_t hop, Extent extent)
{
    LeanPacket& packet = m_pool[number];
    const Direction& direction = *m_directions[packet.flow->directions[hop]];
    const Node& node = *m_nodes[direction.to.node];
    const bool last = hop + 1 == packet.flow->directions.size();
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
    if (!pending.goesOn)
    {
        LosePiece(now, number, PacketFate::End::HOST_IN, static_cast<uint8_t>(piece.drop));
        return;
    }
    if (pending.IsUnfinished())
    {
        packet.pending = pending;
    }
    if (pending.ready > now)
    {
        WaitForHost({pending.ready,
                     0,
                     number,
                     extent.length,
                     hop,
                     static_cast<uint8_t>(Step::HOST_IN),
                     static_cast<uint16_t>(extent.offset)},
                    node,
                    pending.lane);
        return;
    }
    LeaveHost(now, number, hop, extent);
}

void
LeanNetwork::LeaveHost(Ps now, uint32_t number, uint32_t hop, Extent extent)
{
    LeanPacket& packet = m_pool[number];
    PacketDescriptor& descriptor = packet.descriptor;
    if (packet.pending.IsUnfinished())
    {
        const Direction& direction = *m_directions[packet.flow->directions[hop]];
        IpsecNode& ipsec = *m_nodes[direction.to.node]->ipsec;
        const bool goesOn = ipsec.GetInputPath().FinishClear(now, descriptor, TakePending(packet));
        descriptor.drvSpi = 0;
        if (!goesOn)
        {
            LosePiece(now, number, PacketFate::End::HOST_IN, static_cast<uint8_t>(descriptor.drop));
            return;
        }
    }
    if (hop + 1 < packet.flow->directions.size())
    {
        const Direction& next = *m_directions[packet.flow->directions[hop + 1]];
        if (m_nodes[next.from.node]->ipsec)
        {
            Emit(now, number, hop + 1);
        }
        else
        {
            HandToNic(now, number, hop + 1, extent);
        }
        return;
    }
    const Node& node = *m_nodes[m_directions[packet.flow->directions[hop]]->to.node];
    if (node.ipsec && node.ipsec->GetInputPath().HasSocketCores())
    {
        PacketDescriptor piece = packet.descriptor;
        piece.length = extent.length;
        const PendingPacket visit = node.ipsec->GetInputPath().Deliver(now, piece);
        if (!visit.goesOn)
        {
            LosePiece(now,
                      number,
                      PacketFate::End::HOST_IN,
                      static_cast<uint8_t>(IpsecDrop::HOST_BACKLOG));
            return;
        }
        if (visit.ready > now)
        {
            WaitForHost(
                {visit.ready, 0, number, extent.length, hop, static_cast<uint8_t>(Step::SOCKET)},
                node,
                visit.lane);
            return;
        }
    }
    TakeToApplication(now, number);
}

void
LeanNetwork::TakeToApplication(Ps now, uint32_t number)
{
    LeanPacket& packet = m_pool[number];
    if (IsComplete(packet))
    {
        Finish(now, number, PacketFate::End::DELIVERED, 0);
    }
    else if (packet.arrived + packet.lost == packet.pieces)
    {
        EndIncomplete(now, number);
    }
}

} // namespace ns3
