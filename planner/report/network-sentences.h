/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_NETWORK_SENTENCES_H
#define IPSEC_OFFLOAD_PLANNER_NETWORK_SENTENCES_H

#include "planner/scenario/experiment.h"
#include "planner/sweep/results.h"

#include <string>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * What a network of sites is offered, the bounds of maximum flow and routes with the links that
 * make them, the most loaded gateways, the link and the core that were busiest in the simulation,
 * and the bottleneck that FindBottleneck() makes of that.
 * @param experiment what was simulated
 * @param records its results
 * @return some lines per point; of a sweep, the first and the last value of each curve; empty for
 * other networks
 */
std::string DescribeNetwork(const Experiment& experiment, const std::vector<PointRecord>& records);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_NETWORK_SENTENCES_H */
