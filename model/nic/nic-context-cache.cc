/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "nic-context-cache.h"

#include "ns3/abort.h"

namespace ns3
{

NicContextCache::NicContextCache(uint32_t lines,
                                 uint32_t ways,
                                 NicProfile::CacheReplacement replacement)
    : m_replacement(replacement),
      m_lineCount(lines),
      m_ways(ways == 0 ? lines : ways)
{
    if (lines == 0)
    {
        return;
    }
    NS_ABORT_MSG_IF(lines % m_ways != 0,
                    "NIC context cache: " << m_ways << " ways do not divide " << lines
                                          << " contexts");
    m_setCount = lines / m_ways;
    if (replacement == NicProfile::REPLACE_RANDOM)
    {
        m_random = CreateObject<UniformRandomVariable>();
    }
}

void
NicContextCache::SetStream(int64_t stream)
{
    if (m_random)
    {
        m_random->SetStream(stream);
    }
}

void
NicContextCache::Reserve(uint32_t contexts)
{
    if (m_lineCount == 0)
    {
        return;
    }
    for (auto context = static_cast<uint32_t>(m_wayOf.size()); context < contexts; ++context)
    {
        m_wayOf.push_back(NONE);
        const uint32_t number = SetOf(context);
        if (number >= m_sets.size())
        {
            m_sets.resize(number + size_t{1});
        }
        AddLine(m_sets[number]);
    }
}

/// Give a set one more line, free and so the oldest, unless it has all its ways. @param set which
void
NicContextCache::AddLine(Set& set) const
{
    const auto way = static_cast<uint32_t>(set.lines.size());
    if (way == m_ways)
    {
        return;
    }
    set.lines.emplace_back();
    if (way == 0)
    {
        set.lines[way].newer = set.lines[way].older = set.newest = way;
        return;
    }
    LinkOldest(set, way);
}

/// @param set of a line @param way which line, in no place of the circle; it becomes the oldest
void
NicContextCache::LinkOldest(Set& set, uint32_t way)
{
    const uint32_t oldest = set.lines[set.newest].newer;
    set.lines[way].older = set.newest;
    set.lines[way].newer = oldest;
    set.lines[set.newest].newer = way;
    set.lines[oldest].older = way;
}

/// Make a line the newest of its set. @param set its set @param way which line
void
NicContextCache::MoveToFront(Set& set, uint32_t way)
{
    const uint32_t newest = set.newest;
    const uint32_t oldest = set.lines[newest].newer;
    set.newest = way;
    if (way == newest || way == oldest)
    {
        return; // in a circle the oldest line follows the newest already
    }
    Line& moved = set.lines[way];
    set.lines[moved.older].newer = moved.newer;
    set.lines[moved.newer].older = moved.older;
    moved.older = newest;
    moved.newer = oldest;
    set.lines[newest].newer = way;
    set.lines[oldest].older = way;
}

NicContextCache::Access
NicContextCache::Use(uint32_t context)
{
    if (m_lineCount == 0)
    {
        return {true, nullptr};
    }
    const uint32_t held = m_wayOf[context];
    Set& set = m_sets[SetOf(context)];
    if (held != NONE)
    {
        if (m_replacement == NicProfile::REPLACE_LRU)
        {
            MoveToFront(set, held);
        }
        return {true, &set.lines[held].ready};
    }
    uint32_t victim = set.lines[set.newest].newer; // the oldest, or a free one
    if (m_replacement == NicProfile::REPLACE_RANDOM && set.lines[victim].context != NONE)
    {
        victim = m_random->GetInteger(0, m_ways - 1);
    }
    Line& line = set.lines[victim];
    if (line.context != NONE)
    {
        m_wayOf[line.context] = NONE;
    }
    line.context = context;
    m_wayOf[context] = victim;
    MoveToFront(set, victim);
    return {false, &line.ready};
}

void
NicContextCache::Invalidate(uint32_t context)
{
    if (m_lineCount == 0 || m_wayOf[context] == NONE)
    {
        return;
    }
    const uint32_t way = m_wayOf[context];
    Set& set = m_sets[SetOf(context)];
    m_wayOf[context] = NONE;
    set.lines[way].context = NONE;
    // The circle's oldest end is where the next victim is looked for.
    MoveToFront(set, way);
    set.newest = set.lines[way].older;
}

} // namespace ns3
