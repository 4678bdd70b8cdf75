/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_PROVENANCE_REPORT_H
#define IPSEC_OFFLOAD_PLANNER_PROVENANCE_REPORT_H

#include "planner/scenario/experiment.h"
#include "planner/sweep/results.h"

#include <string>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * What the numbers rest on.
 * @param experiment what was run
 * @param records its results
 * @return per curve and busiest resource, in one line, which share of its work comes from where,
 * with the largest assumed values
 */
std::string DescribeProvenance(const Experiment& experiment,
                               const std::vector<PointRecord>& records);

/**
 * @ingroup ipsec-offload
 * Costs that were used and that nobody has told.
 * @param experiment what was run
 * @param records its results
 * @return per profile and curve, in one line, which they are and what they were taken as; empty
 * when there are none
 */
std::vector<std::string> FindMissingCosts(const Experiment& experiment,
                                          const std::vector<PointRecord>& records);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_PROVENANCE_REPORT_H */
