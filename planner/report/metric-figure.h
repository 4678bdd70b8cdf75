/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_METRIC_FIGURE_H
#define IPSEC_OFFLOAD_PLANNER_METRIC_FIGURE_H

#include "figure.h"

#include "planner/scenario/experiment.h"
#include "planner/sweep/results.h"
#include "planner/sweep/statistics.h"

#include <string>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * A metric over the values of the sweep: every replication is a point, and a bound is a line.
 * @param experiment what was simulated
 * @param spec one of its figures
 * @param records its results
 * @return the figure; it has no points where no point of the sweep has such a value
 */
Figure MakeMetricFigure(const Experiment& experiment,
                        const FigureSpec& spec,
                        const std::vector<PointRecord>& records);

/**
 * @ingroup ipsec-offload
 * @param experiment what was simulated
 * @param groups its points
 * @return scenario and how often each was simulated: replications are added until a point is
 * precise
 */
std::string DescribeReplications(const Experiment& experiment,
                                 const std::vector<PointGroup>& groups);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_METRIC_FIGURE_H */
