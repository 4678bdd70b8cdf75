/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_SEARCH_TRIAL_H
#define IPSEC_OFFLOAD_PLANNER_SEARCH_TRIAL_H

#include "scenario.h"
#include "search-spec.h"

#include <cstdint>

namespace ns3::planner
{

/**
 * Packets that queues take in before anything is lost, of those that a trial sends: a surplus that
 * fills them counts as lost, whether it does so within the trial or not. A trial has at least so
 * many times the packets that the queues hold.
 */
constexpr uint64_t QUEUES_PER_TRIAL = 400;

/**
 * @ingroup ipsec-offload
 * @param scenario a point
 * @return bit/s of IP per direction that it offers: the greatest load of a search there
 */
uint64_t GetGreatestLoad(const Scenario& scenario);

/**
 * @ingroup ipsec-offload
 * @param scenario a point
 * @return packets that the rings and backlogs of one node at either end hold
 */
uint64_t CountQueued(const Scenario& scenario);

/**
 * @ingroup ipsec-offload
 * Trials of a search last equally long. At the greatest load they have the packets that the search
 * says, or QUEUES_PER_TRIAL times CountQueued(), between 200 000 and 2 millions.
 * @param scenario a point
 * @param search how loads are searched
 * @param load bit/s of IP per direction
 * @return packets per direction of a trial at that load
 */
uint64_t CountTrialPackets(const Scenario& scenario, const SearchSpec& search, uint64_t load);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_SEARCH_TRIAL_H */
