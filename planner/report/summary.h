/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_SUMMARY_H
#define IPSEC_OFFLOAD_PLANNER_SUMMARY_H

#include "planner/analytic/curve-model.h"
#include "planner/scenario/experiment.h"
#include "planner/sweep/results.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * Which points have no closed form, and why.
 * @param experiment what was simulated
 * @param models its closed forms
 * @return one line per curve and reason; empty when all points have one
 */
std::string DescribeObstacles(const Experiment& experiment, const std::vector<CurveModel>& models);

/**
 * @ingroup ipsec-offload
 * A table of the simulated points beside the closed form, which is that of the first direction.
 * @param experiment what was simulated
 * @param models its closed forms
 * @param records its results
 * @return lines of text
 */
std::string MakeTable(const Experiment& experiment,
                      const std::vector<CurveModel>& models,
                      const std::vector<PointRecord>& records);

/**
 * @ingroup ipsec-offload
 * What the comparison of both fidelities found.
 * @param experiment what was simulated
 * @param records its results
 * @return one line per spot check
 */
std::string DescribeSpotChecks(const Experiment& experiment,
                               const std::vector<PointRecord>& records);

/**
 * @ingroup ipsec-offload
 * @param records results
 * @return how many spot checks found a difference, or compared nothing
 */
uint32_t CountFailedSpotChecks(const std::vector<PointRecord>& records);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_SUMMARY_H */
