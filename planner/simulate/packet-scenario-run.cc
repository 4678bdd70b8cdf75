/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "packet-scenario-run.h"

#include "planner/network/traffic-plan.h"

#include <algorithm>

namespace ns3::planner
{

PacketScenarioRun::PacketScenarioRun(const Scenario& scenario)
    : ScenarioRun(scenario),
      m_failover(GetScenario(), GetFlows())
{
}

/// @return per source, the direction that it sends in: 0 is the one that there is, or the measured
/// node's transmit side
std::vector<uint8_t>
PacketScenarioRun::GetWays() const
{
    const bool firstTransmits = GetScenario().traffic.direction != TrafficDirection::RECEIVE;
    std::vector<uint8_t> ways;
    for (const auto& source : GetFlows().sources)
    {
        ways.push_back(source.transmit == firstTransmits ? 0 : 1);
    }
    return ways;
}

/// @return propagation on the longest path
Ps
PacketScenarioRun::GetPathDelay() const
{
    Ps longest = 0;
    for (const auto& source : GetFlows().sources)
    {
        for (const auto& flow : source.flows)
        {
            Ps delay = 0;
            for (const auto link : GetPath(GetPlan(), GetFlows(), source, flow))
            {
                delay += GetPlan().links[link].link.delay;
            }
            longest = std::max(longest, delay);
        }
    }
    return longest;
}

void
PacketScenarioRun::PrepareTraffic(Ps start)
{
    for (uint32_t number = 0; number < GetFlows().sources.size(); ++number)
    {
        const bool later = GetFlows().sources[number].comesLater;
        const Ps from = start + (later ? GetScenario().population.failover.at : 0);
        m_sources.push_back(MakeTrafficSource(GetFlows(), number, from));
    }
    m_control =
        std::make_unique<RunControl>(GetScenario(),
                                     start,
                                     RunControl::Run{m_sources,
                                                     [this] { return GetMeter().Read(); },
                                                     [this] { return GetInFlight(); },
                                                     [this] { return GetPopulation().IsSettled(); },
                                                     GetPathDelay(),
                                                     GetWays()});
    if (GetScenario().population.failover.IsOn())
    {
        m_failover.Watch(m_control->GetTally());
    }
}

void
PacketScenarioRun::StartTraffic()
{
    StartSources(m_sources, m_control->GetTally());
    m_control->Start();
}

bool
PacketScenarioRun::IsSending() const
{
    return m_control->IsSending();
}

MeasuredWindow
PacketScenarioRun::GetWindow() const
{
    return m_control->GetWindow();
}

double
PacketScenarioRun::GetOutage() const
{
    return m_failover.GetOutage();
}

} // namespace ns3::planner
