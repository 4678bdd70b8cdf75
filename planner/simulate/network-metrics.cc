/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "metric-getters.h"

#include <cstddef>
#include <limits>
#include <vector>

namespace ns3::planner
{

namespace
{

/// The busiest of several parts of a network.
struct Busiest
{
    size_t number{0};  //!< which one, from 0
    double seconds{0}; //!< in which it worked, of the window

    /// @param other number of one more @param busy seconds in which it worked
    void Add(size_t other, double busy)
    {
        if (busy > seconds)
        {
            *this = {other, busy};
        }
    }
};

/// @param m a simulation @return the link with the busiest direction
Busiest
BusiestLinkOf(const Measurement& m)
{
    Busiest busiest;
    for (size_t i = 0; i < m.to.macs.size(); ++i)
    {
        busiest.Add(i / 2, m.to.macs[i] - m.from.macs[i]); // two NICs per link
    }
    return busiest;
}

/// @param m a simulation @return the node with the busiest core
Busiest
BusiestNodeOf(const Measurement& m)
{
    Busiest busiest;
    for (size_t i = 0; i < m.to.hosts.size(); ++i)
    {
        for (size_t core = 0; core < m.to.hosts[i].size(); ++core)
        {
            busiest.Add(i, m.to.hosts[i][core] - m.from.hosts[i][core]);
        }
    }
    return busiest;
}

/// @param m a simulation @return number of the node with the busiest core; NaN when none works
double
BusiestNumberOf(const Measurement& m)
{
    const Busiest busiest = BusiestNodeOf(m);
    return busiest.seconds > 0 ? static_cast<double>(busiest.number)
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
        {"busiest_link", [](M m) { return static_cast<double>(BusiestLinkOf(m).number); }},
        {"busiest_link_utilization",
         [](M m) { return ShareOf(BusiestLinkOf(m).seconds, m.GetSeconds()); }},
        {"busiest_gateway", BusiestNumberOf},
        {"busiest_gateway_utilization",
         [](M m) { return ShareOf(BusiestNodeOf(m).seconds, m.GetSeconds()); }},
    };
}

} // namespace ns3::planner
