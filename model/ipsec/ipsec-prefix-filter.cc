/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-prefix-filter-internal.h"

#include <algorithm>

namespace ns3
{

PrefixFilter::PrefixFilter(size_t prefixes)
{
    // Several prefixes share a place: what two filters agree on is right nearly always, and a small
    // table stays in the cache.
    constexpr size_t sharing = 4;
    unsigned bits = 6;
    while ((size_t{1} << bits) * sharing < prefixes)
    {
        ++bits;
    }
    m_shift = 64 - bits;
    m_table.resize(size_t{1} << bits);
}

void
PrefixFilter::Add(const IpAddress& address, const IpAddress& mask, uint8_t length, unsigned set)
{
    const uint64_t bit = uint64_t{1} << set;
    if (length == 0)
    {
        m_any |= bit;
        return;
    }
    auto known = std::find_if(m_lengths.begin(), m_lengths.end(), [&mask](const Length& other) {
        return other.mask == mask;
    });
    if (known == m_lengths.end())
    {
        known = m_lengths.insert(known, {mask, 0});
    }
    known->sets |= bit;
    m_table[PlaceOf(address, mask)] |= bit;
}

} // namespace ns3
