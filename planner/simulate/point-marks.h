/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_POINT_MARKS_H
#define IPSEC_OFFLOAD_PLANNER_POINT_MARKS_H

#include "planner/base/run-mark.h"
#include "planner/scenario/experiment.h"
#include "planner/sweep/statistics.h"

#include <string>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * Which points need more replications. Each round has as many as the experiment says. A point is
 * judged only when its rounds so far are complete, and by nothing but its results: width and order
 * of the execution change nothing.
 * @param experiment what is simulated
 * @param records all results so far
 * @param round the one that would come next, from 2
 * @return the points of that round
 */
std::vector<PointSpec> GetNextRound(const Experiment& experiment,
                                    const std::vector<PointRecord>& records,
                                    uint32_t round);

/**
 * @ingroup ipsec-offload
 * Give each replication the marks of its point, those of its intervals included: whoever reads one
 * of them learns what is said of all.
 * @param experiment what was simulated
 * @param records all its results
 */
void MarkReplications(const Experiment& experiment, std::vector<PointRecord>& records);

/// Rounds of replications that a point gets at most.
static constexpr uint32_t MOST_ROUNDS = 4;

/**
 * @ingroup ipsec-offload
 * @param experiment what was simulated
 * @param records its results, marked
 * @return one line per mark that a point has: which points, and what it means; empty: none has any
 */
std::string DescribeMarks(const Experiment& experiment, const std::vector<PointRecord>& records);

/**
 * @ingroup ipsec-offload
 * @param records marked results
 * @return how many points are not to be used
 */
uint32_t CountMarked(const std::vector<PointRecord>& records);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_POINT_MARKS_H */
