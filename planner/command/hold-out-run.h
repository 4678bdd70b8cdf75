/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_HOLD_OUT_RUN_H
#define IPSEC_OFFLOAD_PLANNER_HOLD_OUT_RUN_H

#include "planner/scenario/experiment.h"
#include "planner/sweep/run-options.h"
#include "planner/validation/error-summary.h"

#include <string>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * Leave measured points out, one after the other: calibrate with all other points of the curves
 * concerned, and print what the model then gives there. A point that alone determines a parameter
 * is named and not counted.
 */
class HoldOutRun
{
  public:
    /** @param options those of the run */
    explicit HoldOutRun(const RunOptions& options)
        : m_options(options)
    {
    }

    /**
     * @param experiments with validations
     * @param names "SOURCE:AT", or "all"
     * @throws InputError a name fits no experiment or none of its points
     */
    void Run(const std::vector<Experiment>& experiments, const std::vector<std::string>& names);

    /** @return a table of the manual */
    std::string GetSection() const;

  private:
    void Leave(const Experiment& experiment, const MeasuredPoint& point);

    RunOptions m_options;   //!< those of the run
    ErrorSummary m_summary; //!< of the points that could be left out
    std::string m_rows;     //!< of the table, in reStructuredText
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_HOLD_OUT_RUN_H */
