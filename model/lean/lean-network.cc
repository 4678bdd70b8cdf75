/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "lean-network.h"

#include "horizon-scheduler.h"

#include "ns3/abort.h"
#include "ns3/global-value.h"
#include "ns3/log.h"
#include "ns3/segment-merger.h"
#include "ns3/simulator.h"
#include "ns3/step-listener.h"
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

/// Octets of the fragment header that IPv6 adds (RFC 8200 section 4.5).
constexpr uint32_t IPV6_FRAGMENT_HEADER = 8;
/// Octets that PPP puts before an IP packet: what the point-to-point device's own transmission
/// takes.
constexpr uint32_t PPP_HEADER = 2;
/// Not a number of a packet.
constexpr uint32_t NO_PACKET = UINT32_MAX;
/// The longest IP datagram that large receive makes.
constexpr uint32_t LONGEST_DATAGRAM = 65'535;

/**
 * @param nic who receives first @param node the host behind it; may be nullptr
 * @param inHost true when the host merges
 * @return the bounds of large receive there; no sessions when there is none
 */
SegmentMerger::Bounds
BoundsOf(const NicProfile& nic, const IpsecNode* node, bool& inHost)
{
    const HostProfile* host = node ? &node->GetHost().GetProfile() : nullptr;
    inHost = !nic.lro && host && host->gro;
    if (!node || (!nic.lro && !inHost))
    {
        return {0, 0, 0};
    }
    // A host's table of flows is not what bounds it.
    return inHost ? SegmentMerger::Bounds{1024, host->groSegments, LONGEST_DATAGRAM}
                  : SegmentMerger::Bounds{nic.lroSessions, nic.lroSegments, LONGEST_DATAGRAM};
}

} // namespace

/// A host or a router.
struct LeanNetwork::Node
{
    Ptr<IpsecNode> ipsec;             //!< nullptr: a router that forwards in no time
    std::vector<IpAddress> addresses; //!< sorted
    std::vector<uint32_t>
        hostLanes; //!< of its host model: packets in the order of their completion

    /// @param address an address @return true when it is one of this node's
    bool Has(const IpAddress& address) const
    {
        return std::binary_search(addresses.begin(), addresses.end(), address);
    }
};

/// One direction of a link: a transmitting NIC, a wire, a receiving NIC.
struct LeanNetwork::Direction
{
    LinkEnd from;
    LinkEnd to;
    DataRate rate;
    Ps delay;
    uint32_t mtu;
    uint32_t wireLane;
    uint32_t receiveLane;
    std::unique_ptr<SegmentMerger> merger; //!< large receive at the far end; nullptr: none
    bool mergesInHost{false};              //!< GRO; otherwise in the NIC
    Ps hold{0};                            //!< of its units
    uint32_t holdLane{0};                  //!< units in order of the end of their hold
    std::vector<Ps> transmissionTimes;     //!< by octets of the frame; 0: not asked for yet

    /// @param length octets of IP @return from its first bit to its last, as the ns-3 device has it
    Ps TransmissionTime(uint32_t length)
    {
        const uint32_t frame = length + PPP_HEADER;
        if (frame >= transmissionTimes.size())
        {
            transmissionTimes.resize(frame + 1, 0);
        }
        Ps& time = transmissionTimes[frame];
        if (time == 0)
        {
            time = ToPs(rate.CalculateBytesTxTime(frame));
        }
        return time;
    }
};

/// A flow with everything that its packets have in common.
struct LeanNetwork::LeanFlow
{
    uint32_t tcpSequence{0};            //!< of the next octet of TCP payload
    PacketDescriptor first;             //!< addresses, ports, hash
    uint32_t sender;                    //!< node
    std::vector<uint32_t> directions;   //!< one per hop
    std::vector<FlowCacheEntry> caches; //!< one per hop: what the node there remembers of the flow
    LeanFlow* successor{nullptr};       //!< the same flow after its routes have changed
};

/// A source and what became of its packets.
struct LeanNetwork::Source
{
    Ptr<TrafficSource> traffic;
    std::vector<uint32_t> flows;
    uint32_t number;
    uint32_t lane;
    TrafficArrival next{};
    uint64_t sent{0};
    bool record{false};
    FateList fates;
    PacketOctets delivered; //!< in the window
    double delaySum{0};     //!< of those, seconds
};

/// A packet under way.
struct LeanNetwork::LeanPacket
{
    PacketDescriptor descriptor;
    LeanFlow* flow;
    Ps sentAt;
    uint32_t source;
    uint32_t pieces;       //!< fragments made of it, or one
    uint32_t arrived;      //!< of those, at the node that puts them together
    uint32_t lost;         //!< of those
    uint32_t segments;     //!< that it stands for: more than one until a super-segment is cut
    uint32_t next;         //!< the next segment of its unit of large receive; NO_PACKET: none
    uint32_t last;         //!< of its unit's segments, at the first one
    uint32_t merged;       //!< octets of IP of its unit, at the first one
    IpsecVerdict verdict;  //!< of the first node with IPsec
    SoftwareReason reason; //!< of the same
    uint32_t arrivedSpi;   //!< of the ESP in which it reached the node where it is, opened there
    Ptr<SecurityAssociation> sa; //!< held while a core has the packet
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
            direction->merger = std::make_unique<SegmentMerger>(bounds);
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
LeanNetwork::SetWindow(Ps from, Ps to)
{
    m_windowFrom = from;
    m_windowTo = to;
}

const PacketOctets&
LeanNetwork::GetDelivered(uint32_t source) const
{
    return m_sources[source]->delivered;
}

double
LeanNetwork::GetDelaySum(uint32_t source) const
{
    return m_sources[source]->delaySum;
}

void
LeanNetwork::FollowPacket(StepListener* listener, StepChooser choose, std::function<void(Ps)> ended)
{
    m_steps = listener;
    m_chooser = std::move(choose);
    m_followed = std::move(ended);
}

uint64_t
LeanNetwork::GetUnderway() const
{
    return m_pool.size() - m_freePackets.size();
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
    while (!m_lanes.IsEmpty())
    {
        const Ps next = m_lanes.GetNextTime();
        if (static_cast<uint64_t>(next) >= m_horizon->GetHorizon())
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
        LeaveOutput(item.time, item.packet, item.place);
        break;
    case Step::WIRE:
        ReachNic(item.time, item.packet, item.place, item.length);
        break;
    case Step::NIC_RX:
        ReachHost(item.time, item.packet, item.place, item.length);
        break;
    case Step::HOLD:
        EndHold(item);
        break;
    case Step::HOST_ESP:
        OpenEsp(item.time, item.packet, item.place);
        break;
    case Step::HOST_IN:
        LeaveHost(item.time, item.packet, item.place, item.length);
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
        const SegmentCut cut = source.traffic->GetCut(source.next, packet.descriptor.headerLength);
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
    packet.verdict = IpsecVerdict::NOT_ASKED;
    packet.reason = SoftwareReason::NONE;
    packet.arrivedSpi = 0;
    m_sent += packet.segments;
    if (source.record)
    {
        const SegmentCut cut(packet.descriptor);
        for (uint32_t i = 0; i < packet.segments; ++i)
        {
            source.fates.emplace_back();
            source.fates.back().length = cut.GetLength(i);
        }
    }
    if (m_chooser && m_chooser(now, sourceNumber, source.next.flow))
    {
        Follow(now, packet);
    }
    Emit(now, number, 0);
    ScheduleArrival(source);
}

/// Begin to follow a datagram. @param now the time @param packet which
void
LeanNetwork::Follow(Ps now, LeanPacket& packet)
{
    m_chooser = nullptr;
    packet.descriptor.steps = m_steps;
    const PacketDescriptor& descriptor = packet.descriptor;
    m_steps->Enter(packet.flow->sender);
    m_steps->Note(now,
                  "application",
                  "sends datagram " + GroupDigits(descriptor.id + 1) + " of its source, " +
                      GroupDigits(descriptor.length) + " octets of IP, from " +
                      descriptor.source.ToString() + " port " +
                      std::to_string(descriptor.sourcePort) + " to " +
                      descriptor.destination.ToString() + " port " +
                      std::to_string(descriptor.destinationPort),
                  "");
}

/**
 * @param packet a datagram that is followed
 * @param start its first bit @param transmission first bit to last @param delay propagation
 */
void
LeanNetwork::NoteWire(const LeanPacket& packet, Ps start, Ps transmission, Ps delay) const
{
    m_steps->Note(start,
                  "wire",
                  (packet.descriptor.IsEsp() ? "ESP, SPI " + SpiInWords(packet.descriptor.esp.spi)
                                             : std::string("clear")) +
                      ": transmission " + SpanInWords(transmission) + " + propagation " +
                      SpanInWords(delay),
                  packet.descriptor.IsEsp() ? "RFC 4303 2" : "");
}

/**
 * @param now the time @param packet a datagram that is followed
 * @param node where it is @param forMe it ends here, or is ESP for this node
 */
void
LeanNetwork::NoteArrivalAtHost(Ps now, const LeanPacket& packet, uint32_t node, bool forMe) const
{
    const bool esp = packet.descriptor.IsEsp();
    if (!m_nodes[node]->ipsec)
    {
        m_steps->Note(now, "IP", "a node without IPsec: takes no time", "");
    }
    else if (!forMe)
    {
        m_steps->Note(now,
                      "IP",
                      esp ? "ESP for another node: plain traffic here" : "clear, to be forwarded",
                      esp ? "" : "R165");
    }
    else
    {
        m_steps->Note(now,
                      "IP",
                      esp ? "ESP for this node: to software" : "for this node",
                      esp ? "R153" : "");
    }
}

/// @param now the time @param packet a datagram that is followed @param end where @param drop why
void
LeanNetwork::NoteEnd(Ps now, const LeanPacket& packet, PacketFate::End end, uint8_t drop)
{
    switch (end)
    {
    case PacketFate::End::DELIVERED:
        m_steps->Note(now,
                      "application",
                      "receives " + GroupDigits(packet.descriptor.length) + " octets, " +
                          SpanInWords(now - packet.sentAt) + " after they were sent",
                      "");
        break;
    case PacketFate::End::NIC_TX:
    case PacketFate::End::NIC_RX:
        m_steps->Note(now,
                      "NIC",
                      std::string("dropped: ") + ToString(static_cast<NicDrop>(drop)),
                      "");
        break;
    case PacketFate::End::HOST_OUT:
    case PacketFate::End::HOST_IN:
        m_steps->Note(now,
                      "IP",
                      drop == 0 ? std::string("dropped: ") + ToString(packet.verdict)
                                : std::string("dropped: ") + ToString(static_cast<IpsecDrop>(drop)),
                      "");
        break;
    case PacketFate::End::UNDERWAY:
        m_steps->Note(now, "IP", "a piece is lost: the rest waits for it in vain", "");
        break;
    }
    if (m_followed)
    {
        m_followed(now);
    }
}

void
LeanNetwork::WaitForHost(const LaneItem& item, const Node& node, uint32_t lane)
{
    m_lanes.Push(node.hostLanes[lane], item);
}

void
LeanNetwork::Emit(Ps now, uint32_t number, uint32_t hop)
{
    LeanPacket& packet = m_pool[number];
    PacketDescriptor& descriptor = packet.descriptor;
    Direction& direction = *m_directions[packet.flow->directions[hop]];
    const Node& node = *m_nodes[direction.from.node];
    const IpsecNode::OutputContext context{PeekPointer(direction.from.interface),
                                           direction.mtu,
                                           &packet.flow->caches[hop],
                                           packet.arrivedSpi};
    if (descriptor.superSegment &&
        !(node.ipsec && node.ipsec->MayHandDownSuperSegment(descriptor, context)))
    {
        EmitSegments(now, number, hop);
        return;
    }
    if (!node.ipsec)
    {
        HandToNic(now, number, hop, descriptor.GetCurrentLength());
        return;
    }
    descriptor.forwarded = hop > 0;
    const Ps done = node.ipsec->Output(now, descriptor, context);
    packet.arrivedSpi = 0;
    if (packet.verdict == IpsecVerdict::NOT_ASKED)
    {
        packet.verdict = descriptor.verdict;
        packet.reason = descriptor.reason;
    }
    if (descriptor.drop != IpsecDrop::NONE || descriptor.verdict == IpsecVerdict::DISCARD ||
        descriptor.verdict == IpsecVerdict::NO_SA)
    {
        Finish(now, number, PacketFate::End::HOST_OUT, static_cast<uint8_t>(descriptor.drop));
        return;
    }
    if (done > now)
    {
        if (descriptor.unfinished)
        {
            packet.sa = descriptor.sa;
        }
        WaitForHost({done,
                     0,
                     number,
                     descriptor.GetCurrentLength(),
                     hop,
                     static_cast<uint8_t>(Step::HOST_OUT)},
                    node,
                    descriptor.hostLane);
        return;
    }
    LeaveOutput(now, number, hop);
}

void
LeanNetwork::LeaveOutput(Ps now, uint32_t number, uint32_t hop)
{
    LeanPacket& packet = m_pool[number];
    PacketDescriptor& descriptor = packet.descriptor;
    const Ptr<SecurityAssociation> held = packet.sa; // as long as descriptor.sa is asked
    packet.sa = nullptr;
    if (descriptor.unfinished)
    {
        const Direction& direction = *m_directions[packet.flow->directions[hop]];
        const Node& node = *m_nodes[direction.from.node];
        node.ipsec->FinishOutput(now, descriptor, PeekPointer(direction.from.interface));
        if (descriptor.drop != IpsecDrop::NONE)
        {
            Finish(now, number, PacketFate::End::HOST_OUT, static_cast<uint8_t>(descriptor.drop));
            return;
        }
    }
    if (descriptor.superSegment && descriptor.tcp.cutter == SegmentCutter::HOST)
    {
        CutInHost(now, number, hop);
        return;
    }
    HandToNic(now, number, hop, descriptor.GetCurrentLength());
}

/// A super-segment's own entry for one of its segments, which counts as sent with it.
/// @param number the super-segment @param segment what it becomes @param index which of its
/// segments
/// @return the segment's number
uint32_t
LeanNetwork::TakeSegment(uint32_t number, const PacketDescriptor& segment, uint32_t index)
{
    const uint32_t taken = TakePacket();
    LeanPacket& packet = m_pool[taken];
    const LeanPacket& super = m_pool[number];
    packet = super;
    packet.segments = 1;
    packet.descriptor = segment;
    packet.descriptor.id = super.descriptor.id + index;
    packet.descriptor.steps = index == 0 ? segment.steps : nullptr;
    return taken;
}

/// TCP makes the segments itself. @param now the time @param number what it has @param hop where
void
LeanNetwork::EmitSegments(Ps now, uint32_t number, uint32_t hop)
{
    const PacketDescriptor super = m_pool[number].descriptor;
    const SegmentCut cut(super);
    for (uint32_t i = 0; i < cut.GetCount(); ++i)
    {
        Emit(now, TakeSegment(number, cut.Cut(super, i), i), hop);
    }
    m_freePackets.push_back(number);
}

/// The stack makes the segments. @param now the time @param number the super-segment @param hop
/// where
void
LeanNetwork::CutInHost(Ps now, uint32_t number, uint32_t hop)
{
    const PacketDescriptor super = m_pool[number].descriptor;
    const SegmentCut cut(super);
    for (uint32_t i = 0; i < cut.GetCount(); ++i)
    {
        const uint32_t segment = TakeSegment(number, IpsecNode::CutSegment(super, cut, i), i);
        HandToNic(now, segment, hop, m_pool[segment].descriptor.GetCurrentLength());
    }
    m_freePackets.push_back(number);
}

void
LeanNetwork::HandToNic(Ps now, uint32_t number, uint32_t hop, uint32_t length)
{
    LeanPacket& packet = m_pool[number];
    while (packet.flow->successor && packet.descriptor.IsEsp())
    {
        packet.flow = packet.flow->successor; // what software has made ESP of is routed anew (R140)
    }
    const Direction& direction = *m_directions[packet.flow->directions[hop]];
    if (packet.descriptor.superSegment)
    {
        const SegmentCut cut(packet.descriptor);
        for (uint32_t i = 0; i < cut.GetCount(); ++i)
        {
            const uint32_t segment = TakeSegment(number, cut.Cut(packet.descriptor, i), i);
            TransmitPiece(now, segment, hop, cut.GetLength(i));
        }
        m_freePackets.push_back(number);
        return;
    }
    if (length <= direction.mtu)
    {
        packet.descriptor.fragment = packet.pieces > 1;
        TransmitPiece(now, number, hop, length);
        return;
    }
    // IP cuts what does not fit into pieces whose payload is a multiple of 8 (RFC 791, RFC
    // 8200 4.5).
    const bool ipv4 = packet.descriptor.IsEsp() ? packet.descriptor.esp.source.IsIpv4()
                                                : packet.descriptor.IsIpv4();
    NS_ABORT_MSG_IF(!ipv4 && hop > 0 && !m_nodes[direction.from.node]->ipsec,
                    "lean fidelity: an IPv6 datagram is longer than the MTU of a router's link");
    const uint32_t header = ipv4 ? 20 : 40;
    const uint32_t added = ipv4 ? 0 : IPV6_FRAGMENT_HEADER;
    const uint32_t most = (direction.mtu - header - added) & ~7U;
    uint32_t payload = length - header;
    packet.pieces += (payload + most - 1) / most - 1;
    packet.descriptor.fragment = true;
    if (packet.descriptor.steps)
    {
        m_steps->Note(now,
                      "IP",
                      GroupDigits(length) + " > MTU " + GroupDigits(direction.mtu) + ": cut into " +
                          std::to_string((payload + most - 1) / most) + " fragments",
                      ipv4 ? "RFC 791" : "RFC 8200 4.5");
    }
    while (payload > 0)
    {
        const uint32_t part = std::min(payload, most);
        payload -= part;
        TransmitPiece(now, number, hop, header + added + part);
    }
}

void
LeanNetwork::TransmitPiece(Ps now, uint32_t number, uint32_t hop, uint32_t length)
{
    LeanPacket& packet = m_pool[number];
    Direction& direction = *m_directions[packet.flow->directions[hop]];
    const auto result = direction.from.nic->GetEngine().Transmit(now, packet.descriptor, length);
    packet.descriptor.drvSpi = 0; // the tag ends here
    if (result.drop != NicDrop::NONE)
    {
        LosePiece(now, number, PacketFate::End::NIC_TX, static_cast<uint8_t>(result.drop));
        return;
    }
    if (result.context)
    {
        length = packet.descriptor.esp.length;
    }
    const Ps transmission = direction.TransmissionTime(length);
    if (packet.descriptor.steps)
    {
        NoteWire(packet, result.start, transmission, direction.delay);
    }
    m_lanes.Push(direction.wireLane,
                 {result.start + transmission + direction.delay,
                  0,
                  number,
                  length,
                  hop,
                  static_cast<uint8_t>(Step::WIRE)});
}

void
LeanNetwork::ReachNic(Ps now, uint32_t number, uint32_t hop, uint32_t length)
{
    LeanPacket& packet = m_pool[number];
    const Direction& direction = *m_directions[packet.flow->directions[hop]];
    packet.descriptor.fragment = packet.pieces > 1;
    if (packet.descriptor.steps)
    {
        m_steps->Enter(direction.to.node);
        m_steps->Note(now, "NIC", "last bit arrives: " + GroupDigits(length) + " octets of IP", "");
    }
    const auto result = direction.to.nic->GetEngine().Receive(now, packet.descriptor, length);
    if (result.drop != NicDrop::NONE)
    {
        LosePiece(now, number, PacketFate::End::NIC_RX, static_cast<uint8_t>(result.drop));
        return;
    }
    if (result.context)
    {
        length = packet.descriptor.length;
    }
    if (result.ready > now)
    {
        m_lanes.Push(direction.receiveLane,
                     {result.ready, 0, number, length, hop, static_cast<uint8_t>(Step::NIC_RX)});
        return;
    }
    ReachHost(now, number, hop, length);
}

bool
LeanNetwork::IsComplete(LeanPacket& packet)
{
    if (++packet.arrived < packet.pieces)
    {
        return false;
    }
    packet.pieces = 1;
    packet.arrived = 0;
    packet.descriptor.fragment = false;
    return true;
}

void
LeanNetwork::ReachHost(Ps now, uint32_t number, uint32_t hop, uint32_t length)
{
    LeanPacket& packet = m_pool[number];
    const PacketDescriptor& descriptor = packet.descriptor;
    const Direction& direction = *m_directions[packet.flow->directions[hop]];
    const Node& node = *m_nodes[direction.to.node];
    if (!node.ipsec)
    {
        if (descriptor.steps)
        {
            NoteArrivalAtHost(now, packet, direction.to.node, false);
        }
        LeaveHost(now, number, hop, length);
        return;
    }
    const bool last = hop + 1 == packet.flow->directions.size();
    if (last && direction.merger && !descriptor.IsEsp() && descriptor.tcp.size != 0 &&
        Merge(now, number, hop))
    {
        return;
    }
    const bool toSelf = last && descriptor.esp.destination == descriptor.destination;
    const bool espForMe = descriptor.IsEsp() && (toSelf || node.Has(descriptor.esp.destination));
    if (descriptor.steps)
    {
        NoteArrivalAtHost(now, packet, direction.to.node, descriptor.IsEsp() ? espForMe : last);
    }
    if (espForMe)
    {
        if (IsComplete(packet))
        {
            ReachHostEsp(now, number, hop);
        }
        else if (packet.arrived + packet.lost == packet.pieces)
        {
            Finish(now, number, PacketFate::End::UNDERWAY, 0);
        }
        return;
    }
    ReachHostClear(now, number, hop, length);
}

/**
 * Large receive: a segment joins a unit, or does not.
 * @param now the time @param number a clear TCP segment at the host where it ends
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
        m_nodes[direction.to.node]->ipsec->InputSegment(now, descriptor);
        if (descriptor.drop != IpsecDrop::NONE)
        {
            Finish(now, number, PacketFate::End::HOST_IN, static_cast<uint8_t>(descriptor.drop));
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
    if (answer.ended != SegmentMerger::NONE)
    {
        HandUpUnit(now, answer.ended, hop);
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
    else if (answer.unit != SegmentMerger::NONE)
    {
        LeanPacket& first = m_pool[answer.unit];
        m_pool[first.last].next = number;
        first.last = number;
        first.merged += descriptor.length - descriptor.tcp.headers;
        ++first.descriptor.tcp.merged;
    }
    if (answer.complete)
    {
        HandUpUnit(now, answer.unit, hop);
    }
    return answer.unit != SegmentMerger::NONE;
}

/// A unit's hold is over. @param item place and stamp of the unit, and the direction it came by
void
LeanNetwork::EndHold(const LaneItem& item)
{
    const uint32_t unit = m_directions[item.place]->merger->Expire(item.packet, item.length);
    if (unit != SegmentMerger::NONE)
    {
        const auto hops = static_cast<uint32_t>(m_pool[unit].flow->directions.size());
        HandUpUnit(item.time, unit, hops - 1);
    }
}

/// A unit of large receive goes up. @param now the time @param number its first segment
/// @param hop its last one
void
LeanNetwork::HandUpUnit(Ps now, uint32_t number, uint32_t hop)
{
    ReachHostClear(now, number, hop, m_pool[number].merged);
}

void
LeanNetwork::ReachHostEsp(Ps now, uint32_t number, uint32_t hop)
{
    LeanPacket& packet = m_pool[number];
    PacketDescriptor& descriptor = packet.descriptor;
    const Direction& direction = *m_directions[packet.flow->directions[hop]];
    const Node& node = *m_nodes[direction.to.node];
    TransformHistory history;
    const Ps done = node.ipsec->InputEsp(now, descriptor, history);
    if (descriptor.unfinished)
    {
        packet.sa = descriptor.sa;
        WaitForHost(
            {done, 0, number, descriptor.esp.length, hop, static_cast<uint8_t>(Step::HOST_ESP)},
            node,
            descriptor.hostLane);
        return;
    }
    CheckOpened(now, number, hop, history);
}

void
LeanNetwork::OpenEsp(Ps now, uint32_t number, uint32_t hop)
{
    LeanPacket& packet = m_pool[number];
    const Direction& direction = *m_directions[packet.flow->directions[hop]];
    TransformHistory history;
    m_nodes[direction.to.node]->ipsec->FinishInputEsp(now, packet.descriptor, history);
    packet.sa = nullptr;
    CheckOpened(now, number, hop, history);
}

void
LeanNetwork::CheckOpened(Ps now, uint32_t number, uint32_t hop, const TransformHistory& history)
{
    LeanPacket& packet = m_pool[number];
    PacketDescriptor& descriptor = packet.descriptor;
    const Node& node = *m_nodes[m_directions[packet.flow->directions[hop]]->to.node];
    Ps done = now;
    if (descriptor.drop == IpsecDrop::NONE)
    {
        packet.arrivedSpi = descriptor.esp.spi;
        descriptor.esp.spi = 0;
        const bool last = hop + 1 == packet.flow->directions.size();
        done = node.ipsec->InputCheck(now, descriptor, history, descriptor.esp.length, last);
    }
    if (descriptor.drop != IpsecDrop::NONE)
    {
        Finish(now, number, PacketFate::End::HOST_IN, static_cast<uint8_t>(descriptor.drop));
        return;
    }
    if (done > now)
    {
        WaitForHost({done, 0, number, descriptor.length, hop, static_cast<uint8_t>(Step::HOST_IN)},
                    node,
                    descriptor.hostLane);
        return;
    }
    LeaveHost(now, number, hop, descriptor.length);
}

void
LeanNetwork::ReachHostClear(Ps now, uint32_t number, uint32_t hop, uint32_t length)
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
        piece.length = length;
    }
    TransformHistory history;
    if (piece.drvSpi != 0)
    {
        if (!node.ipsec->GetOffload()->FillHistory(*direction.to.interface, piece.drvSpi, history))
        {
            piece.drvSpi = 0; // unknown by now: it goes up untagged (R159)
        }
    }
    const Ps done = node.ipsec->InputClear(now, piece, history, last);
    packet.descriptor.drvSpi = piece.unfinished ? piece.drvSpi : 0;
    packet.descriptor.unfinished = piece.unfinished;
    if (piece.drop != IpsecDrop::NONE)
    {
        LosePiece(now, number, PacketFate::End::HOST_IN, static_cast<uint8_t>(piece.drop));
        return;
    }
    if (done > now)
    {
        WaitForHost({done, 0, number, length, hop, static_cast<uint8_t>(Step::HOST_IN)},
                    node,
                    piece.hostLane);
        return;
    }
    LeaveHost(now, number, hop, length);
}

void
LeanNetwork::LeaveHost(Ps now, uint32_t number, uint32_t hop, uint32_t length)
{
    LeanPacket& packet = m_pool[number];
    PacketDescriptor& descriptor = packet.descriptor;
    if (descriptor.unfinished)
    {
        const Direction& direction = *m_directions[packet.flow->directions[hop]];
        m_nodes[direction.to.node]->ipsec->FinishInputClear(now, descriptor);
        descriptor.drvSpi = 0;
        if (descriptor.drop != IpsecDrop::NONE)
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
            HandToNic(now, number, hop + 1, length);
        }
        return;
    }
    const Node& node = *m_nodes[m_directions[packet.flow->directions[hop]]->to.node];
    if (node.ipsec && node.ipsec->HasSocketCores())
    {
        PacketDescriptor piece = packet.descriptor;
        piece.length = length;
        const Ps done = node.ipsec->Deliver(now, piece);
        if (piece.drop != IpsecDrop::NONE)
        {
            LosePiece(now,
                      number,
                      PacketFate::End::HOST_IN,
                      static_cast<uint8_t>(IpsecDrop::HOST_BACKLOG));
            return;
        }
        if (done > now)
        {
            WaitForHost({done, 0, number, length, hop, static_cast<uint8_t>(Step::SOCKET)},
                        node,
                        piece.hostLane);
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
        Finish(now, number, PacketFate::End::UNDERWAY, 0);
    }
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
    ++packet.lost;
    if (packet.arrived + packet.lost == packet.pieces)
    {
        // The rest of the datagram waits for this piece until its reassembly times out.
        Finish(now, number, PacketFate::End::UNDERWAY, 0);
    }
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

/// A datagram ends, and with it all segments that it still stands for. @param now the time
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
        NoteEnd(now, packet, end, drop);
        packet.descriptor.steps = nullptr;
    }
    const bool counts =
        end == PacketFate::End::DELIVERED && now >= m_windowFrom && now < m_windowTo;
    for (uint32_t i = 0; i < packet.segments; ++i)
    {
        if (counts)
        {
            source.delivered.Add(packet.segments == 1 ? packet.descriptor.length
                                                      : SegmentCut(packet.descriptor).GetLength(i));
            source.delaySum += static_cast<double>(now - packet.sentAt) * 1e-12;
        }
        if (source.record)
        {
            PacketFate& fate = source.fates[packet.descriptor.id + i];
            fate.time = end == PacketFate::End::UNDERWAY ? 0 : now;
            fate.end = end;
            fate.verdict = packet.verdict;
            fate.reason = packet.reason;
            fate.drop = drop;
        }
    }
}

} // namespace ns3
