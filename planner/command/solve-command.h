/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_SOLVE_COMMAND_H
#define IPSEC_OFFLOAD_PLANNER_SOLVE_COMMAND_H

#include "planner/sweep/run-options.h"

#include <string>
#include <vector>

namespace ns3::planner
{

/// What the command line says of `ipsec-plan solve`.
struct SolveOptions
{
    RunOptions run;
    std::string unknown;            //!< instead of the scenario's; empty: that one
    std::string values;             //!< likewise, as YAML
    std::vector<std::string> goals; //!< "NAME=VALUE", beside the scenario's
    bool json{false};               //!< for machines
};

/**
 * @ingroup ipsec-offload
 * Find the smallest value of an unknown that meets goals, and print it.
 * @param options what the command line says
 * @return false when no value meets them
 * @throws InputError, ProcessError, Interrupted; points done are kept
 */
bool SolveCommand(const SolveOptions& options);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_SOLVE_COMMAND_H */
