/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_NIC_CONTEXT_MEMORY_H
#define IPSEC_OFFLOAD_NIC_CONTEXT_MEMORY_H

#include "nic-context-cache.h"
#include "nic-profile.h"

#include "ns3/ipsec-pico-time.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * Where a card keeps its SA contexts (N56): an on-chip cache, and a fetch unit that brings what is
 * not there.
 *
 * The fetch unit has contextFetches places; a fetch holds one for contextFetchTime. What finds no
 * place waits, first come, first served. A packet whose context is being fetched already waits for
 * that fetch. Exact for accesses handed over in order of time.
 */
class NicContextMemory
{
  public:
    /** @param profile what NIC it is */
    explicit NicContextMemory(const NicProfile& profile);

    /// Random streams that AssignStreams() uses.
    static constexpr int64_t STREAMS = 2;

    /** @param stream first of the random streams to use */
    void AssignStreams(int64_t stream);

    /**
     * @param transmit the direction that uses it
     * @return the number of a new context among those of its cache; it is not on chip
     */
    uint32_t Add(bool transmit);

    /**
     * @param context a context that is no more; its line is free
     * @param transmit its direction
     */
    void Remove(uint32_t context, bool transmit);

    /// What a packet met.
    struct Access
    {
        Ps ready;   //!< from when the packet can use its context
        bool hit;   //!< the context was there, or was being fetched
        Ps waiting; //!< of ready: until the fetch that brings it began
    };

    /**
     * A packet needs its context.
     * @param now when; not before the access handed over last
     * @param context its number
     * @param transmit the direction
     * @return when it has it
     */
    Access Use(Ps now, uint32_t context, bool transmit);

    /// What packets met.
    struct Counters
    {
        uint64_t hits{0};   //!< the context was on chip, or on its way
        uint64_t waits{0};  //!< of those: on its way
        uint64_t misses{0}; //!< fetches
        Ps waitTime{0};     //!< all packets' waiting, fetches included
    };

    /** @return the counters of both directions together */
    const Counters& GetCounters() const
    {
        return m_counters;
    }

    /**
     * @param transmit a direction; both have the same cache when it is shared
     * @return the cache
     */
    const NicContextCache& GetCache(bool transmit) const
    {
        return m_areas[transmit || m_shared ? 0 : 1].cache;
    }

    /**
     * @param until an instant, not before the last access
     * @return for how long fetches have kept the fetch unit busy until then, in seconds, mean of
     * its places
     */
    double GetFetchSeconds(Ps until) const;

  private:
    /// A cache and the numbers of its contexts.
    struct Area
    {
        NicContextCache cache;        //!< what is on chip
        std::vector<uint32_t> free{}; //!< numbers that are free again
        uint32_t used{0};             //!< numbers given so far
    };

    /** @param transmit the direction @return where its contexts are */
    Area& AreaOf(bool transmit)
    {
        return m_areas[transmit || m_shared ? 0 : 1];
    }

    Ps m_fetchTime;              //!< one fetch
    bool m_shared;               //!< both directions use the first area
    std::array<Area, 2> m_areas; //!< of transmit or of both; of receive
    std::vector<Ps> m_places;    //!< when each place of the fetch unit is free, used in turn
    size_t m_next{0};            //!< the place that is free first
    Counters m_counters;         //!< see GetCounters()
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_NIC_CONTEXT_MEMORY_H */
