/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "host-cache.h"

#include "host-model.h"

#include <cmath>

namespace ns3
{

HostCache::HostCache(const HostProfile& profile)
    : m_room(static_cast<double>(profile.cacheOctets)),
      m_each(static_cast<double>(profile.queueOctets)),
      m_receiving{std::vector<bool>(profile.cores)},
      m_sending{std::vector<bool>(profile.cores)}
{
}

/// @param queues of one direction @param core whose queue is in use from now on
void
HostCache::Use(Queues& queues, uint32_t core) const
{
    if (queues.inUse[core])
    {
        return;
    }
    queues.inUse[core] = true;
    const double all = static_cast<double>(++queues.count) * m_each;
    queues.missing = all > m_room ? 1 - m_room / all : 0;
}

uint64_t
HostCache::Take(uint32_t core, const HostWork& work)
{
    if (m_room == 0)
    {
        return 0;
    }
    if (work.context == HostContext::RECEIVE)
    {
        Use(m_receiving, core);
    }
    if (work.copiedOut != 0)
    {
        Use(m_sending, core);
    }
    return static_cast<uint64_t>(
        std::llround(2 * work.copiedIn * m_receiving.missing + work.copiedOut * m_sending.missing));
}

} // namespace ns3
