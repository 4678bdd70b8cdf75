/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_NETWORK_BOUND_H
#define IPSEC_OFFLOAD_PLANNER_NETWORK_BOUND_H

#include "flow-plan.h"

#include "planner/scenario/scenario.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3::planner
{

/// A part of a network and how much of it is asked for.
struct LoadedPart
{
    std::string name;  //!< "Paris - London to London", or a gateway
    double offered{0}; //!< bit/s of IP, before ESP
    double share;      //!< of what the link can carry; of all that is offered, for a gateway
};

/**
 * @ingroup ipsec-offload
 * What the links of a network allow at most, from the scenario alone: no simulated throughput is
 * greater. Rates are bit/s of IP before ESP, of both directions together.
 */
struct NetworkBound
{
    double offered{0}; //!< by all sources
    double flow{0};    //!< the maximum flow between the hosts, whatever the routes and demands
    double saturated{
        0};         //!< along the routes: what full lines can carry of the flows that cross them
    double rest{0}; //!< share of what is offered that crosses no full line

    uint32_t lostPairs{0}; //!< pairs of sites that a failure leaves without a tunnel

    std::vector<std::string> cut{};     //!< links of a minimum cut: their sum is the maximum flow
    std::vector<std::string> full{};    //!< links that the routes overload, the worst first
    std::vector<LoadedPart> links{};    //!< the most loaded ones, the worst first
    std::vector<LoadedPart> gateways{}; //!< likewise

    /** @return the smaller bound, for what is offered in the mean */
    double Get() const;
};

/**
 * @ingroup ipsec-offload
 * Each flow is counted at the line of its path that is loaded most: all of it crosses that, so the
 * sum of what these lines can carry of it is a bound (of a multi-commodity flow along given
 * routes). A line carries IP octets in the ratio in which the scenario's best packet does, with ESP
 * between gateways.
 * @param scenario a scenario, resolved for a point
 * @param flows its flows
 * @return what its network allows
 */
NetworkBound MakeNetworkBound(const Scenario& scenario, const FlowPlan& flows);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_NETWORK_BOUND_H */
