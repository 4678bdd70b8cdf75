/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_MEASURED_REPORT_H
#define IPSEC_OFFLOAD_PLANNER_MEASURED_REPORT_H

#include "figure.h"

#include "planner/base/text-table.h"
#include "planner/scenario/experiment.h"
#include "planner/sweep/statistics.h"

#include <string>
#include <vector>

namespace ns3::planner
{

/// A point of the user's beside the simulated one.
struct MeasuredComparison
{
    const MeasuredSeries* series; //!< that it belongs to
    const MeasuredPoint* point;   //!< what was measured
    const PointGroup* group;      //!< the replications of the same; null: not simulated
    Estimate simulated;           //!< of the same metric
    double error;                 //!< simulated over measured, less 1; of shares the difference;
                                  //!< NaN: there is none

    /** @return the error in words: "+3.1 %", of shares "+3.1 points"; "-" when there is none */
    std::string GetErrorText() const;
};

/**
 * @ingroup ipsec-offload
 * @param experiment what was simulated; must outlive the answer
 * @param groups its results; must outlive the answer
 * @return all points of its key "measured", in the order of the file
 */
std::vector<MeasuredComparison> CompareMeasured(const Experiment& experiment,
                                                const std::vector<PointGroup>& groups);

/**
 * @param experiment what was simulated
 * @param comparisons what CompareMeasured() gave
 * @return curve, value, measured, simulated, error, note and marks of each
 */
TableRows MakeMeasuredTable(const Experiment& experiment,
                            const std::vector<MeasuredComparison>& comparisons);

/**
 * @param experiment what was simulated
 * @param comparisons what CompareMeasured() gave
 * @return a sentence per metric: how far simulation and measurement are apart; empty: none
 */
std::string DescribeMeasured(const Experiment& experiment,
                             const std::vector<MeasuredComparison>& comparisons);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_MEASURED_REPORT_H */
