/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_LIST_COMMAND_H
#define IPSEC_OFFLOAD_PLANNER_LIST_COMMAND_H

#include <string>
#include <vector>

namespace ns3::planner
{

/** @ingroup ipsec-offload @return what can be listed */
const std::vector<std::string>& GetListTopics();

/// What the command line says of `ipsec-plan list`.
struct ListOptions
{
    std::string topic;   //!< one of GetListTopics(); empty: all but keys, with json keys too
    bool sources{false}; //!< with profiles, print every value with its mark and its source
    bool rst{false};     //!< print the keys as the manual has them
    bool json{false};    //!< for machines
};

/**
 * @ingroup ipsec-offload
 * Print what there is: scenarios, profiles, keys of both, networks, mixes, kernels, metrics.
 * @param options what the command line says
 */
void ListCommand(const ListOptions& options);

/// What the command line says of `ipsec-plan check`.
struct CheckOptions
{
    std::vector<std::string> files; //!< scenario files, or names of shipped ones
    bool strict{false};             //!< a warning counts as a problem
    bool json{false};               //!< for machines
};

/**
 * @ingroup ipsec-offload
 * Read scenarios without running them; prints one line per scenario, and its warnings and notes, or
 * all of its problems.
 * @param options what the command line says
 * @return true when all of them can be run
 */
bool CheckCommand(const CheckOptions& options);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_LIST_COMMAND_H */
