/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_POINT_LIST_H
#define IPSEC_OFFLOAD_PLANNER_POINT_LIST_H

#include "planner/base/point.h"
#include "planner/scenario/experiment.h"

#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * @param experiment what is simulated
 * @return all of its simulations: curves, values and replications, then the spot checks
 */
std::vector<PointSpec> EnumeratePoints(const Experiment& experiment);

/**
 * @ingroup ipsec-offload
 * Make a trial of a scenario: it offers that load, whatever the scenario says, and is measured from
 * its warm-up to its end, steady or not.
 * @param scenario gets the load
 * @param load bit/s of IP per direction
 */
void SetTrialLoad(Scenario& scenario, uint64_t load);

/**
 * @ingroup ipsec-offload
 * @param experiment what is simulated
 * @param point one of its points, or a trial at one
 * @return the scenario there, with the packets of a spot check or a trial if it is one
 * @throws InputError when the experiment has no such point
 */
Scenario ResolvePoint(const Experiment& experiment, const PointSpec& point);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_POINT_LIST_H */
