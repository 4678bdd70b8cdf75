/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_SWEEP_RANGE_H
#define IPSEC_OFFLOAD_PLANNER_SWEEP_RANGE_H

#include "scenario-map.h"

#include <string>
#include <vector>

namespace ns3::planner
{

/// Values of a sweep.
constexpr size_t MOST_SWEEP_VALUES = 10'000;

/**
 * @ingroup ipsec-offload
 * Read values that a map describes: {from, to, step}, or {from, to, points} with equal distances
 * or, with scale log, with equal quotients, rounded to four digits.
 * @param value the map
 * @param isWhole the parameter takes whole numbers of its base unit: they are rounded, each once
 * @return the values as texts, with the unit of "from"; none after a complaint
 */
std::vector<std::string> ReadSweepRange(const ScenarioValue& value, bool isWhole);

/** @param path of a key, roles and all: "nodes.server.nic.sa-slots" @return true when it takes
 * whole numbers of its base unit */
bool TakesWholeNumbers(const std::string& path);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_SWEEP_RANGE_H */
