/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "lean-run.h"

#include "node-attributes.h"
#include "run-end.h"
#include "traffic-plan.h"

#include "ns3/kernel-profile.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <string>
#include <utility>

namespace ns3::planner
{

LeanRun::LeanRun(const Scenario& scenario)
    : m_scenario(scenario),
      m_flows(MakeFlowPlan(scenario)),
      m_plan(MakeNetworkPlan(scenario, m_flows)),
      m_network(CreateObject<LeanNetwork>()),
      m_population(scenario, m_flows, ORDER_STREAM),
      m_events(scenario),
      m_meter(scenario, m_flows)
{
    BuildNodes();
    BuildLinks();
}

LeanRun::~LeanRun()
{
    m_network->Dispose();
    for (const auto& nic : m_nics)
    {
        nic->Dispose();
    }
    for (const auto& node : m_nodes)
    {
        if (node)
        {
            node->Dispose();
        }
    }
}

void
LeanRun::BuildNodes()
{
    for (uint32_t number = 0; number < m_plan.nodes.size(); ++number)
    {
        const PlannedNode& planned = m_plan.nodes[number];
        std::vector<IpAddress> addresses = planned.addresses;
        for (const auto& link : m_plan.links)
        {
            if (link.near == number)
            {
                addresses.push_back(link.addresses.ipv4Near);
                addresses.push_back(link.addresses.ipv6Near);
            }
            if (link.far == number)
            {
                addresses.push_back(link.addresses.ipv4Far);
                addresses.push_back(link.addresses.ipv6Far);
            }
        }
        Ptr<IpsecNode> node;
        if (planned.spec)
        {
            node = CreateObject<IpsecNode>();
            FindKernelProfile(planned.spec->kernel)->Apply(*node);
            ApplyAttributes(planned.spec->attributes, node);
            node->SetHost(planned.spec->host);
            m_meter.AddNode(planned.name, node);
        }
        m_nodes.push_back(node);
        m_nicCounts.push_back(0);
        m_network->AddNode(node, addresses);
    }
}

LeanNetwork::LinkEnd
LeanRun::MakeEnd(uint32_t node, const NicProfile& profile, const LinkSpec& link)
{
    auto nic = CreateObject<IpsecNic>();
    nic->SetProfile(profile);
    if (m_plan.nodes[node].spec)
    {
        ApplyAttributes(m_plan.nodes[node].spec->attributes, nic);
    }
    m_cards.Place(node, m_plan.nodes[node].spec, *nic);
    nic->Configure(nic->GetProfile(), link.rate, m_scenario.topology.frameOverhead);
    nic->GetEngine().SetWireMtu(link.mtu);
    m_nics.push_back(nic);
    const std::string interfaceName = GetInterfaceName(profile, ++m_nicCounts[node]);
    const Ptr<IpsecOffload> kernel = m_nodes[node] ? m_nodes[node]->GetOffload() : nullptr;
    m_meter.AddNic(m_plan.nodes[node].name + "." + interfaceName, nic, kernel);
    Ptr<OffloadInterface> interface;
    if (kernel)
    {
        interface = kernel->AddInterface(interfaceName,
                                         profile.offload ? Ptr<OffloadDriver>(nic) : nullptr);
        nic->TellAssist(*interface);
    }
    return {node, nic, interface};
}

void
LeanRun::BuildLinks()
{
    for (uint32_t number = 0; number < m_plan.links.size(); ++number)
    {
        const PlannedLink& planned = m_plan.links[number];
        const auto near = MakeEnd(planned.near, planned.nearNic, planned.link);
        const auto far = MakeEnd(planned.far, planned.farNic, planned.link);
        near.nic->AddLocalAddress(planned.addresses.ipv4Near);
        near.nic->AddLocalAddress(planned.addresses.ipv6Near);
        far.nic->AddLocalAddress(planned.addresses.ipv4Far);
        far.nic->AddLocalAddress(planned.addresses.ipv6Far);
        m_network->AddLink(near,
                           far,
                           DataRate(planned.link.rate),
                           planned.link.delay,
                           planned.link.mtu);
        near.nic->AssignStreams(NIC_STREAM + 2 * number * IpsecNic::STREAMS);
        far.nic->AssignStreams(NIC_STREAM + (2 * number + 1) * IpsecNic::STREAMS);
        if (number == 0)
        {
            m_meter.SetMeasuredLink(near.nic, far.nic);
        }
        AddEvents(number, near, far);
        for (const auto& end : m_plan.ends)
        {
            if (end.link == number)
            {
                const auto& interface = (end.node == planned.near ? near : far).interface;
                m_population.AddEnd({m_nodes[end.node],
                                     end.near,
                                     end.peer,
                                     interface->GetName(),
                                     interface->GetDriver() != nullptr});
            }
        }
    }
}

void
LeanRun::AddEvents(uint32_t link, const LeanNetwork::LinkEnd& near, const LeanNetwork::LinkEnd& far)
{
    const auto uplink = std::find(m_plan.uplinks.begin(), m_plan.uplinks.end(), link);
    if (uplink != m_plan.uplinks.end())
    {
        const auto port = static_cast<uint32_t>(uplink - m_plan.uplinks.begin() + 1);
        m_events.Add({m_scenario.GetMeasuredRole(),
                      port,
                      m_nodes[near.node],
                      near.interface->GetName(),
                      near.nic});
    }
    for (const auto& end : m_plan.ends)
    {
        if (end.link == link && !end.near)
        {
            m_events.Add(
                {m_scenario.GetFarRole(), 1, m_nodes[far.node], far.interface->GetName(), far.nic});
        }
    }
}

void
LeanRun::ChangeRoutes(uint32_t port)
{
    uint32_t number = 0; // flows of the network are numbered in the order of the plan
    for (const auto& source : m_flows.sources)
    {
        for (const auto& flow : source.flows)
        {
            if (source.transmit)
            {
                m_network->Reroute(number, GetPath(m_plan, m_flows, source, flow, port));
            }
            ++number;
        }
    }
}

void
LeanRun::AddSources(Ps start)
{
    for (uint32_t i = 0; i < m_flows.sources.size(); ++i)
    {
        const PlannedSource& source = m_flows.sources[i];
        std::vector<uint32_t> flows;
        flows.reserve(source.flows.size());
        for (const auto& flow : source.flows)
        {
            flows.push_back(m_network->AddFlow(
                {flow.source,
                 flow.destination,
                 m_scenario.traffic.segments.IsOn() ? PLANNED_SEGMENT_PROTOCOL : PLANNED_PROTOCOL,
                 flow.sourcePort,
                 flow.destinationPort,
                 GetPath(m_plan, m_flows, source, flow)}));
        }
        m_sources.push_back(m_network->AddSource(MakeTrafficSource(m_flows, i, start), flows));
    }
}

Ps
LeanRun::Start(bool recordFates)
{
    m_events.ScheduleVlans();
    const Ps start = EstablishAndStart(m_scenario, m_population);
    AddSources(start);
    m_population.StartRekeying(start);
    m_events.SetRouteChange([this](uint32_t port) { ChangeRoutes(port); });
    m_events.Schedule(start);
    const MeasuringWindow window = MakeWindow(m_flows, start, m_scenario.traffic.warmUp);
    m_meter.Schedule(window, start);
    m_network->SetWindow(window.from, window.to);
    for (const auto source : m_sources)
    {
        if (recordFates)
        {
            m_network->RecordFates(source);
        }
    }
    m_network->Start();
    StopWhen(window, start, [this] { return m_network->GetUnderway() == 0; });
    return start;
}

RunRecord
LeanRun::Finish()
{
    std::vector<SourceOutcome> outcomes;
    for (const auto source : m_sources)
    {
        outcomes.push_back({m_network->GetDelivered(source), m_network->GetDelaySum(source)});
    }
    RunRecord record = m_meter.Finish(ToPs(Simulator::Now()), outcomes);
    m_population.AddMetrics(record.result);
    for (const auto source : m_sources)
    {
        record.fates.push_back(m_network->GetFates(source));
    }
    return record;
}

} // namespace ns3::planner
