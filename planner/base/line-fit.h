/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_LINE_FIT_H
#define IPSEC_OFFLOAD_PLANNER_LINE_FIT_H

#include <utility>
#include <vector>

namespace ns3::planner
{

/// A straight line and how far the points are from it.
struct LineFit
{
    double intercept{0};           //!< value at 0; not below 0
    double slope{0};               //!< per unit; not below 0
    std::vector<double> residuals; //!< per point: (value - line) / value
    double rms{0};                 //!< root of the residuals' mean square

    /** @return the residual that is farthest from 0 */
    double GetWorst() const;
};

/**
 * @ingroup ipsec-offload
 * Least squares of the relative errors: each point weighs 1 / value^2, so that small values count
 * as much as large ones. Where the best line has a negative coefficient, which costs cannot have,
 * the best one without it is given.
 * @param points abscissa and value, at least two abscissas, values above 0
 * @return the line
 */
LineFit FitLine(const std::vector<std::pair<double, double>>& points);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_LINE_FIT_H */
