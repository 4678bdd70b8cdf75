/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_PRECISE_SWEEP_H
#define IPSEC_OFFLOAD_PLANNER_PRECISE_SWEEP_H

#include "planner/scenario/experiment.h"
#include "planner/sweep/results.h"
#include "planner/sweep/run-options.h"

#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * Simulate all points of an experiment, or of a shard of it, with more replications where the
 * intervals are too wide, and mark those that are not to be used.
 * @param options those of the run
 * @param experiment what to simulate
 * @param store has the results of before, gets the new ones and the marks
 * @return all results
 * @throws ProcessError, Interrupted; points done are kept
 */
std::vector<PointRecord> SweepUntilPrecise(const RunOptions& options,
                                           const Experiment& experiment,
                                           ResultStore& store);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_PRECISE_SWEEP_H */
