/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_THROUGHPUT_FIGURE_H
#define IPSEC_OFFLOAD_PLANNER_THROUGHPUT_FIGURE_H

#include "curve-model.h"
#include "experiment.h"
#include "figure.h"
#include "results.h"

#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * Throughput against offload ratio (design.md section 5): simulated points with 95 % intervals, the
 * closed form beneath them, and what limits both.
 * @param experiment what was simulated
 * @param models its closed forms
 * @param records its results
 * @return the figure
 */
Figure MakeThroughputFigure(const Experiment& experiment,
                            const std::vector<CurveModel>& models,
                            const std::vector<PointRecord>& records);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_THROUGHPUT_FIGURE_H */
