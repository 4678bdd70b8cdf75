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

/**
 * @ingroup ipsec-offload
 * Print what there is: scenarios, profiles, keys of both, kernels, metrics.
 * @param topic one of GetListTopics(); empty: all but keys
 * @param sources with profiles, print every value with its mark and its source
 * @param rst print the keys as the manual has them
 */
void ListCommand(const std::string& topic, bool sources, bool rst);

/**
 * @ingroup ipsec-offload
 * Read scenarios without running them; prints one line per scenario, and its warnings and notes, or
 * all of its problems.
 * @param files scenario files, or names of shipped ones
 * @param strict a warning counts as a problem
 * @return true when all of them can be run
 */
bool CheckCommand(const std::vector<std::string>& files, bool strict);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_LIST_COMMAND_H */
