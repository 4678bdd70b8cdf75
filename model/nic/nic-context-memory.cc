/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "nic-context-memory.h"

#include "ns3/abort.h"

#include <algorithm>

namespace ns3
{

NicContextMemory::NicContextMemory(const NicProfile& profile)
    : m_fetchTime(profile.contextFetchTime),
      m_shared(profile.contextCacheShared),
      m_cache(profile.contextCacheSize, profile.contextCacheWays, profile.contextCacheReplacement),
      m_rxCache(m_shared ? 0 : profile.contextCacheSize,
                profile.contextCacheWays,
                profile.contextCacheReplacement),
      m_places(profile.contextFetches, 0)
{
    NS_ABORT_MSG_IF(m_places.empty(),
                    "NIC profile '" << profile.name
                                    << "': a fetch unit with place for 0 fetches makes none");
}

void
NicContextMemory::AssignStreams(int64_t stream)
{
    m_cache.SetStream(stream);
    m_rxCache.SetStream(stream + 1);
}

uint32_t
NicContextMemory::Add()
{
    if (!m_numbers.empty())
    {
        const uint32_t number = m_numbers.back();
        m_numbers.pop_back();
        return number;
    }
    ++m_used;
    m_cache.Reserve(m_used);
    m_rxCache.Reserve(m_used);
    m_numbers.reserve(m_used);
    return m_used - 1;
}

void
NicContextMemory::Remove(uint32_t context)
{
    m_cache.Invalidate(context);
    m_rxCache.Invalidate(context);
    m_numbers.push_back(context);
}

NicContextMemory::Access
NicContextMemory::Use(Ps now, uint32_t context, bool transmit)
{
    const auto [hit, ready] = (transmit || m_shared ? m_cache : m_rxCache).Use(context);
    if (hit)
    {
        ++m_counters.hits;
        if (ready == nullptr || *ready <= now)
        {
            return {now, true, 0};
        }
        ++m_counters.waits;
        m_counters.waitTime += *ready - now;
        return {*ready, true, std::max<Ps>(0, *ready - m_fetchTime - now)};
    }
    // All fetches take the same time, so the place taken longest ago is the first to be free.
    Ps& place = m_places[m_next];
    m_next = m_next + 1 == m_places.size() ? 0 : m_next + 1;
    const Ps begin = std::max(now, place);
    place = begin + m_fetchTime;
    *ready = place;
    ++m_counters.misses;
    m_counters.waitTime += place - now;
    return {place, false, begin - now};
}

double
NicContextMemory::GetFetchLoad(uint64_t fetches, Ps span) const
{
    return span <= 0 ? 0
                     : std::min(1.0,
                                static_cast<double>(fetches) * static_cast<double>(m_fetchTime) /
                                    (static_cast<double>(span) * m_places.size()));
}

} // namespace ns3
