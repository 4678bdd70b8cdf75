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
      m_areas{Area{{profile.contextCacheSize,
                    profile.contextCacheWays,
                    profile.contextCacheReplacement}},
              Area{{m_shared ? 0 : profile.contextCacheSize,
                    profile.contextCacheWays,
                    profile.contextCacheReplacement}}},
      m_places(profile.contextFetches, 0)
{
    NS_ABORT_MSG_IF(m_places.empty(),
                    "NIC profile '" << profile.name
                                    << "': a fetch unit with place for 0 fetches makes none");
}

void
NicContextMemory::AssignStreams(int64_t stream)
{
    m_areas[0].cache.SetStream(stream);
    m_areas[1].cache.SetStream(stream + 1);
}

uint32_t
NicContextMemory::Add(bool transmit)
{
    Area& area = AreaOf(transmit);
    if (!area.free.empty())
    {
        const uint32_t number = area.free.back();
        area.free.pop_back();
        return number;
    }
    ++area.used;
    area.cache.Reserve(area.used);
    area.free.reserve(area.used);
    return area.used - 1;
}

void
NicContextMemory::Remove(uint32_t context, bool transmit)
{
    Area& area = AreaOf(transmit);
    area.cache.Invalidate(context);
    area.free.push_back(context);
}

NicContextMemory::Access
NicContextMemory::Use(Ps now, uint32_t context, bool transmit)
{
    const auto [hit, ready] = AreaOf(transmit).cache.Use(context);
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
NicContextMemory::GetFetchSeconds(Ps until) const
{
    double busy = static_cast<double>(m_counters.misses) * static_cast<double>(m_fetchTime);
    for (const Ps free : m_places)
    {
        busy -= static_cast<double>(std::max<Ps>(0, free - until));
    }
    return busy / static_cast<double>(m_places.size()) / PS_PER_SECOND;
}

} // namespace ns3
