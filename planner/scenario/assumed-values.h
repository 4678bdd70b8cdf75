/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_ASSUMED_VALUES_H
#define IPSEC_OFFLOAD_PLANNER_ASSUMED_VALUES_H

#include "scenario.h"

namespace ns3::planner
{

/// By how much assumed values are varied to see what rests on them, as a share.
constexpr double ASSUMED_MARGIN = 0.2;

/// The key of a scenario that sets a margin.
constexpr const char* ASSUMED_KEY = "assumed-values";

/**
 * @ingroup ipsec-offload
 * Make a node faster or slower, as far as its profiles only assume how fast it is. Of what packets
 * need and what is marked as assumed, rates and the size of the context cache become 1 + @p margin
 * times as great; cycles, and times of fetches and reads, 1 - @p margin times. What is sourced,
 * derived or set by the scenario stays, and so does a limit that there is not ("unlimited").
 * @param node whose values
 * @param margin share, above -1 and below 1; above 0 is better
 */
void ApplyAssumedMargin(NodeSpec& node, double margin);

/**
 * @ingroup ipsec-offload
 * @param scenario a point
 * @return true when some node has values that ApplyAssumedMargin() changes
 */
bool HasAssumedValues(const Scenario& scenario);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_ASSUMED_VALUES_H */
