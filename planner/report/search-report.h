/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_SEARCH_REPORT_H
#define IPSEC_OFFLOAD_PLANNER_SEARCH_REPORT_H

#include "figure.h"
#include "report-page.h"

#include "planner/method/assumed-loads.h"
#include "planner/method/search-run.h"
#include "planner/scenario/experiment.h"

#include <string>
#include <vector>

namespace ns3::planner
{

/// Name of the figure that a search draws.
constexpr const char* SEARCH_FIGURE = "throughput-search";

/**
 * @ingroup ipsec-offload
 * @param experiment what was simulated; it has a search
 * @param outcome what was found
 * @return the report in words: goals, bounds and conditional throughput of each point (RFC 9971),
 * delays at shares of the first goal's result
 */
std::string DescribeSearch(const Experiment& experiment, const SearchOutcome& outcome);

/**
 * @ingroup ipsec-offload
 * @param experiment what was simulated
 * @param outcome what was found
 * @param loads what FindAssumedLoads() gave
 * @return what would be found with other assumed values, a line per point; empty: not asked
 */
std::string DescribeAssumedLoads(const Experiment& experiment,
                                 const SearchOutcome& outcome,
                                 const std::vector<AssumedLoads>& loads);

/**
 * @ingroup ipsec-offload
 * @param experiment what was simulated
 * @param outcome what was found
 * @return the same numbers as CSV, a line per point and goal, in base units; delays of the goal's
 * point in columns named by their share
 */
std::string SearchToCsv(const Experiment& experiment, const SearchOutcome& outcome);

/**
 * @ingroup ipsec-offload
 * @param experiment what was simulated
 * @param outcome what was found
 * @return conditional throughput over the values of the sweep, a curve per goal and curve of the
 * experiment; irregular results are hollow
 */
Figure MakeSearchFigure(const Experiment& experiment, const SearchOutcome& outcome);

/**
 * @ingroup ipsec-offload
 * @param experiment what was simulated
 * @param outcome what was found
 * @return what MakeQuestionPage() needs of it, but for figures and command
 */
QuestionParts MakeSearchParts(const Experiment& experiment, const SearchOutcome& outcome);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_SEARCH_REPORT_H */
