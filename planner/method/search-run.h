/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_SEARCH_RUN_H
#define IPSEC_OFFLOAD_PLANNER_SEARCH_RUN_H

#include "load-search.h"

#include "planner/scenario/experiment.h"
#include "planner/sweep/results.h"
#include "planner/sweep/shard.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace ns3::planner
{

/// Delays were measured at this load.
struct LatencyLoad
{
    double share;  //!< of the first goal's lower bound
    uint64_t load; //!< bit/s of IP per direction
    PointResult result;
};

/// What a search found at a point of an experiment.
struct SearchedPoint
{
    std::string curve;
    double value;        //!< of the sweep
    uint64_t greatest;   //!< Max Load, bit/s of IP per direction: what is offered there
    double trialSeconds; //!< Trial Duration
    uint32_t trials{0};  //!< how many there were
    std::vector<GoalResult> results{};    //!< in the order of the goals
    std::vector<LatencyLoad> latencies{}; //!< in the order of SearchSpec::latencyAt; none without a
                                          //!< lower bound
};

/// All of them.
struct SearchOutcome
{
    std::vector<SearchedPoint> points; //!< by curve and value, in the order of the file
    std::vector<PointRecord> records;  //!< trial by trial
};

/// Simulates points, some of them earlier, and gives their results in any order.
using PointRunner = std::function<std::vector<PointRecord>(const std::vector<PointSpec>&)>;

/**
 * @ingroup ipsec-offload
 * Packets of a trial that were lost, or would have been in a longer one: what queues took in counts
 * when it is more than random arrivals leave there, a QUEUES_PER_TRIAL-th of what was sent.
 * @param trial its result
 * @return Trial Loss Ratio (RFC 9971), of packets
 */
double GetTrialLoss(const PointResult& trial);

/**
 * @ingroup ipsec-offload
 * Search for the greatest load at each point of an experiment, all points side by side: what a
 * round of trials found decides the next one, so neither the number of processes nor an
 * interruption changes anything.
 * @param experiment what is simulated; it has a search
 * @param run simulates
 * @param progress told after each round how many trials are done and how many points still search
 * @param division at which points
 * @return what was found
 */
SearchOutcome RunSearch(const Experiment& experiment,
                        const PointRunner& run,
                        const std::function<void(size_t trials, size_t searching)>& progress,
                        const PointDivision& division = PointDivision());

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_SEARCH_RUN_H */
