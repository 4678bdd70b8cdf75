/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_ANSWERS_H
#define IPSEC_OFFLOAD_PLANNER_ANSWERS_H

#include "planner/method/need.h"
#include "planner/method/what-if.h"
#include "planner/scenario/experiment.h"
#include "planner/sweep/results.h"

#include <string>
#include <vector>

namespace ns3::planner
{

/// A question and what the simulation says.
struct Answer
{
    std::string question;               //!< "Is it enough?"
    std::vector<std::string> sentences; //!< at least one
};

/**
 * @ingroup ipsec-offload
 * The five questions that operators ask, answered from simulated points alone.
 * @param asked what was simulated: see MakeWhatIfExperiment()
 * @param changes its curves, and what was not simulated
 * @param records its results, marked
 * @param needs how much of what the point needs, as it was found by simulation
 * @return an answer for each question, in the order of Question
 */
std::vector<Answer> MakeAnswers(const Experiment& asked,
                                const std::vector<WhatIf>& changes,
                                const std::vector<PointRecord>& records,
                                const std::vector<FoundNeed>& needs);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_ANSWERS_H */
