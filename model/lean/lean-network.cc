/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "lean-network.h"

#include "ipsec-fate-step.h"
#include "lean-horizon-scheduler.h"
#include "lean-network-internal.h"

#include "ns3/abort.h"
#include "ns3/global-value.h"
#include "ns3/ipsec-ip-steps.h"
#include "ns3/ipsec-segment-coalescer.h"
#include "ns3/log.h"
#include "ns3/simulator.h"
#include "ns3/string.h"

#include <algorithm>
#include <string>
#include <utility>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("LeanNetwork");

NS_OBJECT_ENSURE_REGISTERED(LeanNetwork);

namespace
{

/// Not a number of a packet.
constexpr uint32_t NO_PACKET = UINT32_MAX;

/**
 * @param nic who receives first @param node the host behind it; may be nullptr
 * @param inHost true when the host merges
 * @return the bounds of large receive there; no sessions when there is none
 */
SegmentCoalescer::Bounds
BoundsOf(const NicProfile& nic, const IpsecNode* node, bool& inHost)
{
    const HostProfile* host = node ? &node->GetHost().GetProfile() : nullptr;
    inHost = !nic.lro && host && host->gro;
    if (!node || (!nic.lro && !inHost))
    {
        return {0, 0, 0};
    }
    return {inHost ? SegmentCoalescer::HOST_SESSIONS : nic.lroSessions,
            inHost ? host->groSegments : nic.lroSegments,
            SegmentCoalescer::LONGEST_UNIT};
}

} // namespace

TypeId
LeanNetwork::GetTypeId()
{
    static TypeId tid = TypeId("ns3::LeanNetwork")
                            .SetParent<Object>()
                            .SetGroupName("IpsecOffload")
                            .AddConstructor<LeanNetwork>();
    return tid;
}

LeanNetwork::LeanNetwork() = default;
LeanNetwork::~LeanNetwork() = default;

void
LeanNetwork::DoDispose()
{
    m_lanes.Clear();
    m_sources.clear();
    m_flows.clear();
    m_directions.clear();
    m_nodes.clear();
    Object::DoDispose();
}

uint32_t
LeanNetwork::AddNode(Ptr<IpsecNode> ipsec, const std::vector<IpAddress>& addresses)
{
    auto node = std::make_unique<Node>();
    node->ipsec = ipsec;
    node->addresses = addresses;
    std::sort(node->addresses.begin(), node->addresses.end());
    const uint32_t lanes = ipsec ? ipsec->GetHost().GetLaneCount() : 0;
    for (uint32_t lane = 0; lane < lanes; ++lane)
    {
        node->hostLanes.push_back(m_lanes.AddLane());
    }
    m_nodes.push_back(std::move(node));
    return static_cast<uint32_t>(m_nodes.size() - 1);
}

uint32_t
LeanNetwork::AddLink(const LinkEnd& a, const LinkEnd& b, DataRate rate, Ps delay, uint32_t mtu)
{
    for (const auto& [from, to] : {std::pair{a, b}, std::pair{b, a}})
    {
        auto direction = std::make_unique<Direction>();
        direction->from = from;
        direction->to = to;
        direction->rate = rate;
        direction->delay = delay;
        direction->mtu = mtu;
        from.nic->GetEngine().SetWireMtu(mtu);
        direction->wireLane = m_lanes.AddLane();
        direction->receiveLane = m_lanes.AddLane();
        const NicProfile& profile = to.nic->GetProfile();
        const Ptr<IpsecNode> host = m_nodes[to.node]->ipsec;
        const auto bounds = BoundsOf(profile, PeekPointer(host), direction->mergesInHost);
        if (bounds.sessions != 0)
        {
            direction->merger = std::make_unique<SegmentCoalescer>(bounds);
            direction->hold =
                direction->mergesInHost ? host->GetHost().GetProfile().groHold : profile.lroHold;
            direction->holdLane = m_lanes.AddLane();
        }
        m_directions.push_back(std::move(direction));
    }
    return static_cast<uint32_t>(m_directions.size() / 2 - 1);
}

uint32_t
LeanNetwork::AddFlow(const Flow& flow)
{
    NS_ABORT_MSG_IF(flow.path.empty(), "LeanNetwork: a flow needs at least one link");
    auto made = std::make_unique<LeanFlow>();
    PacketDescriptor& first = made->first;
    first.source = flow.source;
    first.destination = flow.destination;
    first.protocol = flow.protocol;
    first.sourcePort = flow.sourcePort;
    first.destinationPort = flow.destinationPort;
    first.headerLength = flow.source.IsIpv4() ? 20 : 40;
    first.flowHash = HashFlow(first);

    SetPath(*made, flow.path);
    m_flows.push_back(std::move(made));
    return static_cast<uint32_t>(m_flows.size() - 1);
}

void
LeanNetwork::Reroute(uint32_t flow, const std::vector<uint32_t>& path)
{
    auto rerouted = std::make_unique<LeanFlow>(*m_flows[flow]);
    rerouted->directions.clear();
    SetPath(*rerouted, path);
    NS_ABORT_MSG_UNLESS(rerouted->sender == m_flows[flow]->sender,
                        "LeanNetwork: a flow's new path begins elsewhere");
    m_flows[flow]->successor = rerouted.get();
    m_flows[flow].swap(rerouted);
    m_rerouted.push_back(std::move(rerouted));
}

void
LeanNetwork::SetPath(LeanFlow& flow, const std::vector<uint32_t>& path)
{
    // The first link's sending end is the one that is not on the second link, or has the source.
    const auto touches = [this](uint32_t link, uint32_t node) {
        const Direction& forth = *m_directions[2 * link];
        return forth.from.node == node || forth.to.node == node;
    };
    const Direction& forth = *m_directions[2 * path.front()];
    uint32_t at = forth.from.node;
    const bool ambiguous = path.size() == 1;
    if (ambiguous ? !m_nodes[at]->Has(flow.first.source) : touches(path[1], at))
    {
        at = forth.to.node;
    }
    flow.sender = at;
    for (uint32_t link : path)
    {
        const uint32_t direction = 2 * link + (m_directions[2 * link]->from.node == at ? 0 : 1);
        NS_ABORT_MSG_UNLESS(m_directions[direction]->from.node == at,
                            "LeanNetwork: the links of a flow's path do not meet");
        flow.directions.push_back(direction);
        at = m_directions[direction]->to.node;
    }
    flow.caches.resize(flow.directions.size());
}

uint32_t
LeanNetwork::AddSource(Ptr<TrafficSource> traffic, const std::vector<uint32_t>& flows)
{
    auto source = std::make_unique<Source>();
    source->traffic = traffic;
    source->flows = flows;
    source->number = static_cast<uint32_t>(m_sources.size());
    source->lane = m_lanes.AddLane();
    m_sources.push_back(std::move(source));
    return m_sources.back()->number;
}

void
LeanNetwork::RecordFates(uint32_t source)
{
    m_sources[source]->record = true;
}

const FateList&
LeanNetwork::GetFates(uint32_t source) const
{
    return m_sources[source]->fates;
}

void
LeanNetwork::SetTally(PacketTally* tally)
{
    m_tally = tally;
}

const PacketOctets&
LeanNetwork::GetDelivered(uint32_t source) const
{
    return m_sources[source]->delivered;
}

void
LeanNetwork::FollowPacket(StepListener* listener, StepChooser choose, std::function<void(Ps)> ended)
{
    m_steps = listener;
    m_chooser = std::move(choose);
    m_followed = std::move(ended);
}

/// Begin to follow a datagram. @param packet which
void
LeanNetwork::Follow(Ps now, LeanPacket& packet)
{
    m_chooser = nullptr;
    packet.descriptor.steps = m_steps;
    IpSteps::Send(*m_steps, now, packet.descriptor, packet.flow->sender);
}

/// The datagram that is followed has ended. @param fate when and how @param sentAt when it was sent
void
LeanNetwork::EndFollowing(const PacketFate& fate, Ps sentAt)
{
    AppendFate(*m_steps, fate, sentAt);
    if (m_followed)
    {
        m_followed(fate.time);
    }
}

uint64_t
LeanNetwork::GetInFlight() const
{
    return m_pool.size() - m_freePackets.size() - m_orphans;
}

void
LeanNetwork::Start()
{
    NS_LOG_FUNCTION(this << m_nodes.size() << m_flows.size() << m_sources.size());
    NS_ABORT_MSG_UNLESS(Time::GetResolution() == Time::PS,
                        "lean fidelity needs Time::SetResolution(Time::PS)");
    m_horizon = HorizonScheduler::GetCurrent();
    NS_ABORT_MSG_UNLESS(m_horizon, "lean fidelity needs HorizonScheduler::Install()");
    StringValue implementation;
    GlobalValue::GetValueByName("SimulatorImplementationType", implementation);
    NS_ABORT_MSG_UNLESS(implementation.Get() == "ns3::DefaultSimulatorImpl",
                        "lean fidelity cannot run under " << implementation.Get());
    for (auto& source : m_sources)
    {
        ScheduleArrival(*source);
    }
    Simulator::ScheduleNow(&LeanNetwork::RunBatch, this);
}

void
LeanNetwork::RunBatch()
{
    // What waits for this instant was there before the events that others schedule in it.
    const Ps now = ToPs(Simulator::Now());
    while (!m_lanes.IsEmpty())
    {
        const Ps next = m_lanes.GetNextTime();
        if (next > now && static_cast<uint64_t>(next) >= m_horizon->GetHorizon())
        {
            Simulator::Schedule(FromPs(next) - Simulator::Now(), &LeanNetwork::RunBatch, this);
            return;
        }
        Do(m_lanes.Pop());
    }
}

void
LeanNetwork::Do(const LaneItem& item)
{
    switch (static_cast<Step>(item.step))
    {
    case Step::ARRIVAL:
        Arrive(item.time, item.place);
        break;
    case Step::HOST_OUT:
        FinishOutput(item.time, item.packet, item.place);
        break;
    case Step::WIRE:
        ReachNic(item.time, item.packet, item.place, {item.length, item.offset});
        break;
    case Step::NIC_RX:
        ReachHost(item.time, item.packet, item.place, {item.length, item.offset});
        break;
    case Step::HOLD:
        EndHold(item);
        break;
    case Step::HOST_ESP:
        OpenEsp(item.time, item.packet, item.place);
        break;
    case Step::HOST_IN:
        LeaveHost(item.time, item.packet, item.place, {item.length, item.offset});
        break;
    case Step::SOCKET:
        TakeToApplication(item.time, item.packet);
        break;
    }
}

void
LeanNetwork::ScheduleArrival(Source& source)
{
    if (source.traffic->Next(source.next))
    {
        m_lanes.Push(
            source.lane,
            {source.next.time, 0, 0, 0, source.number, static_cast<uint8_t>(Step::ARRIVAL)});
    }
}

uint32_t
LeanNetwork::TakePacket()
{
    if (m_freePackets.empty())
    {
        m_pool.emplace_back();
        return static_cast<uint32_t>(m_pool.size() - 1);
    }
    const uint32_t number = m_freePackets.back();
    m_freePackets.pop_back();
    return number;
}

void
LeanNetwork::Arrive(Ps now, uint32_t sourceNumber)
{
    Source& source = *m_sources[sourceNumber];
    if (now >= source.traffic->GetEnd())
    {
        return; // it was told to end after this arrival had been drawn
    }
    const uint32_t number = TakePacket();
    LeanPacket& packet = m_pool[number];
    packet.flow = m_flows[source.flows[source.next.flow]].get();
    packet.descriptor = packet.flow->first;
    packet.descriptor.id = source.sent++;
    packet.descriptor.sourceIndex = sourceNumber;
    packet.descriptor.length = source.next.length;
    packet.segments = 1;
    if (source.traffic->GetConfig().segment != 0)
    {
        const Segmentation cut =
            source.traffic->GetCut(source.next, packet.descriptor.headerLength);
        TcpSegmentInfo& tcp = packet.descriptor.tcp;
        tcp.size = source.traffic->GetConfig().segment;
        tcp.headers = static_cast<uint8_t>(packet.descriptor.headerLength +
                                           source.traffic->GetConfig().tcpHeader);
        tcp.sequence = packet.flow->tcpSequence;
        tcp.push = true;
        packet.flow->tcpSequence += packet.descriptor.length - tcp.headers;
        packet.segments = cut.GetCount();
        packet.descriptor.superSegment = packet.segments > 1;
    }
    source.sent += packet.segments - 1;
    packet.next = NO_PACKET;
    packet.sentAt = now;
    packet.source = sourceNumber;
    packet.pieces = 1;
    packet.arrived = 0;
    packet.lost = 0;
    packet.held = 0;
    packet.orphan = false;
    packet.verdict = IpsecVerdict::NOT_ASKED;
    packet.reason = SoftwareReason::NONE;
    m_sent += packet.segments;
    if (source.record || m_tally)
    {
        const Segmentation cut(packet.descriptor);
        for (uint32_t i = 0; i < packet.segments; ++i)
        {
            if (m_tally)
            {
                m_tally->Sent(sourceNumber, now, cut.GetLength(i));
            }
            if (source.record)
            {
                source.fates.emplace_back();
                source.fates.back().length = cut.GetLength(i);
            }
        }
    }
    if (m_chooser && m_chooser(now, sourceNumber, source.next.flow))
    {
        Follow(now, packet);
    }
    Emit(now, number, 0);
    ScheduleArrival(source);
}

void
LeanNetwork::LosePiece(Ps now, uint32_t number, PacketFate::End end, uint8_t drop)
{
    LeanPacket& packet = m_pool[number];
    if (packet.pieces == 1)
    {
        Finish(now, number, end, drop);
        return;
    }
    if (packet.lost == 0)
    {
        CountEnd(now, packet, end, drop); // the others wait in vain
    }
    ++packet.lost;
    if (packet.arrived + packet.lost == packet.pieces)
    {
        EndIncomplete(now, number);
    }
}

/**
 * Tell the tally how a datagram, and all segments that it still stands for, ended: once for each.
 * @param packet the datagram
 * @param end where
 * @param drop why
 */
void
LeanNetwork::CountEnd(Ps now, const LeanPacket& packet, PacketFate::End end, uint8_t drop)
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

/// The rest of a datagram waits for a lost piece until its reassembly times out. @param now the
/// time @param number the datagram, all of whose pieces have arrived or are lost
void
LeanNetwork::EndIncomplete(Ps now, uint32_t number)
{
    LeanPacket& packet = m_pool[number];
    if (packet.held == 0)
    {
        Finish(now, number, PacketFate::End::IN_FLIGHT, 0);
        return;
    }
    FinishOne(now, packet, PacketFate::End::IN_FLIGHT, 0);
    packet.orphan = true;
    ++m_orphans;
}

void
LeanNetwork::Finish(Ps now, uint32_t number, PacketFate::End end, uint8_t drop)
{
    while (number != NO_PACKET)
    {
        LeanPacket& packet = m_pool[number];
        FinishOne(now, packet, end, drop);
        m_freePackets.push_back(number);
        number = packet.next;
    }
}

/// A datagram ends, and with it all segments that it still stands for.
/// @param packet it @param end where @param drop why
void
LeanNetwork::FinishOne(Ps now, LeanPacket& packet, PacketFate::End end, uint8_t drop)
{
    Source& source = *m_sources[packet.source];
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
        CountEnd(now, packet, PacketFate::End::HOST_IN, static_cast<uint8_t>(IpsecDrop::BAD_ICV));
    }
    else
    {
        CountEnd(now, packet, end, drop);
    }
    for (uint32_t i = 0; i < packet.segments; ++i)
    {
        if (end == PacketFate::End::DELIVERED)
        {
            source.delivered.Add(packet.segments == 1
                                     ? packet.descriptor.length
                                     : Segmentation(packet.descriptor).GetLength(i));
        }
        if (source.record)
        {
            PacketFate& fate = source.fates[packet.descriptor.id + i];
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

} // namespace ns3
