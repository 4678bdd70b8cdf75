/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "metric-getters.h"

#include "planner/base/metric-table.h"

#include <iterator>
#include <limits>

namespace ns3::planner
{

namespace
{

/// @return getters of what key management did
std::vector<MetricGetter>
MakeKeyGetters()
{
    using M = const Measurement&;
    return {
        {"rekeys", [](M m) { return static_cast<double>(m.keying.rekeys); }},
        {"failover_outage_s", [](M m) { return m.keying.outageSeconds; }},
        {"failover_rehoming_s", [](M m) { return m.keying.rehomingSeconds; }},
        {"failover_rehomed", [](M m) { return m.keying.rehomed; }},
    };
}

/// @return see GetMetricGetters()
std::vector<MetricGetter>
MakeGetters()
{
    std::vector<MetricGetter> all;
    for (const auto make : {MakeTrafficGetters,
                            MakeLoadGetters,
                            MakeProvenanceGetters,
                            MakeControlGetters,
                            MakeReasonGetters,
                            MakeKeyGetters,
                            MakeNetworkGetters})
    {
        auto getters = make();
        std::move(getters.begin(), getters.end(), std::back_inserter(all));
    }
    return all;
}

/// @param need what a metric needs @param scenario a scenario @return whether it has that
bool
HasWhat(MetricNeed need, const Scenario& scenario)
{
    switch (need)
    {
    case MetricNeed::NOTHING:
        return true;
    case MetricNeed::BOTH_WAYS:
        return scenario.traffic.direction == TrafficDirection::BOTH;
    case MetricNeed::OCTET_LIMIT:
        return scenario.population.hard.octets > 0;
    case MetricNeed::REKEY:
        return scenario.population.rekey.IsOn();
    case MetricNeed::FAILOVER:
        return scenario.population.failover.IsOn();
    case MetricNeed::SITES:
        return scenario.topology.generator->AreSites();
    case MetricNeed::SPOT_CHECK:
        return false; // one simulation is none
    }
    return false;
}

} // namespace

const std::vector<MetricGetter>&
GetMetricGetters()
{
    static const std::vector<MetricGetter> getters = MakeGetters();
    return getters;
}

std::vector<std::pair<std::string, double>>
GetMetrics(const Measurement& measurement)
{
    std::vector<std::pair<std::string, double>> metrics;
    for (const auto& getter : GetMetricGetters())
    {
        const MetricRow& row = *FindMetricRow(getter.name);
        if (HasWhat(row.need, measurement.scenario))
        {
            const bool isKnown = measurement.hasPackets || !row.needsPackets;
            metrics.emplace_back(getter.name,
                                 isKnown ? getter.get(measurement)
                                         : std::numeric_limits<double>::quiet_NaN());
        }
    }
    return metrics;
}

} // namespace ns3::planner
