/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_PART_ROWS_H
#define IPSEC_OFFLOAD_PLANNER_PART_ROWS_H

#include "measurement.h"

#include "planner/base/point.h"

#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * @param measurement a simulation of packets
 * @return how busy each link and each node with cores was in the window, in the order of the graph;
 * none where the network has no map (HasMap())
 */
std::vector<PartRow> GetPartRows(const Measurement& measurement);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_PART_ROWS_H */
