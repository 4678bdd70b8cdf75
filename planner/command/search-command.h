/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_SEARCH_COMMAND_H
#define IPSEC_OFFLOAD_PLANNER_SEARCH_COMMAND_H

#include "planner/method/search-run.h"
#include "planner/scenario/experiment.h"
#include "planner/sweep/result-folder.h"
#include "planner/sweep/results.h"
#include "planner/sweep/run-options.h"

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * Find the loads at all points of a scenario with a search, or at those of a shard.
 * @param options what the command line says
 * @param experiment what is simulated
 * @param store gets the trials
 * @return what was found
 * @throws ProcessError, Interrupted; trials done are kept
 */
SearchOutcome RunSearchTrials(const RunOptions& options,
                              const Experiment& experiment,
                              ResultStore& store);

/**
 * @ingroup ipsec-offload
 * Run a scenario with a search: find the loads, print and write what was found.
 * @param options what the command line says
 * @param experiment what is simulated; it has a search
 * @param folder gets the files
 * @param store gets the trials
 * @throws ProcessError, Interrupted; trials done are kept
 * @throws std::runtime_error when --strict is given and a result is irregular
 */
void SearchCommand(const RunOptions& options,
                   const Experiment& experiment,
                   const ResultFolder& folder,
                   ResultStore& store);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_SEARCH_COMMAND_H */
