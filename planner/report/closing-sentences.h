/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_CLOSING_SENTENCES_H
#define IPSEC_OFFLOAD_PLANNER_CLOSING_SENTENCES_H

#include "planner/analytic/curve-model.h"
#include "planner/scenario/experiment.h"
#include "planner/sweep/results.h"
#include "planner/sweep/statistics.h"

#include <string>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload
 * What a run ends with: which resource is the bottleneck where, as simulated, and what the closed
 * form says.
 */

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * Which resource is the bottleneck in which range of the sweep, from the simulated points alone,
 * and which points are marked.
 * @param experiment what was simulated
 * @param models its closed forms: they know whether the sweep moves nothing but the offload ratio
 * @param records its results
 * @return the sentence
 */
std::string DescribeBindings(const Experiment& experiment,
                             const std::vector<CurveModel>& models,
                             const std::vector<PointRecord>& records);

/**
 * @ingroup ipsec-offload
 * @param model closed forms of a curve
 * @param group one of its points that has one
 * @return true when both say the same throughput, but for the interval and 3 %
 */
bool Agrees(const CurveModel& model, const PointGroup& group);

/**
 * @ingroup ipsec-offload
 * The closed form as a second opinion: where its throughput differs from the simulated one by more
 * than the interval and 3 %.
 * @param experiment what was simulated
 * @param models its closed forms
 * @param records its results
 * @return a sentence with both numbers of such points; empty when no point has a closed form
 */
std::string DescribeAgreement(const Experiment& experiment,
                              const std::vector<CurveModel>& models,
                              const std::vector<PointRecord>& records);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_CLOSING_SENTENCES_H */
