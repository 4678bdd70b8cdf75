/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_SENSITIVITY_H
#define IPSEC_OFFLOAD_PLANNER_SENSITIVITY_H

#include "planner/analytic/curve-model.h"
#include "planner/scenario/experiment.h"
#include "planner/sweep/results.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace ns3::planner
{

/// What a simulated point would be with other assumed values.
struct SensitivePoint
{
    double value;     //!< of the sweep
    double ratio;     //!< offload ratio; NaN: nothing was protected
    double simulated; //!< bit/s of the first direction
    double worse;     //!< the same with assumed values that are worse by ASSUMED_MARGIN
    double better;    //!< and with better ones
};

/// Between what the throughput is at an offload ratio.
struct SensitiveSpan
{
    double ratio;
    double least; //!< bit/s; NaN: not known
    double most;  //!< likewise
};

/// The same for a curve.
struct CurveSensitivity
{
    std::string curve;                                  //!< its name
    std::vector<SensitivePoint> points;                 //!< in order of the sweep's values
    std::map<std::string, std::vector<double>> unknown; //!< values of others, by why not
    std::vector<SensitiveSpan> spans; //!< between the points, where all follow one function of the
                                      //!< offload ratio; in order of it
    bool isChosen{false}; //!< the scenario sets assumed-values itself: none of it is known
};

/**
 * @ingroup ipsec-offload
 * How far a result rests on what profiles only assume: the closed form with all assumed values
 * better or worse by ASSUMED_MARGIN, as a share of the same with the values as they are, times the
 * simulated throughput. Not known where there is no closed form, or where it does not agree with
 * the simulation (Agrees()).
 * @param experiment what was simulated
 * @param models its closed forms
 * @param records its results
 * @param advance is called after each value of each curve, of both
 * @return a curve's in its place; empty: no profile assumes a value
 */
std::vector<CurveSensitivity> FindSensitivity(const Experiment& experiment,
                                              const std::vector<CurveModel>& models,
                                              const std::vector<PointRecord>& records,
                                              const std::function<void()>& advance);

/**
 * @ingroup ipsec-offload
 * @param experiment what was simulated
 * @param curves what FindSensitivity() gave
 * @return the greatest effect on each curve in words, and where it is not known, a line per curve
 */
std::string DescribeSensitivity(const Experiment& experiment,
                                const std::vector<CurveSensitivity>& curves);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_SENSITIVITY_H */
