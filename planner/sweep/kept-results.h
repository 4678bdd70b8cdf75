/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_KEPT_RESULTS_H
#define IPSEC_OFFLOAD_PLANNER_KEPT_RESULTS_H

#include "results.h"

#include <string>
#include <vector>

namespace ns3::planner
{

/// Results of an earlier run.
struct KeptResults
{
    std::string path; //!< of their database
    RunIdentity identity;
    std::vector<PointRecord> records; //!< with the marks of their points, as results.csv has them
};

/**
 * @ingroup ipsec-offload
 * @param path a folder that `ipsec-plan run` has filled, or a database
 * @param run hash of the run, or its first digits; empty: the one that ran last
 * @return its results
 * @throws std::runtime_error when there are none
 */
KeptResults LoadResults(const std::string& path, const std::string& run);

/**
 * @ingroup ipsec-offload
 * @param text names with commas in between
 * @return names of metrics
 * @throws std::runtime_error when there is no metric of a name
 */
std::vector<std::string> ParseMetrics(const std::string& text);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_KEPT_RESULTS_H */
