/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-acquire-table.h"

namespace ns3
{

size_t
AcquireTable::Hash::operator()(const AcquireRequest& request) const
{
    uint64_t hash = MixHash(request.source.high, request.source.low);
    hash = MixHash(hash ^ request.destination.high, request.destination.low);
    return MixHash(hash,
                   (uint64_t{request.reqid} << 16) |
                       (static_cast<uint64_t>(request.protocol) << 8) |
                       static_cast<uint64_t>(request.mode));
}

bool
AcquireTable::Ask(Ps now, const AcquireRequest& request, uint32_t blockCount, Ps lifetime)
{
    while (!m_births.empty() && now - m_births.front().created > lifetime)
    {
        // It may have ended and come again since; then it is in the queue a second time.
        const auto old = m_entries.find(m_births.front().request);
        if (old != m_entries.end() && old->second.created == m_births.front().created)
        {
            m_entries.erase(old);
        }
        m_births.pop_front();
    }
    const auto [entry, isNew] = m_entries.try_emplace(request, Entry{now, 0});
    if (isNew)
    {
        m_births.push_back({now, request});
        return true;
    }
    if (entry->second.blocked > blockCount)
    {
        entry->second.blocked = 0;
        return true;
    }
    ++entry->second.blocked;
    return false;
}

void
AcquireTable::EndServed(AcquireRequest served)
{
    if (m_entries.empty())
    {
        return;
    }
    const IpsecMode offered = served.mode;
    const uint32_t reqid = served.reqid;
    for (const IpsecMode mode : {IpsecMode::TRANSPORT, IpsecMode::TUNNEL})
    {
        if (offered == IpsecMode::ANY || offered == mode)
        {
            served.mode = mode;
            served.reqid = reqid;
            m_entries.erase(served);
            served.reqid = 0; // any
            m_entries.erase(served);
        }
    }
}

void
AcquireTable::Clear()
{
    m_entries.clear();
    m_births.clear();
}

} // namespace ns3
