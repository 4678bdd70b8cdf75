/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_POINT_SWEEP_H
#define IPSEC_OFFLOAD_PLANNER_POINT_SWEEP_H

#include "job-runner.h"
#include "results.h"
#include "run-options.h"

#include "planner/scenario/experiment.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * @param experiment as it is run
 * @return what decides its results
 */
RunIdentity IdentityOf(const Experiment& experiment);

/**
 * @ingroup ipsec-offload
 * Simulates the points of a scenario that are not there yet, each in a process of its own, and
 * keeps what they give.
 */
class PointSweep
{
  public:
    /**
     * @param options those of the run; must outlive this object
     * @param experiment the experiment; must outlive this object
     * @param store where results are; must outlive this object
     */
    PointSweep(const RunOptions& options, const Experiment& experiment, ResultStore& store);

    /**
     * Once or more, with other points each time.
     * @param points some points
     * @return their results
     * @throws ProcessError, Interrupted; points done are kept
     */
    std::vector<PointRecord> Run(const std::vector<PointSpec>& points);

  private:
    double WorkOf(const PointSpec& point) const;
    void RunMissing(size_t total);
    void Keep(const PointSpec& point,
              const JobRunner::Output& output,
              std::set<std::string>& warnings);

    const RunOptions& m_options;               //!< those of the run
    const Experiment& m_experiment;            //!< what is run
    ResultStore& m_store;                      //!< where results are
    std::map<std::string, PointRecord> m_kept; //!< results from before that nobody asked for yet
    std::vector<PointSpec> m_missing;          //!< points to run
    std::vector<PointRecord> m_records;        //!< points that are there
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_POINT_SWEEP_H */
