/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "scenario-run.h"

#include "run-start.h"

#include "planner/network/traffic-plan.h"
#include "planner/scenario/node-attributes.h"

#include "ns3/simulator.h"

#include <limits>

namespace ns3::planner
{

ScenarioRun::ScenarioRun(const Scenario& scenario)
    : m_scenario(scenario),
      m_flows(MakeFlowPlan(scenario)),
      m_plan(MakeNetworkPlan(scenario, m_flows)),
      m_population(scenario, m_flows),
      m_events(scenario),
      m_meter(scenario)
{
}

ScenarioRun::~ScenarioRun() = default;

RunRecord
ScenarioRun::Run()
{
    Build();
    Start();
    Simulator::Run();
    return Finish();
}

void
ScenarioRun::Build()
{
    for (uint32_t number = 0; number < m_plan.nodes.size(); ++number)
    {
        AddNode(number);
    }
    for (uint32_t number = 0; number < m_plan.links.size(); ++number)
    {
        AddLink(number);
    }
    FinishNetwork();
    m_meter.SetBound(MakeNetworkBound(m_scenario, m_flows));
    const Link& measured = m_links[m_plan.uplinks.front()];
    const bool isNear = measured.near.node == m_plan.ends.front().node;
    m_meter.SetMeasuredLink(isNear ? measured.near.nic : measured.far.nic,
                            isNear ? measured.far.nic : measured.near.nic);
    AddEnds();
    AddUplinks();
}

void
ScenarioRun::AddNode(uint32_t number)
{
    const PlannedNode& planned = m_plan.nodes[number];
    const Ptr<IpsecNode> node = MakeNode(number);
    if (node)
    {
        ApplyAttributes(planned.spec->attributes, node);
        m_meter.AddNode(planned.name, node, *planned.spec);
    }
    m_nodes.push_back(node);
    m_nicCounts.push_back(0);
}

void
ScenarioRun::AddLink(uint32_t number)
{
    const PlannedLink& planned = m_plan.links[number];
    const auto [nearNic, farNic] = MakeLink(number);
    m_links.push_back({PrepareNic(planned.near, nearNic, planned.nearNic, planned.link),
                       PrepareNic(planned.far, farNic, planned.farNic, planned.link)});
    FinishLink(number);
    for (const auto& addresses : planned.GetAddresses())
    {
        for (const bool isNear : {true, false})
        {
            for (const auto& own : GetEndAddresses(addresses, isNear).GetAll())
            {
                (isNear ? nearNic : farNic)->AddLocalAddress(own);
            }
        }
    }
    const int64_t stream = NIC_STREAM + int64_t{2} * number * IpsecNic::STREAMS;
    nearNic->AssignStreams(stream);
    farNic->AssignStreams(stream + IpsecNic::STREAMS);
}

ScenarioRun::LinkEnd
ScenarioRun::PrepareNic(uint32_t node,
                        Ptr<IpsecNic> nic,
                        const NicProfile& profile,
                        const LinkSpec& link)
{
    const PlannedNode& planned = m_plan.nodes[node];
    nic->SetProfile(profile);
    if (planned.spec)
    {
        ApplyAttributes(planned.spec->attributes, nic);
    }
    m_cards.Place(node, planned.spec.get(), *nic);
    const std::string name = GetInterfaceName(profile, ++m_nicCounts[node]);
    m_meter.AddNic(planned.name + "." + name,
                   nic,
                   m_nodes[node] ? m_nodes[node]->GetOffload() : nullptr,
                   link);
    return {node, nic, name, profile.offload};
}

void
ScenarioRun::AddEnds()
{
    const uint32_t measured = m_plan.ends.front().node;
    for (const auto& planned : m_plan.ends)
    {
        const Ptr<IpsecNode> node = m_nodes[planned.node];
        const Link& link = m_links[planned.link];
        const LinkEnd& end = link.near.node == planned.node ? link.near : link.far;
        m_population.AddEnd({node, end.name, end.offloads});
        if (planned.node != measured)
        {
            const std::string& role = m_plan.nodes[planned.node].role;
            m_events.Add({role, planned.port, node, end.name, end.nic});
        }
    }
    for (const auto& ends : m_plan.pathEnds)
    {
        m_population.AddPath(ends);
    }
}

void
ScenarioRun::AddUplinks()
{
    for (uint32_t port = 1; port <= m_plan.uplinks.size(); ++port)
    {
        const Link& link = m_links[m_plan.uplinks[port - 1]];
        const LinkEnd& end = link.near.node == m_plan.ends.front().node ? link.near : link.far;
        m_events.Add({m_scenario.GetMeasuredRole(), port, m_nodes[end.node], end.name, end.nic});
    }
}

void
ScenarioRun::FinishNetwork()
{
}

double
ScenarioRun::GetOutage() const
{
    return std::numeric_limits<double>::quiet_NaN();
}

std::vector<FateList>
ScenarioRun::GetFates() const
{
    return {};
}

void
ScenarioRun::Start()
{
    m_events.ScheduleVlans();
    const Ps start = EstablishAndStart(m_scenario, m_population);
    m_population.StartRekeying(start);
    m_population.StartFailover(start);
    m_population.StartAddressChange(start);
    m_events.SetRouteChange([this](uint32_t port) { ChangeRoutes(port); });
    m_events.Schedule(start);
    PrepareTraffic(start);
    m_meter.Start(
        start,
        [this] { return IsSending(); },
        [this] { return m_population.GetRekeys(); });
    StartTraffic();
}

/// @param start of the traffic @return what key management has done
KeyingCounts
ScenarioRun::CountKeying(Ps start) const
{
    const Population::Rehoming& rehoming = m_population.GetRehoming();
    const Ps noticed = start + m_scenario.population.failover.at;
    const bool areAll = rehoming.usable == rehoming.members;
    return {m_population.GetRekeys(),
            rehoming.usable,
            areAll ? static_cast<double>(rehoming.last - noticed) * 1e-12
                   : std::numeric_limits<double>::quiet_NaN(),
            GetOutage()};
}

RunRecord
ScenarioRun::Finish()
{
    const MeasuredWindow window = GetWindow();
    RunRecord record = m_meter.Finish(ToPs(Simulator::Now()), window, CountKeying(window.start));
    record.fates = GetFates();
    return record;
}

} // namespace ns3::planner
