/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_WARNINGS_H
#define IPSEC_OFFLOAD_PLANNER_WARNINGS_H

#include "planner/scenario/experiment.h"
#include "planner/sweep/results.h"

#include <string>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * What a reader of numbers must know, whatever the method that made them.
 * @param experiment what was simulated
 * @param records its results; none: nothing was simulated
 * @return the warnings of FindRemarks() and the costs of FindMissingCosts(), a sentence each
 */
std::vector<std::string> FindWarnings(const Experiment& experiment,
                                      const std::vector<PointRecord>& records);

/**
 * @ingroup ipsec-offload
 * @param warnings sentences
 * @return a line for each, with "warning: " in front
 */
std::string ToLines(const std::vector<std::string>& warnings);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_WARNINGS_H */
