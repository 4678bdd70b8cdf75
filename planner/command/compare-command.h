/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_COMPARE_COMMAND_H
#define IPSEC_OFFLOAD_PLANNER_COMPARE_COMMAND_H

#include <string>
#include <vector>

namespace ns3::planner
{

/// What the command line says of `ipsec-plan compare`.
struct CompareOptions
{
    std::vector<std::string> results; //!< two folders or databases, or one with two curves
    std::vector<std::string> runs;   //!< hashes of their runs, or first digits; none: the last ones
    std::vector<std::string> curves; //!< one of each side; none: all that both sides have
    std::string metrics;             //!< with commas in between; empty: the usual ones
    bool json{false};                //!< for machines
};

/**
 * @ingroup ipsec-offload
 * Print what differs between two runs, or two curves, and what of it is significant.
 * @param options what the command line says
 * @throws std::runtime_error
 */
void CompareCommand(const CompareOptions& options);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_COMPARE_COMMAND_H */
