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
 * Offer the load of a point, if it has one, whatever the scenario says. A trial is measured from
 * its warm-up to its end, steady or not; another point as the scenario says.
 * @param scenario gets the load
 * @param point a point
 */
void SetLoad(Scenario& scenario, const PointSpec& point);

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
