/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_VALIDATED_EXPERIMENTS_H
#define IPSEC_OFFLOAD_PLANNER_VALIDATED_EXPERIMENTS_H

#include "planner/scenario/experiment.h"
#include "planner/sweep/result-folder.h"
#include "planner/sweep/results.h"
#include "planner/sweep/run-options.h"

#include <string>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * @param options those of the run
 * @return the experiment, which has a validation; of several metrics in a file of measurements the
 * first
 * @throws InputError
 */
Experiment ReadValidated(const RunOptions& options);

/**
 * @ingroup ipsec-offload
 * @param files scenarios
 * @param options those of the run
 * @return all experiments, one for each metric
 * @throws InputError one that is wrong is told before any is simulated
 */
std::vector<Experiment> ReadAllValidated(const std::vector<std::string>& files, RunOptions options);

/**
 * @ingroup ipsec-offload
 * @param folder of its results
 * @param options those of the run
 * @param experiment what to simulate
 * @param points which
 * @return results
 */
std::vector<PointRecord> SimulateValidated(const ResultFolder& folder,
                                           const RunOptions& options,
                                           const Experiment& experiment,
                                           const std::vector<PointSpec>& points);

/** @param experiment with a validation @return its points without those of spot checks */
std::vector<PointSpec> GetLeanPoints(const Experiment& experiment);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_VALIDATED_EXPERIMENTS_H */
