/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_FULL_RUNNER_H
#define IPSEC_OFFLOAD_PLANNER_FULL_RUNNER_H

#include "run-meter.h"
#include "scenario.h"

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * Simulate a scenario in full fidelity: ns-3 nodes with their whole IP stack, IpsecLayer and
 * IpsecPointToPointNetDevice, and UDP sockets that play the arrivals that lean fidelity generates.
 * Seed and run number are set before; destroys the simulator at the end.
 * @param scenario the scenario, resolved for a point
 * @return what it left behind, every packet's fate included
 */
RunRecord RunFull(const Scenario& scenario);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_FULL_RUNNER_H */
