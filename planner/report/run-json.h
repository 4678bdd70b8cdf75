/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_RUN_JSON_H
#define IPSEC_OFFLOAD_PLANNER_RUN_JSON_H

#include "report-page.h"

#include "planner/method/assumed-loads.h"
#include "planner/method/search-run.h"
#include "planner/scenario/experiment.h"
#include "planner/sweep/results.h"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload
 * What `ipsec-plan run --json` prints; doc/output.schema.json has its shape. Numbers are in base
 * units, and null where there is none.
 */

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * @param experiment what was simulated
 * @param records its results, marked
 * @param parts what was said of them
 * @param folder with the files
 * @return the run as a whole: points with means and intervals, spot checks, sentences
 */
nlohmann::json SweepToJson(const Experiment& experiment,
                           const std::vector<PointRecord>& records,
                           const ReportParts& parts,
                           const std::string& folder);

/**
 * @ingroup ipsec-offload
 * @param experiment what was simulated; it has a search
 * @param outcome what was found
 * @param loads what FindAssumedLoads() gave
 * @param folder with the files
 * @return the loads of each point and goal
 */
nlohmann::json SearchToJson(const Experiment& experiment,
                            const SearchOutcome& outcome,
                            const std::vector<AssumedLoads>& loads,
                            const std::string& folder);

/**
 * @ingroup ipsec-offload
 * @param experiment what is run in parts
 * @param shard which part
 * @param simulations how many it had
 * @param folder with the files
 * @return what there is of it
 */
nlohmann::json ShardToJson(const Experiment& experiment,
                           const Shard& shard,
                           size_t simulations,
                           const std::string& folder);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_RUN_JSON_H */
