/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "full-scenario-run.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/icmpv4-l4-protocol.h"
#include "ns3/icmpv6-l4-protocol.h"
#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/ipsec-helper.h"
#include "ns3/ipsec-layer.h"
#include "ns3/ipv4-header.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/ipv6-header.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/simulator.h"
#include "ns3/udp-socket-factory.h"

#include <set>
#include <tuple>
#include <utility>

namespace ns3::planner
{

FullScenarioRun::FullScenarioRun(const Scenario& scenario)
    : PacketScenarioRun(scenario),
      m_network(GetScenario(), GetPlan())
{
}

void
FullScenarioRun::FollowPacket(StepListener& listener,
                              LeanNetwork::StepChooser choose,
                              std::function<void(Ps)> ended)
{
    m_follower = std::make_unique<PacketFollower>(listener, std::move(choose), std::move(ended));
}

Ptr<IpsecNode>
FullScenarioRun::MakeNode(uint32_t number)
{
    const Ptr<Node> node = m_network.AddNode();
    const auto& spec = GetPlan().nodes[number].spec;
    if (!spec)
    {
        return nullptr;
    }
    IpsecHelper ipsec;
    ipsec.SetKernelProfile(spec->kernel);
    ipsec.SetHostProfile(spec->host);
    ipsec.Install(node);
    const Ptr<IpsecLayer> layer = IpsecHelper::GetLayer(node);
    // A flow of the plan is a connected socket, but ns-3 binds one socket to a port.
    layer->SetAttribute("AssumeConnected", BooleanValue(true));
    return layer->GetIpsecNode();
}

ScenarioRun::NicPair
FullScenarioRun::MakeLink(uint32_t)
{
    const auto& [near, far] = m_network.AddLink();
    return {near->GetNic(), far->GetNic()};
}

void
FullScenarioRun::FinishLink(uint32_t number)
{
    const auto& [near, far] = m_network.GetLinks()[number];
    near->Configure();
    far->Configure();
}

void
FullScenarioRun::FinishNetwork()
{
    m_network.AddAddressesAndRoutes();
    Listen();
}

void
FullScenarioRun::ChangeRoutes(uint32_t port)
{
    m_network.ChangeRoutes(port);
}

void
FullScenarioRun::OpenSink(uint32_t node, bool ipv6, uint16_t port)
{
    Ptr<Socket> socket =
        Socket::CreateSocket(m_network.GetNode(node), UdpSocketFactory::GetTypeId());
    const Address any = ipv6 ? Address(Inet6SocketAddress(Ipv6Address::GetAny(), port))
                             : Address(InetSocketAddress(Ipv4Address::GetAny(), port));
    NS_ABORT_MSG_UNLESS(socket->Bind(any) == 0, "cannot listen on port " << port);
    socket->SetRecvCallback(MakeCallback(&FullScenarioRun::Receive, this));
    m_sinks.push_back(socket);
}

void
FullScenarioRun::Listen()
{
    std::set<std::tuple<uint32_t, bool, uint16_t>> places;
    for (const auto& source : GetFlows().sources)
    {
        for (const auto& flow : source.flows)
        {
            places.insert({GetDestination(GetPlan(), GetFlows(), source, flow),
                           !flow.destination.IsIpv4(),
                           flow.destinationPort});
        }
    }
    for (const auto& [node, ipv6, port] : places)
    {
        if (!m_network.IsGenerator(node))
        {
            OpenSink(node, ipv6, port);
        }
    }
    for (uint32_t number = 0; number < GetPlan().nodes.size(); ++number)
    {
        if (m_network.IsGenerator(number))
        {
            const Ptr<Node> node = m_network.GetNode(number);
            node->RegisterProtocolHandler(MakeCallback(&FullScenarioRun::Count, this),
                                          0,
                                          node->GetDevice(0));
        }
    }
}

void
FullScenarioRun::Count(Ptr<NetDevice>,
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
FullScenarioRun::Receive(Ptr<Socket> socket)
{
    while (Ptr<Packet> packet = socket->Recv())
    {
        m_recorder->Delivered(packet);
    }
}

void
FullScenarioRun::WatchPackets()
{
    std::set<uint32_t> nodes;
    for (const auto& end : GetPlan().ends)
    {
        if (nodes.insert(end.node).second)
        {
            m_recorder->Watch(GetNodes()[end.node]);
            m_recorder->Watch(m_network.GetNode(end.node)->GetObject<Ipv4L3Protocol>());
        }
    }
    for (const auto& [near, far] : m_network.GetLinks())
    {
        m_recorder->Watch(near);
        m_recorder->Watch(far);
    }
}

std::unique_ptr<ArrivalPlayer>
FullScenarioRun::MakePlayer(uint32_t source) const
{
    const uint32_t sender = GetPlan().senders[source];
    const PlannedSource& planned = GetFlows().sources[source];
    if (m_network.IsGenerator(sender))
    {
        return std::make_unique<GeneratorPlayer>(m_network.GetNode(sender), source, planned);
    }
    return std::make_unique<SocketPlayer>(m_network.GetNode(sender), source, planned);
}

void
FullScenarioRun::StartSources(const std::vector<Ptr<TrafficSource>>& sources, PacketTally& tally)
{
    m_recorder = std::make_unique<FateRecorder>(sources.size(), tally);
    m_recorder->SetFollower(m_follower.get());
    WatchPackets();
    for (uint32_t number = 0; number < sources.size(); ++number)
    {
        m_players.push_back(MakePlayer(number));
        m_players.back()->Start(sources[number], *m_recorder, m_follower.get());
    }
}

uint64_t
FullScenarioRun::GetInFlight() const
{
    return m_recorder->GetInFlight();
}

std::vector<FateList>
FullScenarioRun::GetFates() const
{
    return m_recorder->GetFates();
}

RunRecord
RunFull(const Scenario& scenario)
{
    RunRecord record;
    {
        FullScenarioRun run(scenario);
        record = run.Run();
    }
    Simulator::Destroy();
    return record;
}

} // namespace ns3::planner
