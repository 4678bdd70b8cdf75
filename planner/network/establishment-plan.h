/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_ESTABLISHMENT_PLAN_H
#define IPSEC_OFFLOAD_PLANNER_ESTABLISHMENT_PLAN_H

#include "planner/scenario/scenario.h"

#include <cstdint>
#include <vector>

namespace ns3::planner
{

/// Whose SAs are set up when, and whose may be offloaded at all.
struct EstablishmentPlan
{
    std::vector<uint32_t> order;  //!< numbers of the clients or tunnels, the first one first
    std::vector<bool> mayOffload; //!< by client or tunnel
    std::vector<bool> comesLater; //!< by client or tunnel: the dead node's (FailoverSpec)
};

/**
 * @ingroup ipsec-offload
 * The same for all points and replications: who gets the slots is part of the scenario, and would
 * drown what a sweep changes.
 * @param scenario a scenario, resolved for a point
 * @return its plan
 */
EstablishmentPlan MakeEstablishmentPlan(const Scenario& scenario);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_ESTABLISHMENT_PLAN_H */
