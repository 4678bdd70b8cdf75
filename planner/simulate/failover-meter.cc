/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "failover-meter.h"

#include "ns3/ipsec-pico-time.h"

#include <limits>

namespace ns3::planner
{

FailoverMeter::FailoverMeter(const Scenario& scenario, const FlowPlan& flows)
    : m_scenario(scenario),
      m_flows(flows)
{
}

void
FailoverMeter::Watch(PacketTally& tally)
{
    tally.WatchLosses([this](uint32_t source, Ps, uint32_t length, const PacketTally::Cause&) {
        m_lost += m_flows.sources[source].comesLater ? length : 0;
    });
}

double
FailoverMeter::GetOutage() const
{
    double offered = 0; // octets per second
    for (const auto& source : m_flows.sources)
    {
        const double packets = source.comesLater ? source.traffic.packetsPerSecond : 0;
        offered += packets * m_scenario.GetMeanLength();
    }
    const Ps detection = m_scenario.population.failover.detection;
    return offered > 0 ? static_cast<double>(detection) / static_cast<double>(PS_PER_SECOND) +
                             static_cast<double>(m_lost) / offered
                       : std::numeric_limits<double>::quiet_NaN();
}

} // namespace ns3::planner
