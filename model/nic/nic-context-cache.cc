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
      m_ways(ways == 0 ? lines : ways)
{
    if (lines == 0)
    {
        return;
    }
    NS_ABORT_MSG_IF(lines % m_ways != 0,
                    "NIC context cache: " << m_ways << " ways do not divide " << lines
                                          << " contexts");
    m_sets = lines / m_ways;
    m_lines.resize(lines);
    m_newest.resize(m_sets);
    for (uint32_t set = 0; set < m_sets; ++set)
    {
        const uint32_t first = set * m_ways;
        for (uint32_t way = 0; way < m_ways; ++way)
        {
            m_lines[first + way].newer = first + (way + 1) % m_ways;
            m_lines[first + way].older = first + (way + m_ways - 1) % m_ways;
        }
        m_newest[set] = first;
    }
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
    if (!m_lines.empty() && contexts > m_lineOf.size())
    {
        m_lineOf.resize(contexts, NONE);
    }
}

/// Make a line the newest of its set. @param line which @param set its set
void
NicContextCache::MoveToFront(uint32_t line, uint32_t set)
{
    const uint32_t newest = m_newest[set];
    const uint32_t oldest = m_lines[newest].newer;
    m_newest[set] = line;
    if (line == newest || line == oldest)
    {
        return; // in a circle the oldest line follows the newest already
    }
    Line& moved = m_lines[line];
    m_lines[moved.older].newer = moved.newer;
    m_lines[moved.newer].older = moved.older;
    moved.older = newest;
    moved.newer = oldest;
    m_lines[newest].newer = line;
    m_lines[oldest].older = line;
}

NicContextCache::Access
NicContextCache::Use(uint32_t context)
{
    if (m_lines.empty())
    {
        return {true, nullptr};
    }
    const uint32_t held = m_lineOf[context];
    const uint32_t set = SetOf(context);
    if (held != NONE)
    {
        if (m_replacement == NicProfile::REPLACE_LRU)
        {
            MoveToFront(held, set);
        }
        return {true, &m_lines[held].ready};
    }
    uint32_t victim = m_lines[m_newest[set]].newer; // the oldest, or a free one
    if (m_replacement == NicProfile::REPLACE_RANDOM && m_lines[victim].context != NONE)
    {
        victim = set * m_ways + m_random->GetInteger(0, m_ways - 1);
    }
    Line& line = m_lines[victim];
    if (line.context != NONE)
    {
        m_lineOf[line.context] = NONE;
    }
    line.context = context;
    m_lineOf[context] = victim;
    MoveToFront(victim, set);
    return {false, &line.ready};
}

void
NicContextCache::Invalidate(uint32_t context)
{
    if (m_lines.empty() || m_lineOf[context] == NONE)
    {
        return;
    }
    const uint32_t line = m_lineOf[context];
    const uint32_t set = line / m_ways;
    m_lineOf[context] = NONE;
    m_lines[line].context = NONE;
    // The circle's oldest end is where the next victim is looked for.
    MoveToFront(line, set);
    m_newest[set] = m_lines[line].older;
}

} // namespace ns3
