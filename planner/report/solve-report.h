/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_SOLVE_REPORT_H
#define IPSEC_OFFLOAD_PLANNER_SOLVE_REPORT_H

#include "report-page.h"

#include "planner/method/solve-run.h"
#include "planner/scenario/experiment.h"
#include "planner/scenario/solve-spec.h"

#include <string>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * @param experiment what was simulated
 * @param solve what was to be found
 * @param outcomes what was found
 * @return the answers in sentences: both sides of each, what is the bottleneck, what the next step
 * up buys, what more load does, and the warnings of FindWarnings()
 */
std::string DescribeSolve(const Experiment& experiment,
                          const SolveSpec& solve,
                          const std::vector<SolveOutcome>& outcomes);

/**
 * @ingroup ipsec-offload
 * @param experiment what was simulated
 * @param solve what was to be found
 * @param outcomes what was found
 * @return the same as JSON, numbers in base units; null: there is none
 */
std::string SolveToJson(const Experiment& experiment,
                        const SolveSpec& solve,
                        const std::vector<SolveOutcome>& outcomes);

/**
 * @ingroup ipsec-offload
 * @param experiment what was simulated
 * @param solve what was to be found
 * @param outcomes what was found
 * @return what MakeQuestionPage() needs of it, but for figures and command
 */
QuestionParts MakeSolveParts(const Experiment& experiment,
                             const SolveSpec& solve,
                             const std::vector<SolveOutcome>& outcomes);

/**
 * @ingroup ipsec-offload
 * @param experiment what was simulated
 * @param solve what was to be found
 * @param outcomes what was found
 * @return the first goal's metric over the values that were simulated, and its bound
 */
Figure MakeSolveFigure(const Experiment& experiment,
                       const SolveSpec& solve,
                       const std::vector<SolveOutcome>& outcomes);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_SOLVE_REPORT_H */
