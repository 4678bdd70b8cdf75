/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_POINT_RUNNER_H
#define IPSEC_OFFLOAD_PLANNER_POINT_RUNNER_H

#include "point.h"
#include "scenario.h"

#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * @param scenario a scenario
 * @return all of its simulations: curves, values and replications, then the spot checks
 */
std::vector<PointSpec> EnumeratePoints(const Scenario& scenario);

/**
 * @ingroup ipsec-offload
 * Simulate one point. Once per process (design.md rule 8): ns-3's counters of streams, addresses
 * and uids are process-wide. Sets the time resolution to picoseconds.
 * @param scenario the scenario as it was read
 * @param point which simulation
 * @return what it gave; always the same names in the same order for one fidelity
 * @throws InputError when the scenario has no such point
 */
PointResult RunPoint(const Scenario& scenario, const PointSpec& point);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_POINT_RUNNER_H */
