/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_KEY_ROWS_H
#define IPSEC_OFFLOAD_PLANNER_KEY_ROWS_H

#include "scenario-key.h"

#include <vector>

/**
 * @file
 * @ingroup ipsec-offload
 * The parts of GetScenarioKeys().
 */

namespace ns3::planner
{

/// Some rows of the table.
using KeyRows = std::vector<ScenarioKey>;

/** @param parts some rows @return all of them, in order */
KeyRows JoinKeys(const std::vector<KeyRows>& parts);

/** @return rows of what is not simulated: version, names, sweep, curves, spot checks, figures */
KeyRows MakeExperimentKeys();

/** @return rows of topology, links and nodes */
KeyRows MakeNetworkKeys();

/** @return rows of the population */
KeyRows MakePopulationKeys();

/** @return rows of traffic, events, timeline, measure and seed */
KeyRows MakeTrafficKeys();

/** @return rows of the validation */
KeyRows MakeValidationKeys();

/** @return rows of searches for the load that passes, and of values to find */
KeyRows MakeSearchKeys();

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_KEY_ROWS_H */
