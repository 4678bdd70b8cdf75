/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_STEADY_STATE_H
#define IPSEC_OFFLOAD_PLANNER_STEADY_STATE_H

#include <cstddef>
#include <vector>

namespace ns3::planner
{

/// The part of a series that comes before its steady state.
struct WarmUp
{
    size_t batches{0};   //!< to leave out at the beginning
    bool isSteady{true}; //!< false: they are more than half of the series, which is too short
};

/**
 * @ingroup ipsec-offload
 * Find the end of the warm-up by MSER-5 (K. P. White, M. J. Cobb, S. C. Spratt, "A comparison of
 * five steady-state truncation heuristics for simulation", Winter Simulation Conference 2000): of
 * all truncations of the series of means of five batches each, the one with the smallest
 * (population) variance of what is left divided by its length. A minimum in the second half says
 * that the series is too short to tell. A series without variance is steady from the beginning.
 * @param series one value per batch, in order of time, at least 50
 * @return what to leave out, a multiple of five batches
 */
WarmUp FindWarmUp(const std::vector<double>& series);

/**
 * @ingroup ipsec-offload
 * How far the mean of a steady series may be off, from the means of batches (A. M. Law, "Simulation
 * Modeling and Analysis", section 9.5.3): the series is cut into parts that are so long that they
 * hardly depend on each other.
 * @param part one value per batch
 * @param whole what each value is a share of, one per batch; their sum is not 0
 * @param from first batch that counts
 * @return half width of the 95 % interval (Student) of the sum of part over the sum of whole;
 * infinite when there are fewer than two batches per part
 */
double GetShareError(const std::vector<double>& part,
                     const std::vector<double>& whole,
                     size_t from);

/// How a series changes.
struct Trend
{
    double slope{0}; //!< change per batch
    double error{0}; //!< standard error of the slope

    /** @return true when chance alone hardly gives such a slope */
    bool IsSignificant() const;
};

/**
 * @ingroup ipsec-offload
 * The straight line through a series, by least squares over the means of ten parts, which hardly
 * depend on each other.
 * @param series one value per batch
 * @param from first batch that counts
 * @return its slope; 0 for fewer than ten batches
 */
Trend GetTrend(const std::vector<double>& series, size_t from);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_STEADY_STATE_H */
