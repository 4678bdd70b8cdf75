/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_SHOW_COMMAND_H
#define IPSEC_OFFLOAD_PLANNER_SHOW_COMMAND_H

#include <string>
#include <vector>

namespace ns3::planner
{

/// What to show of which scenario.
struct ShowOptions
{
    std::string scenario;
    std::string curve;                 //!< empty: all
    std::string value;                 //!< of the sweep; empty: all
    std::vector<std::string> settings; //!< "path=value"
    bool json{false};                  //!< for machines
};

/**
 * @ingroup ipsec-offload
 * Print a scenario with all its defaults, and what a point comes to. What is printed is a scenario
 * with the same points, or with the only one that the options name.
 * @param options what to show
 * @throws InputError when the file is wrong, or has no such curve or value
 */
void ShowCommand(const ShowOptions& options);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_SHOW_COMMAND_H */
