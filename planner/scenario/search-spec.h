/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_SEARCH_SPEC_H
#define IPSEC_OFFLOAD_PLANNER_SEARCH_SPEC_H

#include <cstdint>
#include <string>
#include <vector>

namespace ns3::planner
{

/// A search goal of RFC 9971: how much loss is too much, and how precisely to find where it begins.
struct SearchGoal
{
    std::string name;        //!< "NDR": of its curve in the figure
    double lossRatio{0};     //!< Goal Loss Ratio, of packets
    double exceedRatio{0.5}; //!< Goal Exceed Ratio, of the duration of trials
    double width{0.005};     //!< Goal Width: between the bounds, as share of the upper one
    uint32_t trials{1};      //!< Goal Duration Sum in Goal Final Trial Durations
};

/// A search for the greatest load that still meets goals, at each point of an experiment.
struct SearchSpec
{
    std::vector<SearchGoal> goals; //!< empty: no search
    uint64_t trialPackets{0};      //!< of a trial at the greatest load; 0: by the queues
    std::vector<double>
        latencyAt; //!< shares of the first goal's result at which delays are measured

    /** @return true when loads are searched, not given */
    bool IsOn() const
    {
        return !goals.empty();
    }
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_SEARCH_SPEC_H */
