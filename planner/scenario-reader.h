/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_SCENARIO_READER_H
#define IPSEC_OFFLOAD_PLANNER_SCENARIO_READER_H

#include "input-error.h"
#include "scenario.h"

#include <string>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * Read and check a scenario, every point of its sweep and every curve included.
 * @param path the file
 * @param settings what goes before the values of the file and of its curves, but not of its sweep
 * @return the scenario
 * @throws InputError with all problems found
 */
Scenario ReadScenario(const std::string& path, const std::vector<InputSetting>& settings = {});

/**
 * @ingroup ipsec-offload
 * @param scenario a scenario that was read
 * @param curve name of one of its curves
 * @param value one of the sweep's values
 * @return the scenario of that point: nodes, links, population and traffic as they are there
 * @throws InputError when there is no such curve or value
 */
Scenario ResolveScenario(const Scenario& scenario, const std::string& curve, double value);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_SCENARIO_READER_H */
