/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_NIC_CONTEXT_CACHE_H
#define IPSEC_OFFLOAD_NIC_CONTEXT_CACHE_H

#include "nic-profile.h"

#include "ns3/ipsec-pico-time.h"
#include "ns3/random-variable-stream.h"

#include <cstdint>
#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * A NIC's on-chip cache of SA contexts that live in a slower memory (N56).
 *
 * Contexts are named by dense numbers from 0. The cache is cut into sets of as many lines as it has
 * ways. Consecutive numbers go to consecutive sets, and each round through all sets begins one set
 * later than the one before it: so contexts that are spread evenly over the numbers are spread
 * evenly over the sets, too, whatever their distance. An access finds its line through an array
 * indexed by the context and reorders a list within the set, so it takes the same time whatever
 * the associativity and allocates nothing.
 *
 * A set has lines for the contexts that can come into it, up to its ways: what no context can use
 * is not there, and a cache of any size takes memory for its contexts alone.
 *
 * Each line carries the instant from which its context can be used; what comes earlier waits for
 * the fetch under way.
 */
class NicContextCache
{
  public:
    /**
     * @param lines contexts that it holds; 0: all of them
     * @param ways lines per set; 0: fully associative; must divide the lines
     * @param replacement which line of a full set makes room
     */
    NicContextCache(uint32_t lines, uint32_t ways, NicProfile::CacheReplacement replacement);

    /** @return lines; 0: no limit */
    uint32_t GetLines() const
    {
        return m_lineCount;
    }

    /** @param stream number of the random stream that chooses lines under random replacement */
    void SetStream(int64_t stream);

    /**
     * Make place for contexts; the only call that allocates.
     * @param contexts numbers below this one may be used
     */
    void Reserve(uint32_t contexts);

    /// What an access met.
    struct Access
    {
        bool hit;  //!< it was there, or is being fetched
        Ps* ready; //!< from when the context can be used; the caller sets it after a miss. nullptr:
                   //!< everything is on chip
    };

    /**
     * Use a context; after a miss it has a line.
     * @param context its number, below what was reserved
     * @return what the access met
     */
    Access Use(uint32_t context);

    /** @param context whose line is free from now on, if it has one */
    void Invalidate(uint32_t context);

    /** @param context a number, below what was reserved @return true when it has a line */
    bool Holds(uint32_t context) const
    {
        return m_lineCount == 0 || m_wayOf[context] != NONE;
    }

  private:
    static constexpr uint32_t NONE = UINT32_MAX; //!< no line, no context

    /// A line, and its place in the order of its set.
    struct Line
    {
        Ps ready{0};            //!< see Access
        uint32_t context{NONE}; //!< what it holds
        uint32_t newer{0};      //!< the line used (LRU) or filled (FIFO, random) next; circular
        uint32_t older{0};      //!< the one before; the newest line's neighbor is the oldest
    };

    /// Where some of the contexts may lie.
    struct Set
    {
        std::vector<Line> lines; //!< at most as many as there are ways
        uint32_t newest{0};      //!< of them; free lines are the oldest
    };

    void AddLine(Set& set) const;
    static void LinkOldest(Set& set, uint32_t way);
    static void MoveToFront(Set& set, uint32_t way);

    /** @param context its number @return where it may lie */
    uint32_t SetOf(uint32_t context) const
    {
        return m_setCount == 1 ? 0 : (context + context / m_setCount) % m_setCount;
    }

    NicProfile::CacheReplacement m_replacement; //!< which line makes room
    uint32_t m_lineCount;                       //!< lines of all sets; 0: no limit
    uint32_t m_ways;                            //!< most lines of a set
    uint32_t m_setCount{0};                     //!< sets
    std::vector<Set> m_sets;                    //!< those that contexts may lie in
    std::vector<uint32_t> m_wayOf;              //!< per context: its line in its set
    Ptr<UniformRandomVariable> m_random;        //!< only for random replacement
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_NIC_CONTEXT_CACHE_H */
