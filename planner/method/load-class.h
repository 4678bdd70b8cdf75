/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_LOAD_CLASS_H
#define IPSEC_OFFLOAD_PLANNER_LOAD_CLASS_H

#include "planner/scenario/search-spec.h"

#include <cstdint>
#include <vector>

namespace ns3::planner
{

/// What trials at a load say of it, for one goal (RFC 9971).
enum class LoadClass : uint8_t
{
    UNDECIDED,   //!< more trials may make it either
    LOWER_BOUND, //!< it meets the goal
    UPPER_BOUND  //!< it does not
};

/**
 * @ingroup ipsec-offload
 * Load classification of RFC 9971 for trials that all have the Goal Final Trial Duration; its sums
 * of shorter ones are then 0.
 * @param goal what is wanted
 * @param losses Trial Loss Ratio of each trial at the load
 * @return the class
 */
LoadClass ClassifyLoad(const SearchGoal& goal, const std::vector<double>& losses);

/**
 * @ingroup ipsec-offload
 * Conditional Throughput of RFC 9971, under the same condition.
 * @param goal what is wanted
 * @param load a load
 * @param losses Trial Loss Ratio of each trial there, at least one
 * @return the Trial Forwarding Rate that is to be expected there, in the unit of the load
 */
double GetConditionalThroughput(const SearchGoal& goal, double load, std::vector<double> losses);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_LOAD_CLASS_H */
