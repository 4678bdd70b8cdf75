/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "lean-network.h"

#include "lean-horizon-scheduler.h"
#include "lean-icmp-answers-internal.h"
#include "lean-input-internal.h"
#include "lean-output-internal.h"
#include "lean-packet-internal.h"
#include "lean-packet-pool-internal.h"
#include "lean-packet-recorder-internal.h"
#include "lean-topology-internal.h"

#include "ns3/abort.h"
#include "ns3/global-value.h"
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

/// Where a network's datagrams come from.
struct LeanNetwork::Source
{
    Ptr<TrafficSource> traffic;
    std::vector<uint32_t> flows;
    uint32_t number;
    uint32_t lane;
    TrafficArrival next{};
    uint64_t sent{0};
};

TypeId
LeanNetwork::GetTypeId()
{
    static TypeId tid = TypeId("ns3::LeanNetwork")
                            .SetParent<Object>()
                            .SetGroupName("IpsecOffload")
                            .AddConstructor<LeanNetwork>();
    return tid;
}

LeanNetwork::LeanNetwork()
    : m_recorder(std::make_unique<LeanPacketRecorder>()),
      m_packets(std::make_unique<LeanPacketPool>(*m_recorder)),
      m_answers(std::make_unique<LeanIcmpAnswers>(m_directions, *m_packets)),
      m_output(std::make_unique<LeanOutput>(m_lanes, *m_packets, *m_answers)),
      m_input(std::make_unique<LeanInput>(m_lanes, *m_packets, *m_output))
{
}

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
    auto node = std::make_unique<LeanNode>();
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
        auto direction = std::make_unique<LeanDirection>();
        direction->from = from;
        direction->to = to;
        direction->sender = m_nodes[from.node].get();
        direction->receiver = m_nodes[to.node].get();
        direction->number = static_cast<uint32_t>(m_directions.size());
        direction->rate = rate;
        direction->delay = delay;
        direction->mtu = mtu;
        from.nic->GetEngine().SetWireMtu(mtu);
        direction->wireLane = m_lanes.AddLane();
        direction->receiveLane = m_lanes.AddLane();
        const NicProfile& profile = to.nic->GetProfile();
        const Ptr<IpsecNode> host = direction->receiver->ipsec;
        const auto bounds = BoundsOf(profile, PeekPointer(host), direction->mergesInHost);
        if (bounds.sessions != 0)
        {
            direction->coalescer = std::make_unique<SegmentCoalescer>(bounds);
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
    rerouted->wayBack = nullptr;
    SetPath(*rerouted, path);
    NS_ABORT_MSG_UNLESS(rerouted->directions[0]->sender == m_flows[flow]->directions[0]->sender,
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
        const LeanDirection& forth = *m_directions[2 * link];
        return forth.from.node == node || forth.to.node == node;
    };
    const LeanDirection& forth = *m_directions[2 * path.front()];
    uint32_t at = forth.from.node;
    const bool ambiguous = path.size() == 1;
    if (ambiguous ? !m_nodes[at]->Has(flow.first.source) : touches(path[1], at))
    {
        at = forth.to.node;
    }
    for (uint32_t link : path)
    {
        const uint32_t direction = 2 * link + (m_directions[2 * link]->from.node == at ? 0 : 1);
        NS_ABORT_MSG_UNLESS(m_directions[direction]->from.node == at,
                            "LeanNetwork: the links of a flow's path do not meet");
        flow.directions.push_back(m_directions[direction].get());
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
    m_recorder->AddSource();
    m_sources.push_back(std::move(source));
    return m_sources.back()->number;
}

void
LeanNetwork::RecordFates(uint32_t source)
{
    m_recorder->RecordFates(source);
}

const FateList&
LeanNetwork::GetFates(uint32_t source) const
{
    return m_recorder->GetFates(source);
}

void
LeanNetwork::SetTally(PacketTally* tally)
{
    m_recorder->SetTally(tally);
}

void
LeanNetwork::FollowPacket(StepListener* listener, StepChooser choose, std::function<void(Ps)> ended)
{
    m_recorder->Follow(listener, std::move(choose), std::move(ended));
}

const PacketOctets&
LeanNetwork::GetDelivered(uint32_t source) const
{
    return m_recorder->GetDelivered(source);
}

uint64_t
LeanNetwork::GetSent() const
{
    return m_recorder->GetSent();
}

uint64_t
LeanNetwork::GetInFlight() const
{
    return m_packets->GetInFlight();
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
    const LeanExtent extent{item.length, item.offset};
    switch (static_cast<LeanStep>(item.step))
    {
    case LeanStep::ARRIVAL:
        Arrive(item.time, *m_sources[item.place]);
        break;
    case LeanStep::HOST_OUT:
        m_output->Finish(item.time, item.packet, item.place);
        break;
    case LeanStep::WIRE:
        m_input->ReachNic(item.time, item.packet, item.place, extent);
        break;
    case LeanStep::NIC_RX:
        m_input->ReachHost(item.time, item.packet, item.place, extent);
        break;
    case LeanStep::HOLD:
        m_input->EndHold(item.time, *m_directions[item.place], item.packet, item.length);
        break;
    case LeanStep::HOST_ESP:
        m_input->OpenEsp(item.time, item.packet, item.place);
        break;
    case LeanStep::HOST_IN:
        m_input->LeaveHost(item.time, item.packet, item.place, extent);
        break;
    case LeanStep::SOCKET:
        m_input->TakeToApplication(item.time, item.packet);
        break;
    }
}

void
LeanNetwork::ScheduleArrival(Source& source)
{
    if (source.traffic->Next(source.next))
    {
        m_lanes.Push(source.lane,
                     MakeLaneItem(LeanStep::ARRIVAL, source.next.time, 0, source.number, {0}));
    }
}

void
LeanNetwork::Arrive(Ps now, Source& source)
{
    if (now >= source.traffic->GetEnd())
    {
        return; // it was told to end after this arrival had been drawn
    }
    const uint32_t number = m_packets->Take();
    LeanPacket& packet = (*m_packets)[number];
    packet.flow = m_flows[source.flows[source.next.flow]].get();
    packet.descriptor = packet.flow->first;
    packet.descriptor.id = source.sent++;
    packet.descriptor.sourceIndex = source.number;
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
    packet.next = LeanPacket::NONE;
    packet.sentAt = now;
    packet.source = source.number;
    packet.ForgetFragments();
    packet.verdict = IpsecVerdict::NOT_ASKED;
    packet.reason = SoftwareReason::NONE;
    m_recorder->Sent(now, packet, source.next.flow);
    m_output->Emit(now, number, 0);
    ScheduleArrival(source);
}

} // namespace ns3
