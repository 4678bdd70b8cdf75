/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_FIGURE_SHAPES_H
#define IPSEC_OFFLOAD_PLANNER_FIGURE_SHAPES_H

#include "figure.h"

#include <string>
#include <utility>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload
 * What ns-3's Gnuplot classes have no style for, as commands of gnuplot.
 */

namespace ns3::planner
{

/**
 * @param band in order of x, with a NaN where it is interrupted
 * @param least half width of a part that is one x alone
 * @return the corners of its parts, counterclockwise
 */
std::vector<std::vector<std::pair<double, double>>> MakeOutlines(
    const std::vector<FigureSpan>& band,
    double least);

/**
 * @param band of a curve
 * @param xMax end of the x axis
 * @param color of the curve
 * @return commands that shade it, behind everything else
 */
std::vector<std::string> ShadeBand(const std::vector<FigureSpan>& band,
                                   double xMax,
                                   const std::string& color);

/**
 * @param marks of a curve
 * @param xMax end of the x axis
 * @param color of the curve
 * @return commands that cross the places, with their notes beside them unless there are too many
 */
std::vector<std::string> CrossMarks(const std::vector<FigureMark>& marks,
                                    double xMax,
                                    const std::string& color);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_FIGURE_SHAPES_H */
