/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_LOAD_SEARCH_H
#define IPSEC_OFFLOAD_PLANNER_LOAD_SEARCH_H

#include "load-class.h"

#include "planner/scenario/search-spec.h"

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace ns3::planner
{

/// What a trial is to be: which load, and how many were there before.
struct TrialInput
{
    uint64_t load;  //!< Trial Load, bit/s of IP per direction
    uint32_t trial; //!< at this load, from 1
};

/// Goal Result of RFC 9971. It is a regular one when both bounds are there.
struct GoalResult
{
    std::optional<uint64_t> lower;   //!< Relevant Lower Bound, bit/s; of an irregular result the
                                     //!< greatest load, if that meets the goal
    std::optional<uint64_t> upper;   //!< Relevant Upper Bound, bit/s
    double conditionalThroughput{0}; //!< at the lower bound, bit/s; 0 without one

    /** @return true for a Regular Goal Result: the answer lies between both bounds */
    bool IsRegular() const
    {
        return lower && upper;
    }
};

/**
 * @ingroup ipsec-offload
 * The Controller of RFC 9971: which loads to try next, and what has been found. It begins with the
 * greatest load, guesses the answer from what was forwarded there, closes in on it from below in
 * growing steps, and halves what is left. All that it decides follows from the trials so far, so a
 * search that was ended goes on where it was.
 */
class LoadSearch
{
  public:
    /**
     * @param goals what is searched, at least one
     * @param greatest Max Load, bit/s
     */
    LoadSearch(std::vector<SearchGoal> goals, uint64_t greatest);

    /**
     * A trial is done.
     * @param load bit/s
     * @param loss Trial Loss Ratio
     */
    void Add(uint64_t load, double loss);

    /** @return the trials that are missing most, one for each goal at most; none: the search ends
     */
    std::vector<TrialInput> GetNext() const;

    /** @return Goal Results, in the order of the goals */
    std::vector<GoalResult> GetResults() const;

    /** @return Max Load, bit/s */
    uint64_t GetGreatest() const
    {
        return m_greatest;
    }

    /** @return Min Load, bit/s: a thousandth */
    uint64_t GetLeast() const;

  private:
    /// Relevant bounds so far.
    struct Bounds
    {
        std::optional<uint64_t> lower;
        std::optional<uint64_t> upper;
        std::optional<uint64_t> undecided; //!< the greatest one between them
        uint32_t lowers{0};                //!< lower bounds below the upper one
        uint32_t uppers{0};                //!< upper bounds
    };

    Bounds FindBounds(const SearchGoal& goal) const;
    std::optional<uint64_t> FindNext(const SearchGoal& goal) const;
    uint64_t GuessBelow(const SearchGoal& goal, const Bounds& bounds) const;
    static uint64_t GuessBetween(const SearchGoal& goal, const Bounds& bounds);

    std::vector<SearchGoal> m_goals;                  //!< what is searched
    uint64_t m_greatest;                              //!< see GetGreatest()
    std::map<uint64_t, std::vector<double>> m_trials; //!< losses by load
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_LOAD_SEARCH_H */
