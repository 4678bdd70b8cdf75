/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "full-runner.h"

#include "arrival-player.h"
#include "event-player.h"
#include "fate-recorder.h"
#include "network-plan.h"
#include "node-attributes.h"
#include "ns-3-addresses.h"
#include "planned-cards.h"
#include "population.h"
#include "run-end.h"
#include "traffic-plan.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/data-rate.h"
#include "ns3/icmpv4-l4-protocol.h"
#include "ns3/icmpv6-l4-protocol.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipsec-helper.h"
#include "ns3/ipsec-layer.h"
#include "ns3/ipsec-nic-helper.h"
#include "ns3/ipsec-point-to-point-net-device.h"
#include "ns3/ipv4-header.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/ipv4-routing-table-entry.h"
#include "ns3/ipv4-static-routing-helper.h"
#include "ns3/ipv6-header.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/ipv6-routing-table-entry.h"
#include "ns3/ipv6-static-routing-helper.h"
#include "ns3/node-container.h"
#include "ns3/packet.h"
#include "ns3/simulator.h"
#include "ns3/udp-socket-factory.h"
#include "ns3/uinteger.h"

#include <memory>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace ns3::planner
{

namespace
{

/// Octets of the frame that the base class of the devices counts itself.
constexpr uint32_t PPP_HEADER = 2;
/// Prefix lengths of links.
constexpr uint8_t LINK_IPV4 = 30;
constexpr uint8_t LINK_IPV6 = 64;
/// Prefix lengths of the other addresses of a node: wide ones, so that ns-3's linear routing table
/// gets one entry for all of them.
constexpr uint8_t OWN_IPV4 = 16;
constexpr uint8_t OWN_IPV6 = 64;

/// A scenario as ns-3 nodes.
class FullRun
{
  public:
    /// @param scenario the scenario, resolved
    explicit FullRun(const Scenario& scenario);

    FullRun(const FullRun&) = delete;
    FullRun& operator=(const FullRun&) = delete;

    RunRecord Run();

  private:
    bool UsesIpv6() const;
    bool IsGenerator(uint32_t node) const;
    void BuildNodes();
    void BuildLinks();
    Ptr<IpsecPointToPointNetDevice> FinishDevice(uint32_t node,
                                                 const Ptr<NetDevice>& device,
                                                 const NicProfile& profile,
                                                 const LinkSpec& link);
    void AddAddress(uint32_t node,
                    const Ptr<NetDevice>& device,
                    const IpAddress& own,
                    uint8_t length);
    void AddLinkAddresses(const PlannedLink& link);
    void AddOwnAddresses();
    void AddRoutes();
    void SetRoute(const PlannedRoute& route, bool replace);
    void AddEnds();
    void AddUplinks();
    void ChangeRoutes(uint32_t port);
    void Listen();
    void OpenSink(uint32_t node, bool ipv6, uint16_t port);
    void Receive(Ptr<Socket> socket);
    void Count(Ptr<NetDevice>,
               Ptr<const Packet> packet,
               uint16_t,
               const Address&,
               const Address&,
               NetDevice::PacketType);
    std::unique_ptr<ArrivalPlayer> MakePlayer(uint32_t source) const;

    const Scenario& m_scenario; //!< what to simulate
    FlowPlan m_flows;           //!< its flows
    NetworkPlan m_plan;         //!< its network
    Population m_population;    //!< its SAs
    EventPlayer m_events;       //!< lets its events happen
    RunMeter m_meter;           //!< measures
    NodeContainer m_nodes;      //!< by number
    PlannedCards m_cards;       //!< of nodes whose NICs are ports of one
    std::vector<std::pair<Ptr<IpsecPointToPointNetDevice>, Ptr<IpsecPointToPointNetDevice>>>
        m_links;                                           //!< near and far device, by number
    std::unique_ptr<FateRecorder> m_recorder;              //!< writes down what becomes of packets
    std::vector<std::unique_ptr<ArrivalPlayer>> m_players; //!< the sources
    std::vector<Ptr<Socket>> m_sinks;                      //!< who listens
};

FullRun::FullRun(const Scenario& scenario)
    : m_scenario(scenario),
      m_flows(MakeFlowPlan(scenario)),
      m_plan(MakeNetworkPlan(scenario, m_flows)),
      m_population(scenario, m_flows, ORDER_STREAM),
      m_events(scenario),
      m_meter(scenario, m_flows)
{
    BuildNodes();
    BuildLinks();
    AddOwnAddresses();
    AddRoutes();
    AddEnds();
    AddUplinks();
    Listen();
}

bool
FullRun::UsesIpv6() const
{
    return m_scenario.population.family != AddressFamily::IPV4;
}

bool
FullRun::IsGenerator(uint32_t node) const
{
    return m_plan.nodes[node].kind == NodeKind::GENERATOR;
}

void
FullRun::BuildNodes()
{
    m_nodes.Create(static_cast<uint32_t>(m_plan.nodes.size()));
    NodeContainer routed;
    for (uint32_t number = 0; number < m_plan.nodes.size(); ++number)
    {
        if (!IsGenerator(number))
        {
            routed.Add(m_nodes.Get(number));
        }
    }
    InternetStackHelper stack;
    stack.SetIpv6StackInstall(UsesIpv6());
    stack.Install(routed);
    stack.AssignStreams(routed, STACK_STREAM);
    for (uint32_t number = 0; number < m_plan.nodes.size(); ++number)
    {
        if (IsGenerator(number))
        {
            continue;
        }
        const Ptr<Node> node = m_nodes.Get(number);
        if (UsesIpv6())
        {
            // Nothing but the scenario's datagrams shall travel: no address detection, and routers
            // do not ask for routers.
            node->GetObject<Ipv6L3Protocol>()->SetAttribute("IpForward", BooleanValue(true));
            node->GetObject<Icmpv6L4Protocol>()->SetAttribute("DAD", BooleanValue(false));
        }
        const PlannedNode& planned = m_plan.nodes[number];
        if (!planned.spec)
        {
            continue;
        }
        IpsecHelper ipsec;
        ipsec.SetKernelProfile(planned.spec->kernel);
        ipsec.SetHostProfile(planned.spec->host);
        ipsec.Install(node);
        // A flow of the plan is a connected socket, but ns-3 binds one socket to a port.
        IpsecHelper::GetLayer(node)->SetAttribute("AssumeConnected", BooleanValue(true));
        ApplyAttributes(planned.spec->attributes, IpsecHelper::GetLayer(node)->GetIpsecNode());
        m_meter.AddNode(planned.name, IpsecHelper::GetLayer(node)->GetIpsecNode());
    }
}

Ptr<IpsecPointToPointNetDevice>
FullRun::FinishDevice(uint32_t node,
                      const Ptr<NetDevice>& device,
                      const NicProfile& profile,
                      const LinkSpec& link)
{
    const auto made = DynamicCast<IpsecPointToPointNetDevice>(device);
    made->SetMtu(static_cast<uint16_t>(link.mtu));
    made->GetNic()->SetProfile(profile);
    if (m_plan.nodes[node].spec)
    {
        ApplyAttributes(m_plan.nodes[node].spec->attributes, made->GetNic());
    }
    m_cards.Place(node, m_plan.nodes[node].spec, *made->GetNic());
    made->Configure();
    Ptr<IpsecOffload> kernel;
    if (m_plan.nodes[node].spec)
    {
        kernel = IpsecHelper::GetLayer(m_nodes.Get(node))->GetIpsecNode()->GetOffload();
    }
    // Where there is a stack, device 0 is its loopback.
    const uint32_t number = made->GetIfIndex() + (IsGenerator(node) ? 1 : 0);
    m_meter.AddNic(m_plan.nodes[node].name + "." + GetInterfaceName(profile, number),
                   made->GetNic(),
                   kernel);
    return made;
}

void
FullRun::BuildLinks()
{
    for (const auto& planned : m_plan.links)
    {
        IpsecNicHelper helper;
        helper.SetDeviceAttribute("DataRate", DataRateValue(DataRate(planned.link.rate)));
        helper.SetDeviceAttribute("LinkOverhead",
                                  UintegerValue(m_scenario.topology.frameOverhead - PPP_HEADER));
        helper.SetChannelAttribute("Delay", TimeValue(FromPs(planned.link.delay)));
        const auto devices = helper.Install(m_nodes.Get(planned.near), m_nodes.Get(planned.far));
        m_links.emplace_back(
            FinishDevice(planned.near, devices.Get(0), planned.nearNic, planned.link),
            FinishDevice(planned.far, devices.Get(1), planned.farNic, planned.link));
        int64_t stream = NIC_STREAM + 2 * (m_links.size() - 1) * IpsecNic::STREAMS;
        stream += m_links.back().first->GetNic()->AssignStreams(stream);
        m_links.back().second->GetNic()->AssignStreams(stream);
        m_links.back().first->GetNic()->AddLocalAddress(planned.addresses.ipv4Near);
        m_links.back().first->GetNic()->AddLocalAddress(planned.addresses.ipv6Near);
        m_links.back().second->GetNic()->AddLocalAddress(planned.addresses.ipv4Far);
        m_links.back().second->GetNic()->AddLocalAddress(planned.addresses.ipv6Far);
        AddLinkAddresses(planned);
    }
    m_meter.SetMeasuredLink(m_links.front().first->GetNic(), m_links.front().second->GetNic());
}

void
FullRun::AddAddress(uint32_t node,
                    const Ptr<NetDevice>& device,
                    const IpAddress& own,
                    uint8_t length)
{
    if (IsGenerator(node))
    {
        return;
    }
    if (own.IsIpv4())
    {
        const auto ipv4 = m_nodes.Get(node)->GetObject<Ipv4>();
        int32_t interface = ipv4->GetInterfaceForDevice(device);
        const bool isNew = interface < 0;
        if (isNew)
        {
            interface = static_cast<int32_t>(ipv4->AddInterface(device));
        }
        ipv4->AddAddress(static_cast<uint32_t>(interface),
                         Ipv4InterfaceAddress(ToIpv4(own), MaskOf(length)));
        if (isNew)
        {
            ipv4->SetUp(static_cast<uint32_t>(interface));
        }
        return;
    }
    const auto ipv6 = m_nodes.Get(node)->GetObject<Ipv6>();
    int32_t interface = ipv6->GetInterfaceForDevice(device);
    const bool isNew = interface < 0;
    if (isNew)
    {
        interface = static_cast<int32_t>(ipv6->AddInterface(device));
    }
    ipv6->AddAddress(static_cast<uint32_t>(interface),
                     Ipv6InterfaceAddress(ToIpv6(own), Ipv6Prefix(length)));
    if (isNew)
    {
        ipv6->SetUp(static_cast<uint32_t>(interface));
    }
}

void
FullRun::AddLinkAddresses(const PlannedLink& link)
{
    const auto& [near, far] = m_links.back();
    AddAddress(link.near, near, link.addresses.ipv4Near, LINK_IPV4);
    AddAddress(link.far, far, link.addresses.ipv4Far, LINK_IPV4);
    if (UsesIpv6())
    {
        AddAddress(link.near, near, link.addresses.ipv6Near, LINK_IPV6);
        AddAddress(link.far, far, link.addresses.ipv6Far, LINK_IPV6);
    }
}

void
FullRun::AddOwnAddresses()
{
    for (uint32_t number = 0; number < m_plan.nodes.size(); ++number)
    {
        if (IsGenerator(number))
        {
            continue; // it has no stack to give addresses to
        }
        for (const auto& own : m_plan.nodes[number].addresses)
        {
            // The first device is behind the loopback.
            AddAddress(number,
                       m_nodes.Get(number)->GetDevice(1),
                       own,
                       own.IsIpv4() ? OWN_IPV4 : OWN_IPV6);
        }
    }
}

void
FullRun::AddRoutes()
{
    for (const auto& route : m_plan.routes)
    {
        SetRoute(route, false);
    }
}

void
FullRun::SetRoute(const PlannedRoute& route, bool replace)
{
    const PlannedLink& link = m_plan.links[route.link];
    const bool isNear = link.near == route.node;
    const Ptr<NetDevice> device = isNear ? m_links[route.link].first : m_links[route.link].second;
    const Ptr<Node> node = m_nodes.Get(route.node);
    if (route.prefix.address.IsIpv4())
    {
        const auto ipv4 = node->GetObject<Ipv4>();
        const auto routing = Ipv4StaticRoutingHelper().GetStaticRouting(ipv4);
        const Ipv4Address network = ToIpv4(route.prefix.address);
        const Ipv4Mask mask = MaskOf(route.prefix.length);
        for (uint32_t i = routing->GetNRoutes(); replace && i-- > 0;)
        {
            const auto old = routing->GetRoute(i);
            if (old.GetDestNetwork() == network && old.GetDestNetworkMask() == mask)
            {
                routing->RemoveRoute(i);
            }
        }
        routing->AddNetworkRouteTo(
            network,
            mask,
            ToIpv4(isNear ? link.addresses.ipv4Far : link.addresses.ipv4Near),
            static_cast<uint32_t>(ipv4->GetInterfaceForDevice(device)));
    }
    else if (UsesIpv6())
    {
        const auto ipv6 = node->GetObject<Ipv6>();
        const auto routing = Ipv6StaticRoutingHelper().GetStaticRouting(ipv6);
        const Ipv6Address network = ToIpv6(route.prefix.address);
        const Ipv6Prefix prefix(route.prefix.length);
        for (uint32_t i = routing->GetNRoutes(); replace && i-- > 0;)
        {
            const auto old = routing->GetRoute(i);
            if (old.GetDestNetwork() == network && old.GetDestNetworkPrefix() == prefix)
            {
                routing->RemoveRoute(i);
            }
        }
        routing->AddNetworkRouteTo(
            network,
            prefix,
            ToIpv6(isNear ? link.addresses.ipv6Far : link.addresses.ipv6Near),
            static_cast<uint32_t>(ipv6->GetInterfaceForDevice(device)));
    }
}

void
FullRun::AddEnds()
{
    for (const auto& end : m_plan.ends)
    {
        const PlannedLink& link = m_plan.links[end.link];
        const bool isNear = link.near == end.node;
        const NicProfile& profile = isNear ? link.nearNic : link.farNic;
        const auto& device = isNear ? m_links[end.link].first : m_links[end.link].second;
        const auto ipsec = IpsecHelper::GetLayer(m_nodes.Get(end.node))->GetIpsecNode();
        const std::string name = GetInterfaceName(profile, device->GetIfIndex());
        m_population.AddEnd({ipsec, end.near, end.peer, name, profile.offload});
        if (!end.near)
        {
            m_events.Add({m_scenario.GetFarRole(), 1, ipsec, name, device->GetNic()});
        }
    }
}

void
FullRun::AddUplinks()
{
    const auto ipsec = IpsecHelper::GetLayer(m_nodes.Get(0))->GetIpsecNode();
    for (uint32_t port = 1; port <= m_plan.uplinks.size(); ++port)
    {
        const uint32_t link = m_plan.uplinks[port - 1];
        m_events.Add(
            {m_scenario.GetMeasuredRole(),
             port,
             ipsec,
             GetInterfaceName(m_plan.links[link].nearNic, m_links[link].first->GetIfIndex()),
             m_links[link].first->GetNic()});
    }
}

void
FullRun::ChangeRoutes(uint32_t port)
{
    for (const auto& route : m_plan.routes)
    {
        if (route.node == 0 && route.link == m_plan.uplinks.front())
        {
            SetRoute({route.node, route.prefix, m_plan.uplinks[port - 1]}, true);
        }
    }
}

void
FullRun::OpenSink(uint32_t node, bool ipv6, uint16_t port)
{
    Ptr<Socket> socket = Socket::CreateSocket(m_nodes.Get(node), UdpSocketFactory::GetTypeId());
    const Address any = ipv6 ? Address(Inet6SocketAddress(Ipv6Address::GetAny(), port))
                             : Address(InetSocketAddress(Ipv4Address::GetAny(), port));
    NS_ABORT_MSG_UNLESS(socket->Bind(any) == 0, "cannot listen on port " << port);
    socket->SetRecvCallback(MakeCallback(&FullRun::Receive, this));
    m_sinks.push_back(socket);
}

void
FullRun::Listen()
{
    std::set<std::tuple<uint32_t, bool, uint16_t>> places;
    for (const auto& source : m_flows.sources)
    {
        for (const auto& flow : source.flows)
        {
            const auto path = GetPath(m_plan, m_flows, source, flow);
            const PlannedLink& last = m_plan.links[path.back()];
            places.insert({source.transmit ? last.far : last.near,
                           !flow.destination.IsIpv4(),
                           flow.destinationPort});
        }
    }
    for (const auto& [node, ipv6, port] : places)
    {
        if (!IsGenerator(node))
        {
            OpenSink(node, ipv6, port);
        }
    }
    for (uint32_t node = 0; node < m_plan.nodes.size(); ++node)
    {
        if (IsGenerator(node))
        {
            m_nodes.Get(node)->RegisterProtocolHandler(MakeCallback(&FullRun::Count, this),
                                                       0,
                                                       m_nodes.Get(node)->GetDevice(0));
        }
    }
}

void
FullRun::Count(Ptr<NetDevice>,
               Ptr<const Packet> packet,
               uint16_t etherType,
               const Address&,
               const Address&,
               NetDevice::PacketType)
{
    Ipv4Header four;
    Ipv6Header six;
    const bool isAnswer =
        etherType == Ipv6L3Protocol::PROT_NUMBER
            ? packet->PeekHeader(six) != 0 && six.GetNextHeader() == Icmpv6L4Protocol::PROT_NUMBER
            : packet->PeekHeader(four) != 0 && four.GetProtocol() == Icmpv4L4Protocol::PROT_NUMBER;
    if (!isAnswer) // no source sent what a gateway says of a datagram that is too big (R121)
    {
        m_recorder->Delivered(packet);
    }
}

void
FullRun::Receive(Ptr<Socket> socket)
{
    while (Ptr<Packet> packet = socket->Recv())
    {
        m_recorder->Delivered(packet);
    }
}

std::unique_ptr<ArrivalPlayer>
FullRun::MakePlayer(uint32_t source) const
{
    const uint32_t sender = m_plan.senders[source];
    const PlannedSource& planned = m_flows.sources[source];
    if (IsGenerator(sender))
    {
        return std::make_unique<GeneratorPlayer>(m_nodes.Get(sender), source, planned);
    }
    return std::make_unique<SocketPlayer>(m_nodes.Get(sender), source, planned);
}

RunRecord
FullRun::Run()
{
    m_events.ScheduleVlans();
    const Ps start = EstablishAndStart(m_scenario, m_population);
    m_population.StartRekeying(start);
    m_events.SetRouteChange([this](uint32_t port) { ChangeRoutes(port); });
    m_events.Schedule(start);
    const MeasuringWindow window = MakeWindow(m_flows, start, m_scenario.traffic.warmUp);
    m_meter.Schedule(window, start);
    m_recorder = std::make_unique<FateRecorder>(m_flows.sources.size(), window);
    for (const auto& planned : m_plan.ends)
    {
        const Ptr<Node> node = m_nodes.Get(planned.node);
        m_recorder->Watch(IpsecHelper::GetLayer(node)->GetIpsecNode());
        m_recorder->Watch(node->GetObject<Ipv4L3Protocol>());
    }
    for (const auto& [near, far] : m_links)
    {
        m_recorder->Watch(near);
        m_recorder->Watch(far);
    }
    for (uint32_t i = 0; i < m_flows.sources.size(); ++i)
    {
        m_players.push_back(MakePlayer(i));
        m_players.back()->Start(MakeTrafficSource(m_flows, i, start), *m_recorder);
    }
    StopWhen(window, start, [this] { return m_recorder->GetUnderway() == 0; });
    Simulator::Run();
    RunRecord record = m_meter.Finish(ToPs(Simulator::Now()), m_recorder->GetOutcomes());
    m_population.AddMetrics(record.result);
    record.fates = m_recorder->GetFates();
    return record;
}

} // namespace

RunRecord
RunFull(const Scenario& scenario)
{
    RunRecord record;
    {
        FullRun run(scenario);
        record = run.Run();
    }
    Simulator::Destroy();
    return record;
}

} // namespace ns3::planner
