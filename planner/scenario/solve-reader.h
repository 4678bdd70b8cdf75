/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_SOLVE_READER_H
#define IPSEC_OFFLOAD_PLANNER_SOLVE_READER_H

#include "scenario-map.h"
#include "solve-spec.h"

#include <vector>

namespace ns3::planner
{

/// A goal that a scenario can name.
struct GoalKind
{
    const char* name;    //!< in the map "goal"
    const char* metric;  //!< that decides
    bool isAtLeast;      //!< otherwise at most
    Dimension dimension; //!< of the bound
    double most;         //!< greatest bound
};

/** @ingroup ipsec-offload @return all of them */
const std::vector<GoalKind>& GetGoalKinds();

/**
 * @ingroup ipsec-offload
 * Read the key "solve" of a scenario.
 * @param value a map: unknown, values, goal, price
 * @return what is to be found
 */
SolveSpec ReadSolve(const ScenarioValue& value);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_SOLVE_READER_H */
