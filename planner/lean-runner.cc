/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "lean-runner.h"

#include "flow-plan.h"
#include "population.h"
#include "run-end.h"
#include "traffic-plan.h"

#include "ns3/abort.h"
#include "ns3/horizon-scheduler.h"
#include "ns3/kernel-profile.h"
#include "ns3/lean-network.h"
#include "ns3/simulator.h"

#include <string>
#include <utility>
#include <vector>

namespace ns3::planner
{

namespace
{

/// A scenario as a LeanNetwork.
class LeanRun
{
  public:
    /// @param scenario the scenario, resolved
    explicit LeanRun(const Scenario& scenario);
    ~LeanRun();

    LeanRun(const LeanRun&) = delete;
    LeanRun& operator=(const LeanRun&) = delete;

    RunRecord Run(bool recordFates);

  private:
    /// A node: its number in the network and its IPsec, if it has any.
    struct Place
    {
        std::string name;
        uint32_t number{0};
        Ptr<IpsecNode> node;
        uint32_t nics{0}; //!< so far
    };

    Place MakeNode(const std::string& name, const std::string& role, std::vector<IpAddress> own);
    Place MakeRouter(const std::string& name);
    LeanNetwork::LinkEnd MakeEnd(Place& place, const NicProfile& profile, const LinkSpec& link);
    std::pair<LeanNetwork::LinkEnd, LeanNetwork::LinkEnd> Connect(Place& a,
                                                                  const NicProfile& nicA,
                                                                  Place& b,
                                                                  const NicProfile& nicB,
                                                                  const LinkSpec& link);
    void AddEnd(const Place& place, const LeanNetwork::LinkEnd& end, bool near, uint32_t peer);
    void BuildServer();
    void BuildGateways();
    std::vector<uint32_t> PathOf(const PlannedSource& source, const PlannedFlow& flow) const;
    std::vector<uint32_t> AddSources(Ps start);

    const Scenario& m_scenario;          //!< what to simulate
    FlowPlan m_plan;                     //!< its flows
    Ptr<LeanNetwork> m_network;          //!< the network
    Population m_population;             //!< its SAs
    RunMeter m_meter;                    //!< measures
    std::vector<Ptr<IpsecNode>> m_nodes; //!< to dispose of
    std::vector<Ptr<IpsecNic>> m_nics;   //!< to dispose of
};

/// @return a NIC without IPsec, for nodes that the scenario does not describe
NicProfile
PlainNic()
{
    NicProfile profile;
    profile.name = "plain";
    profile.offload = false;
    return profile;
}

/// @param number of a link @return the addresses of its near (or far) end
std::vector<IpAddress>
LinkEndAddresses(uint32_t number, bool far)
{
    const LinkAddresses link = GetLinkAddresses(number);
    return far ? std::vector<IpAddress>{link.ipv4Far, link.ipv6Far}
               : std::vector<IpAddress>{link.ipv4Near, link.ipv6Near};
}

LeanRun::LeanRun(const Scenario& scenario)
    : m_scenario(scenario),
      m_plan(MakeFlowPlan(scenario)),
      m_network(CreateObject<LeanNetwork>()),
      m_population(scenario, m_plan, ORDER_STREAM),
      m_meter(scenario, m_plan)
{
    if (scenario.topology.kind == TopologyKind::SERVER)
    {
        BuildServer();
    }
    else
    {
        BuildGateways();
    }
}

LeanRun::~LeanRun()
{
    m_network->Dispose();
    for (const auto& nic: m_nics)
    {
        nic->Dispose();
    }
    for (const auto& node: m_nodes)
    {
        node->Dispose();
    }
}

LeanRun::Place
LeanRun::MakeNode(const std::string& name, const std::string& role, std::vector<IpAddress> own)
{
    const NodeSpec& spec = m_scenario.nodes.at(role);
    auto node = CreateObject<IpsecNode>();
    FindKernelProfile(spec.kernel)->Apply(*node);
    node->SetHost(spec.host);
    m_nodes.push_back(node);
    m_meter.AddNode(name, node);
    return {name, m_network->AddNode(node, own), node, 0};
}

LeanRun::Place
LeanRun::MakeRouter(const std::string& name)
{
    return {name, m_network->AddNode(nullptr, {}), nullptr, 0};
}

LeanNetwork::LinkEnd
LeanRun::MakeEnd(Place& place, const NicProfile& profile, const LinkSpec& link)
{
    auto nic = CreateObject<IpsecNic>();
    nic->Configure(profile, link.rate, m_scenario.topology.frameOverhead);
    nic->GetEngine().SetWireMtu(link.mtu);
    m_nics.push_back(nic);
    // Numbered as ns-3 numbers devices: 0 is the loopback.
    const std::string number = std::to_string(++place.nics);
    m_meter.AddNic(place.name + ".nic" + number,
                   nic,
                   place.node ? place.node->GetOffload() : nullptr);
    Ptr<OffloadInterface> interface;
    if (place.node)
    {
        interface = place.node->GetOffload()->AddInterface(
            (profile.offload ? "nic" : "eth") + number,
            profile.offload ? Ptr<OffloadDriver>(nic) : nullptr);
    }
    return {place.number, nic, interface};
}

std::pair<LeanNetwork::LinkEnd, LeanNetwork::LinkEnd>
LeanRun::Connect(Place& a,
                 const NicProfile& nicA,
                 Place& b,
                 const NicProfile& nicB,
                 const LinkSpec& link)
{
    const auto endA = MakeEnd(a, nicA, link);
    const auto endB = MakeEnd(b, nicB, link);
    m_network->AddLink(endA, endB, DataRate(link.rate), link.delay, link.mtu);
    return {endA, endB};
}

void
LeanRun::AddEnd(const Place& place, const LeanNetwork::LinkEnd& end, bool near, uint32_t peer)
{
    m_population.AddEnd(
        {place.node, near, peer, end.interface->GetName(), end.interface->GetDriver() != nullptr});
}

void
LeanRun::BuildServer()
{
    const NicProfile plain = PlainNic();
    Place server = MakeNode("server", "server", LinkEndAddresses(0, false));
    Place router = MakeRouter("router");
    const auto access = Connect(server,
                                m_scenario.nodes.at("server").nic,
                                router,
                                plain,
                                m_scenario.links.at("access"));
    AddEnd(server, access.first, true, 0);
    m_meter.SetMeasuredLink(access.first.nic, access.second.nic);
    for (uint32_t peer = 0; peer < m_scenario.topology.peers; ++peer)
    {
        auto own = LinkEndAddresses(peer + 1, true);
        for (const auto& member: m_plan.members)
        {
            if (member.peer == peer)
            {
                own.push_back(member.far);
            }
        }
        Place place = MakeNode("peer" + std::to_string(peer), "peer", own);
        const auto link = Connect(router,
                                  plain,
                                  place,
                                  m_scenario.nodes.at("peer").nic,
                                  m_scenario.links.at("peer"));
        AddEnd(place, link.second, false, peer);
    }
}

void
LeanRun::BuildGateways()
{
    const NicProfile plain = PlainNic();
    const LinkSpec& lan = m_scenario.links.at("lan");
    const NicProfile& nearNic = m_scenario.nodes.at("gateway").nic;
    const NicProfile& farNic = m_scenario.nodes.at("far-gateway").nic;
    auto nearOwn = LinkEndAddresses(0, false);
    for (const auto& address: LinkEndAddresses(1, true))
    {
        nearOwn.push_back(address);
    }
    auto farOwn = LinkEndAddresses(0, true);
    for (const auto& address: LinkEndAddresses(2, false))
    {
        farOwn.push_back(address);
    }
    Place gateway = MakeNode("gateway", "gateway", nearOwn);
    Place farGateway = MakeNode("far-gateway", "far-gateway", farOwn);
    Place nearHost = MakeRouter("near-host");
    Place farHost = MakeRouter("far-host");
    const auto wan = Connect(gateway, nearNic, farGateway, farNic, m_scenario.links.at("wan"));
    Connect(nearHost, plain, gateway, nearNic, lan);
    Connect(farGateway, farNic, farHost, plain, lan);
    AddEnd(gateway, wan.first, true, 0);
    AddEnd(farGateway, wan.second, false, 0);
    m_meter.SetMeasuredLink(wan.first.nic, wan.second.nic);
}

std::vector<uint32_t>
LeanRun::PathOf(const PlannedSource& source, const PlannedFlow& flow) const
{
    if (m_scenario.topology.kind == TopologyKind::GATEWAYS)
    {
        return source.transmit ? std::vector<uint32_t>{1, 0, 2} : std::vector<uint32_t>{2, 0, 1};
    }
    const uint32_t link = m_plan.members[flow.member].peer + 1;
    return source.transmit ? std::vector<uint32_t>{0, link} : std::vector<uint32_t>{link, 0};
}

std::vector<uint32_t>
LeanRun::AddSources(Ps start)
{
    std::vector<uint32_t> numbers;
    for (uint32_t i = 0; i < m_plan.sources.size(); ++i)
    {
        const PlannedSource& source = m_plan.sources[i];
        std::vector<uint32_t> flows;
        flows.reserve(source.flows.size());
        for (const auto& flow: source.flows)
        {
            flows.push_back(m_network->AddFlow({flow.source,
                                                flow.destination,
                                                PLANNED_PROTOCOL,
                                                flow.sourcePort,
                                                flow.destinationPort,
                                                PathOf(source, flow)}));
        }
        numbers.push_back(m_network->AddSource(MakeTrafficSource(m_plan, i, start), flows));
    }
    return numbers;
}

RunRecord
LeanRun::Run(bool recordFates)
{
    const Ps start = EstablishAndStart(m_scenario, m_population);
    const auto sources = AddSources(start);
    const MeasuringWindow window = MakeWindow(m_plan, start, m_scenario.traffic.warmUp);
    m_meter.Schedule(window);
    m_network->SetWindow(window.from, window.to);
    for (const auto source: sources)
    {
        if (recordFates)
        {
            m_network->RecordFates(source);
        }
    }
    m_network->Start();
    StopWhen(window, start, [this] { return m_network->GetUnderway() == 0; });
    Simulator::Run();

    std::vector<SourceOutcome> outcomes;
    for (const auto source: sources)
    {
        outcomes.push_back({m_network->GetDelivered(source), m_network->GetDelaySum(source)});
    }
    RunRecord record = m_meter.Finish(ToPs(Simulator::Now()), outcomes);
    for (const auto source: sources)
    {
        record.fates.push_back(m_network->GetFates(source));
    }
    return record;
}

} // namespace

RunRecord
RunLean(const Scenario& scenario, bool recordFates)
{
    HorizonScheduler::Install();
    RunRecord record;
    {
        LeanRun run(scenario);
        record = run.Run(recordFates);
    }
    Simulator::Destroy();
    return record;
}

} // namespace ns3::planner
