/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "metric-getters.h"

#include <algorithm>
#include <limits>
#include <vector>

namespace ns3::planner
{

namespace
{

/// @param m a simulation @param counts busy seconds by number @return of each, in the window
std::vector<double>
BusyOf(const Measurement& m, std::vector<double> RunSnapshot::*counts)
{
    std::vector<double> busy = m.to.*counts;
    for (size_t i = 0; i < busy.size(); ++i)
    {
        busy[i] -= (m.from.*counts)[i];
    }
    return busy;
}

/// @param m a simulation @param counts see BusyOf() @return the busiest one
size_t
BusiestIn(const Measurement& m, std::vector<double> RunSnapshot::*counts)
{
    const auto busy = BusyOf(m, counts);
    return static_cast<size_t>(std::max_element(busy.begin(), busy.end()) - busy.begin());
}

/// @param m a simulation @param counts see BusyOf() @return share of the time of the busiest one
double
LoadIn(const Measurement& m, std::vector<double> RunSnapshot::*counts)
{
    return ShareOf(BusyOf(m, counts)[BusiestIn(m, counts)], m.GetSeconds());
}

/// @param m a simulation @return number of its busiest gateway; NaN when no host takes time
double
BusiestGatewayOf(const Measurement& m)
{
    return LoadIn(m, &RunSnapshot::hosts) > 0
               ? static_cast<double>(BusiestIn(m, &RunSnapshot::hosts))
               : std::numeric_limits<double>::quiet_NaN();
}

} // namespace

std::vector<MetricGetter>
MakeNetworkGetters()
{
    using M = const Measurement&;
    return {
        {"flow_bound_bps", [](M m) { return m.network.bound.Get(); }},
        {"lost_pairs", [](M m) { return static_cast<double>(m.network.bound.lostPairs); }},
        // Two NICs per link, and gateways are the first nodes.
        {"busiest_link",
         [](M m) {
             const size_t link = BusiestIn(m, &RunSnapshot::macs) / 2;
             return static_cast<double>(link);
         }},
        {"busiest_link_utilization", [](M m) { return LoadIn(m, &RunSnapshot::macs); }},
        {"busiest_gateway", BusiestGatewayOf},
        {"busiest_gateway_utilization", [](M m) { return LoadIn(m, &RunSnapshot::hosts); }},
    };
}

} // namespace ns3::planner
