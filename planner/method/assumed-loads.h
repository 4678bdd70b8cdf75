/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_ASSUMED_LOADS_H
#define IPSEC_OFFLOAD_PLANNER_ASSUMED_LOADS_H

#include "search-run.h"

#include "planner/scenario/experiment.h"

#include <optional>
#include <string>
#include <vector>

namespace ns3::planner
{

/// What a search would find with other assumed values, for its first goal.
struct AssumedLoads
{
    std::optional<double> worse{};  //!< bit/s of IP per direction, with assumed speeds that are
                                    //!< ASSUMED_MARGIN worse; none: not known
    std::optional<double> better{}; //!< and with better ones
    std::string unknown{};          //!< why not, in words
};

/**
 * @ingroup ipsec-offload
 * How far the result of a search rests on what profiles only assume: the greatest load that passes
 * by the closed form with other assumed values, as a share of the same with those of the profiles,
 * times what the search has found; never more than the scenario offers. Not known where there is no
 * closed form, or where it differs from the search by more than the goal's width and 3 %.
 * @param experiment what was searched
 * @param outcome what was found
 * @return for each of its points; empty: no profile assumes a speed
 */
std::vector<AssumedLoads> FindAssumedLoads(const Experiment& experiment,
                                           const SearchOutcome& outcome);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_ASSUMED_LOADS_H */
