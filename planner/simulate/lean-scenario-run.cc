/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "lean-scenario-run.h"

#include "bare-parts.h"

#include "ns3/lean-horizon-scheduler.h"
#include "ns3/simulator.h"

namespace ns3::planner
{

LeanScenarioRun::LeanScenarioRun(const Scenario& scenario, bool recordFates)
    : PacketScenarioRun(scenario),
      m_recordFates(recordFates),
      m_network(CreateObject<LeanNetwork>())
{
}

LeanScenarioRun::~LeanScenarioRun()
{
    m_network->Dispose();
    DisposeBareParts(*this);
}

void
LeanScenarioRun::FollowPacket(StepListener& listener,
                              LeanNetwork::StepChooser choose,
                              std::function<void(Ps)> ended)
{
    m_network->FollowPacket(&listener, std::move(choose), std::move(ended));
}

Ptr<IpsecNode>
LeanScenarioRun::MakeNode(uint32_t number)
{
    const PlannedNode& planned = GetPlan().nodes[number];
    std::vector<IpAddress> addresses = planned.addresses;
    for (const auto link : planned.links)
    {
        const PlannedLink& own = GetPlan().links[link];
        for (const auto& both : own.GetAddresses())
        {
            const auto mine = GetEndAddresses(both, own.near == number).GetAll();
            addresses.insert(addresses.end(), mine.begin(), mine.end());
        }
    }
    const auto node = MakeBareNode(planned);
    m_network->AddNode(node, addresses);
    return node;
}

ScenarioRun::NicPair
LeanScenarioRun::MakeLink(uint32_t)
{
    return {CreateObject<IpsecNic>(), CreateObject<IpsecNic>()};
}

void
LeanScenarioRun::FinishLink(uint32_t number)
{
    const LinkSpec& link = GetPlan().links[number].link;
    const auto near = FinishEnd(GetLinks()[number].near, link);
    const auto far = FinishEnd(GetLinks()[number].far, link);
    m_network->AddLink(near, far, DataRate(link.rate), link.delay, link.mtu);
}

LeanNetwork::LinkEnd
LeanScenarioRun::FinishEnd(const LinkEnd& end, const LinkSpec& link) const
{
    return {end.node, end.nic, ConfigureBareNic(*this, end, link)};
}

void
LeanScenarioRun::ChangeRoutes(uint32_t port)
{
    uint32_t number = 0; // flows of the network are numbered in the order of the plan
    for (const auto& source : GetFlows().sources)
    {
        for (const auto& flow : source.flows)
        {
            if (source.transmit)
            {
                m_network->Reroute(number, GetPath(GetPlan(), GetFlows(), source, flow, port));
            }
            ++number;
        }
    }
}

void
LeanScenarioRun::StartSources(const std::vector<Ptr<TrafficSource>>& sources, PacketTally& tally)
{
    const uint8_t protocol =
        GetScenario().traffic.segments.IsOn() ? PLANNED_SEGMENT_PROTOCOL : PLANNED_PROTOCOL;
    for (size_t i = 0; i < sources.size(); ++i)
    {
        const PlannedSource& planned = GetFlows().sources[i];
        std::vector<uint32_t> flows;
        flows.reserve(planned.flows.size());
        for (const auto& flow : planned.flows)
        {
            flows.push_back(m_network->AddFlow({flow.source,
                                                flow.destination,
                                                protocol,
                                                flow.sourcePort,
                                                flow.destinationPort,
                                                GetPath(GetPlan(), GetFlows(), planned, flow)}));
        }
        m_sources.push_back(m_network->AddSource(sources[i], flows));
        if (m_recordFates)
        {
            m_network->RecordFates(m_sources.back());
        }
    }
    m_network->SetTally(&tally);
    m_network->Start();
}

uint64_t
LeanScenarioRun::GetInFlight() const
{
    return m_network->GetInFlight();
}

std::vector<FateList>
LeanScenarioRun::GetFates() const
{
    std::vector<FateList> fates;
    for (const auto source : m_sources)
    {
        fates.push_back(m_network->GetFates(source));
    }
    return fates;
}

RunRecord
RunLean(const Scenario& scenario, bool recordFates)
{
    HorizonScheduler::Install();
    RunRecord record;
    {
        LeanScenarioRun run(scenario, recordFates);
        record = run.Run();
    }
    Simulator::Destroy();
    return record;
}

} // namespace ns3::planner
