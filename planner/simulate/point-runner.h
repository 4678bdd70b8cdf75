/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_POINT_RUNNER_H
#define IPSEC_OFFLOAD_PLANNER_POINT_RUNNER_H

#include "planner/base/point.h"
#include "planner/scenario/scenario.h"

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * Simulate one point. Once per process (doc/design.rst#rule-8): ns-3's counters of streams,
 * addresses and uids are process-wide. Sets the time resolution to picoseconds.
 * @param scenario what to simulate, see ResolvePoint()
 * @param point which simulation of it: decides its random numbers and its fidelity
 * @return what it gave; always the same names in the same order for one fidelity
 */
PointResult RunPoint(Scenario scenario, const PointSpec& point);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_POINT_RUNNER_H */
