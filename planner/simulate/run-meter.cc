/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "run-meter.h"

#include "metric-getters.h"
#include "part-rows.h"
#include "reason-meter.h"
#include "work-rows.h"

#include "ns3/abort.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ns3::planner
{

namespace
{

/// Standard deviations that a sum of many packets never is off.
constexpr double IMPROBABLE = 8;

/// @param entry a NIC @return octets that it has counted for SAs and not reported to its kernel
uint64_t
CountUnreportedOf(const MeasuredNetwork::Nic& entry)
{
    uint64_t octets = 0;
    entry.nic->GetEngine().ForEach([&entry, &octets](const SaContext& context) {
        const SaHandle* handle =
            entry.kernel ? entry.kernel->FindByDrvSpi(context.drvSpi) : nullptr;
        if (handle)
        {
            const uint64_t counted = context.sent.octets + context.received.octets;
            NS_ABORT_MSG_IF(counted < handle->lastReport.octets,
                            entry.name << ": more was reported than counted (R192)");
            octets += counted - handle->lastReport.octets;
        }
    });
    return octets;
}

} // namespace

RunMeter::RunMeter(const Scenario& scenario)
    : m_scenario(scenario)
{
}

void
RunMeter::AddNode(const std::string& name, Ptr<IpsecNode> node, const NodeSpec& spec)
{
    m_network.nodes.push_back({name, node, &spec});
}

void
RunMeter::AddNic(const std::string& name,
                 Ptr<IpsecNic> nic,
                 Ptr<IpsecOffload> kernel,
                 const LinkSpec& link)
{
    m_network.nics.push_back(
        {name, nic, kernel, link.rate, link.mtu + m_scenario.topology.frameOverhead});
}

void
RunMeter::SetMeasuredLink(Ptr<IpsecNic> near, Ptr<IpsecNic> far)
{
    m_network.near = near;
    m_network.far = far;
}

void
RunMeter::SetBound(const NetworkBound& bound)
{
    m_network.bound = bound;
}

void
RunMeter::Start(Ps start, std::function<bool()> isSending, std::function<uint64_t()> countRekeys)
{
    const Ptr<IpsecNode> measured = m_network.nodes.front().ipsec;
    if (m_scenario.population.hard.octets > 0)
    {
        m_overshoot = std::make_unique<OvershootMeter>(measured);
    }
    if (m_scenario.timeline.period > 0)
    {
        const bool transmit = m_scenario.traffic.direction != TrafficDirection::RECEIVE;
        m_timeline = std::make_unique<TimelineMeter>(
            [this, rekeys = std::move(countRekeys)] { return ReadForTimeline(rekeys()); },
            transmit);
        m_timeline->Start(start, m_scenario.timeline.period, std::move(isSending));
    }
}

void
RunMeter::SetDataPlane(DataPlane dataPlane)
{
    m_dataPlane = std::move(dataPlane);
}

RunSnapshot
RunMeter::Read() const
{
    return Read(ToPs(Simulator::Now()));
}

/// @param now the present instant @return the counters
RunSnapshot
RunMeter::Read(Ps now) const
{
    RunSnapshot snapshot = TakeSnapshot(m_network, now);
    if (m_dataPlane)
    {
        m_dataPlane(now, snapshot);
    }
    return snapshot;
}

/// @param rekeys pairs of SAs that were replaced @return what a sample is made from
TimelineReading
RunMeter::ReadForTimeline(uint64_t rekeys) const
{
    const Ps now = ToPs(Simulator::Now());
    TimelineReading reading{Read(now)}; // first: counters of NICs are up to date then
    reading.unreported = CountUnreported();
    reading.overshoot = m_overshoot ? m_overshoot->TakeMost(now) : 0;
    reading.rekeys = rekeys;
    return reading;
}

/// @return octets that NICs have counted and not reported
uint64_t
RunMeter::CountUnreported() const
{
    uint64_t octets = 0;
    for (const auto& entry : m_network.nics)
    {
        octets += CountUnreportedOf(entry);
    }
    return octets;
}

uint64_t
RunMeter::PollAll(Ps now)
{
    const uint64_t lag = CountUnreported();
    for (const auto& entry : m_network.nics)
    {
        entry.nic->PollNow(now);
        NS_ABORT_MSG_IF(CountUnreportedOf(entry) != 0,
                        entry.name << ": a counter differs from its last report (R192)");
    }
    return lag;
}

/// No more octets end on a link than its rate allows, and one frame that had begun before. @param
/// window what was measured
void
RunMeter::CheckLinks(const MeasuredWindow& window) const
{
    const double seconds = static_cast<double>(window.to - window.from) * 1e-12;
    for (size_t i = 0; i < m_network.nics.size(); ++i)
    {
        const MeasuredNetwork::Nic& nic = m_network.nics[i];
        const PacketOctets arrived = Between(window.end.arrived[i], window.begin.arrived[i]);
        const uint64_t octets =
            arrived.octets + arrived.packets * m_scenario.topology.frameOverhead;
        const double most = static_cast<double>(nic.lineRate) / 8 * seconds + nic.largestFrame;
        NS_ABORT_MSG_IF(static_cast<double>(octets) > most,
                        nic.name << ": " << octets << " octets arrived in " << seconds
                                 << " s, more than the " << most << " that its link can carry");
    }
}

/// No more arrives than the network allows, whichever way it goes. What was under way when the
/// window began has crossed links before. @param window what was measured
void
RunMeter::CheckBound(const MeasuredWindow& window) const
{
    const NetworkBound& bound = m_network.bound;
    const double seconds = static_cast<double>(window.to - window.from) * 1e-12;
    double received = 0;
    double sent = 0;
    double packets = 0;
    for (const auto& way : window.ways)
    {
        received += static_cast<double>(way.received.octets);
        sent += static_cast<double>(way.sent.octets);
        packets += static_cast<double>(way.sent.packets);
    }
    double longest = 0;
    for (const auto& size : m_scenario.traffic.sizes)
    {
        longest = std::max(longest, static_cast<double>(size.length));
    }
    const double before = longest * static_cast<double>(window.inFlight + m_network.nics.size());
    // Of so many packets, those that cross no full line are a share, but for chance.
    const double chance = IMPROBABLE * longest * std::sqrt(packets * bound.rest * (1 - bound.rest));
    const double mostOfFlow = bound.flow / 8 * seconds + before;
    const double mostOfRoutes = bound.saturated / 8 * seconds + bound.rest * sent + chance + before;
    NS_ABORT_MSG_IF(received > std::min(mostOfFlow, mostOfRoutes),
                    received << " octets arrived in " << seconds << " s, more than the "
                             << mostOfFlow << " of the maximum flow or the " << mostOfRoutes
                             << " of the routes");
}

RunRecord
RunMeter::Finish(Ps now, const MeasuredWindow& window, const KeyingCounts& keying)
{
    CheckLinks(window);
    CheckBound(window);
    const uint64_t lag = PollAll(now);
    uint64_t repeated = 0;
    for (const auto& node : m_network.nodes)
    {
        node.ipsec->CheckInvariants();
        repeated += node.ipsec->GetOffload()->CountRepeatedNumbers();
    }
    for (const auto& nic : m_network.nics)
    {
        nic.nic->CheckInvariants();
    }
    const RunSnapshot end = Read(now);
    RunRecord record;
    const Measurement measurement{m_scenario,
                                  m_network,
                                  window,
                                  window.begin,
                                  window.end,
                                  end,
                                  m_overshoot.get(),
                                  repeated,
                                  lag,
                                  keying,
                                  !m_dataPlane};
    record.result.metrics = GetMetrics(measurement);
    record.result.marks = window.marks;
    if (m_timeline)
    {
        record.result.timeline = m_timeline->GetTimeline();
    }
    if (m_dataPlane)
    {
        const MeasuredNetwork::Node& node = m_network.nodes.front();
        AddOutputRows(node.name, *node.ipsec, end.out, record.result.reasons);
        return record;
    }
    record.result.work = GetWorkRows(measurement);
    record.result.parts = GetPartRows(measurement);
    for (const auto& node : m_network.nodes)
    {
        AddReasonRows(node.name, *node.ipsec, record.result.reasons);
    }
    for (const auto& nic : m_network.nics)
    {
        AddLossRows(nic.name, nic.nic->GetEngine(), record.result.reasons);
    }
    record.counters = ReadCounters(m_network);
    return record;
}

} // namespace ns3::planner
