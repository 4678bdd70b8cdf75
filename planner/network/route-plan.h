/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_ROUTE_PLAN_H
#define IPSEC_OFFLOAD_PLANNER_ROUTE_PLAN_H

#include "address-plan.h"

#include "planner/topology/network-graph.h"
#include "planner/topology/protected-path.h"

#include "ns3/security-policy.h"

#include <cstdint>
#include <vector>

namespace ns3::planner
{

/// What a node does with datagrams for a prefix.
struct PlannedRoute
{
    uint32_t node;
    IpPrefix prefix; //!< length 0: everything else
    uint32_t link;
};

/**
 * @ingroup ipsec-offload
 * What the nodes of a network have to know so that datagrams take their paths. A node whose
 * neighbor is its only one sends everything there. Every other one knows the prefixes at the ends
 * of the paths that lead over it, routers between gateways only the gateways' own addresses. Nobody
 * needs a route to the addresses of its own links.
 * @param graph the network
 * @param paths of protected datagrams
 * @param sites what is behind the ends of paths of gateways
 * @return the routes, none twice
 */
std::vector<PlannedRoute> MakeRoutes(const NetworkGraph& graph,
                                     const std::vector<ProtectedPath>& paths,
                                     const SiteAddresses& sites);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_ROUTE_PLAN_H */
