/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_POPULATION_READER_H
#define IPSEC_OFFLOAD_PLANNER_POPULATION_READER_H

#include "scenario-map.h"
#include "scenario.h"

#include "planner/topology/protected-path.h"

#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * @param value the map "population" of a scenario file
 * @param paths to the nodes that hold them
 * @param topology the network of those paths
 * @return what it says; complains about what is wrong
 */
PopulationSpec ReadPopulation(const ScenarioValue& value,
                              const std::vector<ProtectedPath>& paths,
                              const TopologySpec& topology);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_POPULATION_READER_H */
