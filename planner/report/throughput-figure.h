/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_THROUGHPUT_FIGURE_H
#define IPSEC_OFFLOAD_PLANNER_THROUGHPUT_FIGURE_H

#include "figure.h"
#include "sensitivity.h"

#include "planner/analytic/curve-model.h"
#include "planner/scenario/experiment.h"
#include "planner/sweep/results.h"

#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * @param experiment what was simulated
 * @param models its closed forms
 * @return true when the sweep moves the offload ratio and nothing else: by the closed form, all its
 * values follow one function of the ratio and have different ratios (or there is one value)
 */
bool MovesRatio(const Experiment& experiment, const std::vector<CurveModel>& models);

/**
 * @ingroup ipsec-offload
 * Throughput: simulated points with 95 % intervals, the closed form beneath them, and what limits
 * both. Over the offload ratio where the sweep moves that (doc/planner.rst#offload-ratio);
 * otherwise over the swept values, with the closed form and the limits of each, and the offload
 * ratio in a second panel.
 * @param experiment what was simulated
 * @param models its closed forms
 * @param records its results
 * @param sensitivity what FindSensitivity() gave: bands
 * @return the figure
 */
Figure MakeThroughputFigure(const Experiment& experiment,
                            const std::vector<CurveModel>& models,
                            const std::vector<PointRecord>& records,
                            const std::vector<CurveSensitivity>& sensitivity);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_THROUGHPUT_FIGURE_H */
