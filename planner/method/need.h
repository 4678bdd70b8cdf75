/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_NEED_H
#define IPSEC_OFFLOAD_PLANNER_NEED_H

#include "solve-run.h"

#include "planner/scenario/experiment.h"
#include "planner/scenario/solve-spec.h"

#include <string>
#include <vector>

namespace ns3::planner
{

/// Of what a point needs how much, if all else stays as it is.
struct Need
{
    std::string words;    //!< "SA slots per direction"
    SolveSpec solve;      //!< the smallest number of them with a negligible loss
    std::string obstacle; //!< why it is not looked for; empty: it is
};

/// A need, and what was found.
struct FoundNeed
{
    Need need;
    SolveOutcome outcome; //!< without meaning when there is an obstacle
};

/// A loss that nobody would notice: the precision of a run.
constexpr double NEGLIGIBLE_LOSS = 0.001;

/**
 * @ingroup ipsec-offload
 * @param scenario a point
 * @return what can be bought for it: SA slots, cores, such nodes
 */
std::vector<Need> FindNeeds(const Scenario& scenario);

/**
 * @ingroup ipsec-offload
 * @param experiment what holds the point
 * @param curve name of one of its curves
 * @param value one of its sweep's values
 * @param need of that point, without an obstacle
 * @return the point, swept over what is needed
 * @throws InputError when there is no such point
 */
Experiment MakeNeedExperiment(const Experiment& experiment,
                              const std::string& curve,
                              double value,
                              const Need& need);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_NEED_H */
