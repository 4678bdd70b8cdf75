/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_FIGURE_LAYOUT_H
#define IPSEC_OFFLOAD_PLANNER_FIGURE_LAYOUT_H

#include "figure.h"

#include <array>
#include <vector>

namespace ns3::planner
{

/// M. Okabe and K. Ito's colors of curves, those that stand out on white, the dark ones first.
constexpr std::array<const char*, 6> CURVE_COLORS{"#0072B2",
                                                  "#D55E00",
                                                  "#009E73",
                                                  "#CC79A7",
                                                  "#E69F00",
                                                  "#56B4E9"};

/**
 * @ingroup ipsec-offload
 * @param figure a figure
 * @return the same with all that has a place, names as long as fits
 */
Figure Drawable(Figure figure);

/** @param points at least one @return the least y */
double Bottom(const std::vector<FigurePoint>& points);

/** @param figure a figure @return greatest y of its curves: points with their bars, lines and bands
 */
double TopOfCurves(const Figure& figure);

/** @param figure one with logY @return the power of ten below all of its curves */
double LogBottomOfCurves(const Figure& figure);

/** @param points a line in order of x @param x where @return y there, between its neighbors */
double ValueAt(const std::vector<FigurePoint>& points, double x);

/** @param value any positive @return a round step that divides it into about six */
double RoundStep(double value);

/**
 * @ingroup ipsec-offload
 * Move labels apart as little as possible (least squares) so that none covers another one.
 * @param positions where they should be, ascending
 * @param gap least distance between neighbors
 * @param from lowest position allowed
 * @param to highest position allowed; exceeded when they do not fit otherwise
 * @return where they are, in the same order
 */
std::vector<double> SpreadLabels(const std::vector<double>& positions,
                                 double gap,
                                 double from,
                                 double to);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_FIGURE_LAYOUT_H */
