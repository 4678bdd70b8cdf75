/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_POINT_FIGURES_H
#define IPSEC_OFFLOAD_PLANNER_POINT_FIGURES_H

#include "figure.h"
#include "stack-figure.h"

#include "planner/scenario/experiment.h"
#include "planner/sweep/results.h"

#include <string>
#include <utility>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload
 * What every run over several values draws beside its throughput: how busy what is, how long
 * packets take, and what becomes of them, a figure for each curve.
 */

namespace ns3::planner
{

/// Figures with the names of their files, without ending.
template <typename F>
using NamedFigures = std::vector<std::pair<std::string, F>>;

/**
 * @param name of figures
 * @param curve number of the experiment's curve
 * @return name of its files: further curves have a number behind it
 */
std::string FigureNameOf(const std::string& name, size_t curve);

/**
 * @param experiment what was simulated
 * @param curve name of one of its curves
 * @return its title, with the curve where there are several
 */
std::string FigureTitleOf(const Experiment& experiment, const std::string& curve);

/**
 * @param experiment what was simulated
 * @param records its results
 * @return how busy each resource of the measured node and link is, of those that do anything
 */
NamedFigures<Figure> MakeUseFigures(const Experiment& experiment,
                                    const std::vector<PointRecord>& records);

/**
 * @param experiment what was simulated
 * @param records its results
 * @return percentiles of the delay of the first direction, in powers of ten
 */
NamedFigures<Figure> MakeLatencyFigures(const Experiment& experiment,
                                        const std::vector<PointRecord>& records);

/**
 * @param experiment what was simulated
 * @param records its results
 * @return shares of the packets: why they were in software, and why they were lost
 */
NamedFigures<StackFigure> MakeReasonFigures(const Experiment& experiment,
                                            const std::vector<PointRecord>& records);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_POINT_FIGURES_H */
