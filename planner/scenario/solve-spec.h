/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_SOLVE_SPEC_H
#define IPSEC_OFFLOAD_PLANNER_SOLVE_SPEC_H

#include <string>
#include <vector>

namespace ns3::planner
{

/// What a point has to reach.
struct SolveGoal
{
    std::string name;      //!< as the file says it: "throughput"
    std::string metric;    //!< the metric that decides: "throughput_bps"
    bool isAtLeast{false}; //!< otherwise at most
    double bound{0};       //!< in base units
    std::string text;      //!< the bound as the file says it: "38 Gbit/s"
};

/// What is to be found: the smallest value of something that meets all goals.
struct SolveSpec
{
    std::string unknown;              //!< as the file names it: "sa-slots"
    std::vector<std::string> choices; //!< its values as the file writes them, cheapest first;
                                      //!< empty: whole numbers
    double from{0};                   //!< the smallest whole number
    double to{0};                     //!< the greatest
    double step{1};                   //!< between two of them
    double price{0};                  //!< of one; 0: not said
    std::vector<SolveGoal> goals;     //!< at least one

    /// The unknown that is a number of nodes beside each other, as the measured one is: each has
    /// its part of the clients or tunnels and of their traffic. With a failover one of them dies.
    static constexpr const char* NODES = "nodes";
    /// How many there are before a failover.
    static constexpr const char* FAILOVER_NODES = "population.failover.nodes";

    /** @return true when the number of such nodes is to be found */
    bool IsNodes() const
    {
        return unknown == NODES;
    }

    /** @return true when there is something to find */
    bool IsOn() const
    {
        return !unknown.empty() && !goals.empty();
    }
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_SOLVE_SPEC_H */
