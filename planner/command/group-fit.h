/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_GROUP_FIT_H
#define IPSEC_OFFLOAD_PLANNER_GROUP_FIT_H

#include "planner/method/parameter-fit.h"
#include "planner/scenario/experiment.h"
#include "planner/sweep/results.h"
#include "planner/sweep/run-options.h"
#include "planner/sweep/statistics.h"

#include <functional>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * Finds parameters that depend on each other (those that share a curve) from points of their
 * curves.
 */
class GroupFit
{
  public:
    /// Points of a validation.
    using Points = std::vector<const MeasuredPoint*>;

    /**
     * @param options those of the run
     * @param experiment with a validation; must outlive this object
     * @param parameters of it, at most as many as points
     * @param points that decide them
     */
    GroupFit(const RunOptions& options,
             const Experiment& experiment,
             std::vector<const FittedParameter*> parameters,
             Points points);

    /** @return parameters and what is left of the errors */
    FitResult Find() const;

    /**
     * @param values of the parameters
     * @param points where
     * @param read how a figure is read off the replications of a point
     * @return what the model gives there, in the order of the points
     */
    std::vector<double> Simulate(
        const std::vector<double>& values,
        const Points& points,
        const std::function<double(const ValidationSpec&, const PointGroup&)>& read) const;

    /**
     * Does any point decide a parameter?
     * @param values of the parameters
     * @param number of one of them
     * @return false when a twentieth more of it changes no point by a five-hundredth
     */
    bool IsDecided(const std::vector<double>& values, size_t number) const;

  private:
    std::vector<double> Evaluate(const std::vector<double>& values) const;

    RunOptions m_options;                             //!< those of the run
    const Experiment& m_experiment;                   //!< with a validation
    std::vector<const FittedParameter*> m_parameters; //!< to find
    Points m_points;                                  //!< that decide them
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_GROUP_FIT_H */
