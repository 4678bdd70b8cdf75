/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_GRID_FIGURE_H
#define IPSEC_OFFLOAD_PLANNER_GRID_FIGURE_H

#include "heat-map.h"

#include "planner/scenario/experiment.h"
#include "planner/sweep/results.h"

#include <string>
#include <vector>

namespace ns3::planner
{

/// A heat map and the name of its files.
struct NamedHeatMap
{
    std::string name; //!< without ending
    HeatMap map;
};

/**
 * @ingroup ipsec-offload
 * Heat maps of a sweep over two parameters: throughput, and what the scenario's figures show, of
 * each curve.
 * @param experiment what was simulated
 * @param records its results
 * @return the maps; none without a grid
 */
std::vector<NamedHeatMap> MakeHeatMaps(const Experiment& experiment,
                                       const std::vector<PointRecord>& records);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_GRID_FIGURE_H */
