/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_SOLVE_RUN_H
#define IPSEC_OFFLOAD_PLANNER_SOLVE_RUN_H

#include "search-run.h"

#include "planner/scenario/experiment.h"
#include "planner/scenario/solve-spec.h"
#include "planner/sweep/results.h"
#include "planner/sweep/statistics.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace ns3::planner
{

/// The values that an unknown may take, from the smallest on.
class Candidates
{
  public:
    /** @param solve says which @param sweep of the experiment that has them as values */
    Candidates(const SolveSpec& solve, const SweepSpec& sweep);

    /** @return how many there are */
    size_t GetCount() const
    {
        return m_count;
    }

    /** @param candidate which @return its value in the sweep */
    double GetValue(size_t candidate) const;

    /** @param candidate which @return the one that is a real step more: a tenth, or the next one */
    size_t GetNextStep(size_t candidate) const;

  private:
    SolveSpec m_solve;            //!< says which
    std::vector<double> m_listed; //!< values of a list
    size_t m_count;               //!< see GetCount()
};

/// A candidate that was simulated.
struct SolvedPoint
{
    size_t candidate;
    double value;                     //!< of the unknown
    std::string text;                 //!< the same as a person writes it
    std::vector<PointRecord> records; //!< its replications
    double nodes{1};                  //!< how many such nodes there are beside each other

    /** @return the replications; this must outlive it */
    PointGroup GetGroup() const;

    /**
     * @param goal what is wanted
     * @return what decides, 95 %; throughput is that of all nodes together
     */
    Estimate Of(const SolveGoal& goal) const;
};

/// What was found for one curve.
struct SolveOutcome
{
    std::string curve;
    std::optional<size_t> predicted;   //!< the candidate that the closed form says
    std::string predictedText{};       //!< the same as a person writes it
    std::string obstacle{};            //!< why it says none; empty: it does
    std::optional<SolvedPoint> answer; //!< the smallest candidate that meets all goals
    std::optional<SolvedPoint> below;  //!< the one before it, or without an answer the greatest
    std::optional<SolvedPoint> next;   //!< the next step up from the answer
    std::optional<SolvedPoint> growth; //!< the answer under GROWTH times the load
    std::string worse{};               //!< the answer with assumed values that are worse by
                                       //!< ASSUMED_MARGIN, as a person writes it; empty: none
    std::string better{};              //!< the same with better ones
    std::string notVaried{};           //!< why that is not known; empty: it is
    std::vector<SolvedPoint> points{}; //!< all candidates that were simulated, in their order
    bool isContradictory{false};       //!< a greater candidate fails where a smaller one does not
};

/// Headroom is looked for at so many times the load.
constexpr double GROWTH = 1.1;

/**
 * @ingroup ipsec-offload
 * @param goals what is wanted
 * @param point that was simulated
 * @return true when the means meet all goals; what has no value meets none
 */
bool MeetsGoals(const std::vector<SolveGoal>& goals, const SolvedPoint& point);

/**
 * @ingroup ipsec-offload
 * Find for each curve the smallest value of the unknown that meets all goals: the closed form says
 * where to look, one replication finds the place, and all replications confirm that the answer
 * meets the goals and the value before it does not. With assumed values that are better and worse,
 * one replication finds the place.
 * @param experiment what is simulated; its sweep is over the unknown, and gets the values that are
 * simulated
 * @param solve what is to be found
 * @param run simulates
 * @return what was found, by curve
 */
std::vector<SolveOutcome> RunSolve(Experiment& experiment,
                                   const SolveSpec& solve,
                                   const PointRunner& run);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_SOLVE_RUN_H */
