/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_MAX_FLOW_H
#define IPSEC_OFFLOAD_PLANNER_MAX_FLOW_H

#include "network-graph.h"

#include <cstdint>
#include <map>
#include <set>
#include <vector>

namespace ns3::planner
{

/// One direction of a link.
struct NetworkLine
{
    uint32_t link; //!< its number
    bool isBack;   //!< from the far end to the near one

    /** @param other another one @return an order */
    bool operator<(const NetworkLine& other) const
    {
        return link != other.link ? link < other.link : isBack < other.isBack;
    }
};

/// What a network can carry, whatever its routes.
struct MaxFlow
{
    double total;                 //!< the greatest sum over all lines of a cut
    std::vector<NetworkLine> cut; //!< the lines of a smallest cut, in order; their sum is total
};

/**
 * @ingroup ipsec-offload
 * The greatest flow from some hosts to others, and a cut that is no greater: Boykov's and
 * Kolmogorov's algorithm of Boost.Graph. Hosts forward nothing; what one sends may come back to it,
 * so where all send and receive this is a bound, not what they can send to each other. Links that
 * are down carry nothing.
 * @param graph a network
 * @param senders hosts where traffic begins
 * @param receivers hosts where it ends; some may be senders too
 * @param capacities of lines, 0 or more, by line; absent: 0
 * @return the flow, in the unit of the capacities
 */
MaxFlow FindMaxFlow(const NetworkGraph& graph,
                    const std::set<uint32_t>& senders,
                    const std::set<uint32_t>& receivers,
                    const std::map<NetworkLine, double>& capacities);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_MAX_FLOW_H */
