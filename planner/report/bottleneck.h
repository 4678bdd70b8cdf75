/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_BOTTLENECK_H
#define IPSEC_OFFLOAD_PLANNER_BOTTLENECK_H

#include "planner/analytic/binding.h"
#include "planner/scenario/scenario.h"
#include "planner/sweep/statistics.h"

#include <string>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * What decided how much passed at a point.
 */
struct Bottleneck
{
    Binding binding{};    //!< the saturated resource; NONE: there is none where it was looked for
    std::string looked{}; //!< where that is: "resource of the server and its link"
    std::string losses{}; //!< "replay (hosts, in)": why most packets were lost, unless the queue in
                          //!< front of a saturated resource was full; empty: none was lost

    /** @param other another one @return true when equal but for which one of several alike it is */
    bool operator==(const Bottleneck& other) const
    {
        return binding == other.binding && losses == other.losses;
    }

    /** @param other another one @return an order */
    bool operator<(const Bottleneck& other) const;

    /** @return as main clause of a sentence: "the cores of the server are the bottleneck" */
    std::string ToSentence() const;
};

/**
 * @ingroup ipsec-offload
 * Find it from simulated utilizations and losses, not from a closed form: of all resources of the
 * measured node and link, of the busiest link of the network and of the node with the busiest core.
 * Of several saturated resources the last one on the packets' way whose queue dropped packets
 * decides; where no such queue did, or where tunnels are between many pairs of sites, it is the
 * busiest one.
 * @param scenario what was simulated
 * @param group all replications of the point
 * @return the bottleneck
 */
Bottleneck FindBottleneck(const Scenario& scenario, const PointGroup& group);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_BOTTLENECK_H */
