/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_NAMED_COUNTERS_H
#define IPSEC_OFFLOAD_PLANNER_NAMED_COUNTERS_H

#include "measured-network.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace ns3::planner
{

/// Names and values, in order.
using NamedCounters = std::vector<std::pair<std::string, uint64_t>>;

/**
 * @ingroup ipsec-offload
 * @param network a simulated network
 * @return every counter of every node and NIC, for spot checks
 */
NamedCounters ReadCounters(const MeasuredNetwork& network);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_NAMED_COUNTERS_H */
