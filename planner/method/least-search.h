/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_LEAST_SEARCH_H
#define IPSEC_OFFLOAD_PLANNER_LEAST_SEARCH_H

#include <cstddef>
#include <map>
#include <optional>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * Finds the first of many candidates that meets a goal, where all behind it do too. It tries a
 * guess and the candidate before it, walks away from them in steps that double, and then cuts what
 * is left in three. Two candidates at a time: that many can be tried side by side, whatever the
 * machine.
 */
class LeastSearch
{
  public:
    /**
     * @param count of the candidates, at least 1
     * @param guess which one it may be
     */
    LeastSearch(size_t count, size_t guess);

    /** @param candidate that was tried @param meets whether it meets the goal */
    void Add(size_t candidate, bool meets);

    /** @return candidates to try next; none: the search ends */
    std::vector<size_t> GetNext() const;

    /** @return the first candidate that meets the goal, when the search has ended; none does */
    std::optional<size_t> GetLeast() const;

    /** @return true when a candidate behind another one that meets the goal does not */
    bool IsContradictory() const;

  private:
    /// @return behind the last candidate that fails in front of the first one that does not
    size_t GetFrom() const;
    /// @return the first candidate that meets the goal; m_count: none is known
    size_t GetTo() const;
    void AddNew(size_t candidate, std::vector<size_t>& next) const;

    size_t m_count;                 //!< of the candidates
    size_t m_guess;                 //!< which one it may be
    std::map<size_t, bool> m_tried; //!< what is known
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_LEAST_SEARCH_H */
