/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_RUN_COMMAND_H
#define IPSEC_OFFLOAD_PLANNER_RUN_COMMAND_H

#include "planner/sweep/result-folder.h"
#include "planner/sweep/results.h"
#include "planner/sweep/run-options.h"

#include <cstdint>
#include <string>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * Simulate all points that are not there yet, then write results, figure and summary; of a shard
 * the results alone.
 * @param options what the command line says
 * @throws InputError, ProcessError, Interrupted, std::runtime_error; points done are kept
 */
void RunCommand(const RunOptions& options);

/**
 * @ingroup ipsec-offload
 * What RunCommand() does with a whole run when its folder is there.
 * @param options what the command line says
 * @param experiment what is run
 * @param folder gets the files
 * @param store has results from before, and gets the new ones
 * @throws ProcessError, Interrupted, std::runtime_error; points done are kept
 */
void SimulateAndReport(const RunOptions& options,
                       const Experiment& experiment,
                       const ResultFolder& folder,
                       ResultStore& store);

/**
 * @ingroup ipsec-offload
 * Simulate one point in this process and print its result as one line of JSON: what RunCommand()
 * starts for each point. What to simulate comes through standard input (Experiment::GetDocument()),
 * so that a point does not read those beside it, and an edit in the middle of a run changes
 * nothing.
 * @param file of the experiment, for messages; its profiles may be beside it
 * @param key the point's key
 * @param packets how many to simulate
 * @throws InputError, std::runtime_error
 */
void PointCommand(const std::string& file, const std::string& key, uint64_t packets);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_RUN_COMMAND_H */
