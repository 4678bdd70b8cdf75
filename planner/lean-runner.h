/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_LEAN_RUNNER_H
#define IPSEC_OFFLOAD_PLANNER_LEAN_RUNNER_H

#include "run-meter.h"
#include "scenario.h"

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * Simulate a scenario in lean fidelity: LeanNetwork with the scenario's nodes, links, SAs and
 * sources. Seed and run number are set before; destroys the simulator at the end.
 * @param scenario the scenario, resolved for a point
 * @param recordFates remember every packet's fate
 * @return what it left behind
 */
RunRecord RunLean(const Scenario& scenario, bool recordFates);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_LEAN_RUNNER_H */
