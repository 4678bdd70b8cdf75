/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "run-meter.h"

#include "metric-getters.h"
#include "reason-meter.h"

#include "ns3/abort.h"
#include "ns3/simulator.h"

namespace ns3::planner
{

RunMeter::RunMeter(const Scenario& scenario, const FlowPlan& plan)
    : m_scenario(scenario),
      m_plan(plan)
{
}

void
RunMeter::AddNode(const std::string& name, Ptr<IpsecNode> node)
{
    m_network.nodes.push_back({name, node});
}

void
RunMeter::AddNic(const std::string& name, Ptr<IpsecNic> nic, Ptr<IpsecOffload> kernel)
{
    m_network.nics.push_back({name, nic, kernel});
}

void
RunMeter::SetMeasuredLink(Ptr<IpsecNic> near, Ptr<IpsecNic> far)
{
    m_network.near = near;
    m_network.far = far;
}

void
RunMeter::Schedule(const MeasuringWindow& window, Ps start)
{
    m_window = window;
    const Ptr<IpsecNode> measured = m_network.nodes.front().ipsec;
    if (m_scenario.population.hard.octets > 0)
    {
        m_overshoot = std::make_unique<OvershootMeter>(measured);
    }
    if (m_scenario.timeline.period > 0)
    {
        const bool transmit = m_scenario.traffic.direction != TrafficDirection::RECEIVE;
        m_timeline = std::make_unique<TimelineMeter>(measured, m_network.near, transmit);
        m_timeline->Schedule(start, window.last, m_scenario.timeline.period);
    }
    const auto take = [this](RunSnapshot& snapshot) {
        snapshot = TakeSnapshot(m_network, ToPs(Simulator::Now()));
    };
    Simulator::Schedule(FromPs(window.from) - Simulator::Now(), [this, take] { take(m_from); });
    Simulator::Schedule(FromPs(window.to) - Simulator::Now(), [this, take] { take(m_to); });
}

uint64_t
RunMeter::PollAll(Ps now)
{
    uint64_t lag = 0;
    for (const auto& [name, nic, kernel] : m_network.nics)
    {
        const auto check = [&kernel = kernel, &name = name](bool after, uint64_t& late) {
            return [&kernel, &name, after, &late](const SaContext& context) {
                const SaHandle* handle = kernel ? kernel->FindByDrvSpi(context.drvSpi) : nullptr;
                if (!handle)
                {
                    return;
                }
                const uint64_t counted = context.sent.octets + context.received.octets;
                late += counted - handle->lastReport.octets;
                NS_ABORT_MSG_IF(after && counted != handle->lastReport.octets,
                                name << ": a counter differs from its last report (R192)");
            };
        };
        nic->GetEngine().ForEach(check(false, lag));
        nic->PollNow(now);
        uint64_t none = 0;
        nic->GetEngine().ForEach(check(true, none));
    }
    return lag;
}

RunRecord
RunMeter::Finish(Ps now, const std::vector<SourceOutcome>& outcomes, uint64_t rekeys)
{
    const uint64_t lag = PollAll(now);
    for (const auto& node : m_network.nodes)
    {
        node.ipsec->CheckInvariants();
    }
    for (const auto& nic : m_network.nics)
    {
        nic.nic->CheckInvariants();
    }
    const RunSnapshot end = TakeSnapshot(m_network, now);
    RunRecord record;
    record.result.metrics = GetMetrics({m_scenario,
                                        m_plan,
                                        m_network,
                                        m_window,
                                        m_from,
                                        m_to,
                                        end,
                                        outcomes,
                                        m_overshoot.get(),
                                        lag,
                                        rekeys});
    if (m_timeline)
    {
        record.result.timeline = m_timeline->GetTimeline();
    }
    for (const auto& node : m_network.nodes)
    {
        AddReasonRows(node.name, *node.ipsec, record.result.reasons);
    }
    record.counters = ReadCounters(m_network);
    return record;
}

} // namespace ns3::planner
