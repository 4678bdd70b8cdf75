/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-flow-cache.h"

#include "ns3/assert.h"
#include "ns3/log.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("FlowCache");

FlowCache::FlowCache(size_t capacity)
    : m_capacity(capacity)
{
    NS_ASSERT_MSG(capacity > 0, "a flow cache needs room for one entry");
}

FlowCacheEntry&
FlowCache::Get(const PacketDescriptor& packet)
{
    // A fragment has no ports, and may match other policies than a whole datagram of ports 0. What
    // is only forwarded is no socket's.
    const Key key{packet.source,
                  packet.destination,
                  (uint64_t{packet.forwarded} << 41) | (uint64_t{packet.fragment} << 40) |
                      (uint64_t{packet.protocol} << 32) | (uint64_t{packet.sourcePort} << 16) |
                      packet.destinationPort,
                  packet.flowHash};
    auto it = m_entries.find(key);
    if (it == m_entries.end())
    {
        if (m_entries.size() >= m_capacity)
        {
            NS_LOG_LOGIC("full with " << m_entries.size() << " flows: begins anew");
            m_entries.clear();
        }
        it = m_entries.emplace(key, FlowCacheEntry()).first;
    }
    return it->second;
}

void
FlowCache::Clear()
{
    m_entries.clear();
}

} // namespace ns3
