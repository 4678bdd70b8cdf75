/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_SOLVE_READER_H
#define IPSEC_OFFLOAD_PLANNER_SOLVE_READER_H

#include "solve-spec.h"

#include "model/profile/yaml-input.h"

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * Read the key "solve" of a scenario.
 * @param value a map: unknown, values, goal, price
 * @return what is to be found
 */
SolveSpec ReadSolve(const InputValue& value);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_SOLVE_READER_H */
