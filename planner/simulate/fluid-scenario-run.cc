/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "fluid-scenario-run.h"

#include "bare-parts.h"

#include "planner/analytic/closed-form-scope.h"

#include "ns3/abort.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <utility>

namespace ns3::planner
{

namespace
{

/// While SAs are still offered, the window of a steady run waits; looks in a run.
constexpr Ps LOOKS = 400;

/// @return now
Ps
Now()
{
    return ToPs(Simulator::Now());
}

} // namespace

FluidScenarioRun::FluidScenarioRun(const Scenario& scenario)
    : ScenarioRun(scenario)
{
    const std::string obstacle = FindFluidObstacle(scenario);
    NS_ABORT_MSG_UNLESS(obstacle.empty(), "fluid fidelity does not know " << obstacle);
    NS_ABORT_MSG_UNLESS(scenario.traffic.IsCapped(), "a fluid run without end");
}

FluidScenarioRun::~FluidScenarioRun()
{
    m_traffic.reset();
    DisposeBareParts(*this);
}

Ptr<IpsecNode>
FluidScenarioRun::MakeNode(uint32_t number)
{
    return MakeBareNode(GetPlan().nodes[number]);
}

ScenarioRun::NicPair
FluidScenarioRun::MakeLink(uint32_t)
{
    return {CreateObject<IpsecNic>(), CreateObject<IpsecNic>()};
}

void
FluidScenarioRun::FinishLink(uint32_t number)
{
    const LinkSpec& link = GetPlan().links[number].link;
    m_interfaces.push_back(ConfigureBareNic(*this, GetLinks()[number].near, link));
    m_interfaces.push_back(ConfigureBareNic(*this, GetLinks()[number].far, link));
}

void
FluidScenarioRun::ChangeRoutes(uint32_t)
{
    NS_ABORT_MSG("fluid fidelity knows no change of routes");
}

/// @param end number of an end of the plan @return its node and NIC
FluidStrand::End
FluidScenarioRun::MakeEnd(uint32_t end) const
{
    const PlannedEnd& planned = GetPlan().ends[end];
    const Link& link = GetLinks()[planned.link];
    const bool isNear = link.near.node == planned.node;
    return {GetNodes()[planned.node],
            isNear ? link.near.nic : link.far.nic,
            m_interfaces[2 * planned.link + (isNear ? 0 : 1)]};
}

void
FluidScenarioRun::PrepareTraffic(Ps start)
{
    m_start = start;
    const Scenario& scenario = GetScenario();
    m_end = start + static_cast<Ps>(scenario.GetSendingTime() * PS_PER_SECOND);
    m_traffic = std::make_unique<FluidTraffic>(scenario, GetFlows());
    for (size_t path = 0; path < GetPlan().pathEnds.size(); ++path)
    {
        const auto& [near, far] = GetPlan().pathEnds[path];
        m_traffic->AddPath({MakeEnd(near),
                            MakeEnd(far),
                            GetPlan().links[GetPlan().ends[near].link].link.mtu,
                            GetPlan().links[GetPlan().ends[far].link].link.mtu,
                            GetPlan().paths[path].IsForwarded()});
    }
    GetMeter().SetDataPlane([this](Ps now, RunSnapshot& snapshot) { Fill(now, snapshot); });
    Simulator::Schedule(FromPs(start) - Simulator::Now(), [this] { m_traffic->Begin(Now()); });
}

void
FluidScenarioRun::StartTraffic()
{
    const auto warmUp =
        static_cast<Ps>(GetScenario().traffic.warmUp * static_cast<double>(m_end - m_start));
    Simulator::Schedule(FromPs(m_start + warmUp) - Simulator::Now(),
                        &FluidScenarioRun::OpenWindow,
                        this);
    Simulator::Schedule(FromPs(m_end) - Simulator::Now(), &FluidScenarioRun::CloseWindow, this);
}

void
FluidScenarioRun::OpenWindow()
{
    if (!GetScenario().measure.isWhole && !GetPopulation().IsSettled())
    {
        Simulator::Schedule(FromPs(std::max<Ps>(1, (m_end - m_start) / LOOKS)),
                            &FluidScenarioRun::OpenWindow,
                            this);
        return;
    }
    m_window.from = Now();
    m_window.begin = GetMeter().Read();
    m_before = m_traffic->Read(Now());
}

void
FluidScenarioRun::CloseWindow()
{
    m_window.start = m_start;
    m_window.to = Now();
    m_window.end = GetMeter().Read();
    const FluidTotals& after = m_traffic->Read(Now());
    if (m_window.from == 0 && m_start > 0)
    {
        m_window.marks.Add(RunMark::TOO_SHORT); // SAs are still offered
        m_window.from = m_start;
        m_window.begin = m_window.end;
        m_before = after;
    }
    for (size_t way = 0; way < 2; ++way)
    {
        m_window.ways[way] = after.GetCounts(way, m_before);
    }
    if (m_traffic->IsRough())
    {
        m_window.marks.Add(RunMark::ROUGH);
    }
    Simulator::Stop();
}

/// @param snapshot gets the traffic
void
FluidScenarioRun::Fill(Ps now, RunSnapshot& snapshot)
{
    m_traffic->Read(now).Fill(snapshot);
    FluidBusy busy = m_traffic->GetBusy(now);
    snapshot.cores = std::move(busy.cores);
    snapshot.threads = std::move(busy.threads);
    snapshot.cipher = std::move(busy.cipher);
    snapshot.fetch = std::move(busy.fetch);
    snapshot.wire = std::move(busy.wire);
}

bool
FluidScenarioRun::IsSending() const
{
    return Now() < m_end;
}

MeasuredWindow
FluidScenarioRun::GetWindow() const
{
    return m_window;
}

RunRecord
RunFluid(const Scenario& scenario)
{
    RunRecord record;
    {
        FluidScenarioRun run(scenario);
        record = run.Run();
    }
    Simulator::Destroy();
    return record;
}

std::string
FindFluidObstacle(const Scenario& scenario)
{
    const std::string obstacle = FindRateObstacle(scenario);
    return obstacle.empty() ? FluidRates(scenario, MakeFlowPlan(scenario)).FindObstacle()
                            : obstacle;
}

} // namespace ns3::planner
