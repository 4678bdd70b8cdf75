/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-identification-counters.h"

#include "ns3/ipsec-packet-descriptor.h"

namespace ns3
{

namespace
{

constexpr uint8_t ESP = 50; // IANA "Protocol Numbers"

/// Linux has at least so many; more with more memory.
constexpr uint32_t HASH_BUCKETS = 2048;

} // namespace

uint16_t
IdentificationCounters::Take(IdentificationScope scope,
                             const IpAddress& source,
                             const IpAddress& destination,
                             uint32_t count)
{
    uint16_t* next = &m_ofHost;
    if (scope == IDENTIFICATION_ADDRESSES)
    {
        m_byHash.resize(HASH_BUCKETS);
        const uint32_t hash = HashTuple(source, destination, ESP, 0);
        next = &m_byHash[hash % HASH_BUCKETS];
    }
    const uint16_t first = *next;
    *next = static_cast<uint16_t>(*next + count);
    return first;
}

} // namespace ns3
