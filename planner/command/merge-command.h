/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_MERGE_COMMAND_H
#define IPSEC_OFFLOAD_PLANNER_MERGE_COMMAND_H

#include "planner/sweep/run-options.h"

#include <string>
#include <vector>

namespace ns3::planner
{

/// What the command line says of `ipsec-plan merge`.
struct MergeOptions
{
    RunOptions run;                   //!< its scenario goes before that of the shards
    std::vector<std::string> folders; //!< of shards
};

/**
 * @ingroup ipsec-offload
 * Put the results of shards together and report them as `ipsec-plan run` in one piece does.
 * Nothing is simulated.
 * @param options what the command line says
 * @throws InputError when the scenario cannot be read
 * @throws std::runtime_error when shards are of other runs, or points are missing
 */
void MergeCommand(const MergeOptions& options);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_MERGE_COMMAND_H */
