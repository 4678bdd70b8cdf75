/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_PREFIX_FILTER_INTERNAL_H
#define IPSEC_OFFLOAD_IPSEC_PREFIX_FILTER_INTERNAL_H

#include "ns3/ipsec-ip-address.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * Tells in which of up to 64 sets of prefixes an address may lie: the tuple pruning of Srinivasan,
 * Suri and Varghese (SIGCOMM 1999) with a hash table instead of a trie.
 *
 * It may name a set too many, never one too few. All prefixes are of one family. One place of a
 * table per length in use is looked at, none of which depends on another, so their memory accesses
 * overlap. Removed prefixes stay until the owner makes a new filter.
 */
class PrefixFilter
{
  public:
    /** @param prefixes how many will be added, about */
    explicit PrefixFilter(size_t prefixes = 0);

    /**
     * @param address of a prefix
     * @param mask its bits, of the length
     * @param length of the prefix
     * @param set 0 to 63
     */
    void Add(const IpAddress& address, const IpAddress& mask, uint8_t length, unsigned set);

    /**
     * @param address an address
     * @return a bit for each set in which some prefix may contain it
     */
    uint64_t FindSets(const IpAddress& address) const
    {
        uint64_t sets = m_any;
        for (const Length& length : m_lengths)
        {
            sets |= m_table[PlaceOf(address, length.mask)] & length.sets;
        }
        return sets;
    }

    /** @return how many lengths are in use, 0 not counted: what FindSets() looks at */
    size_t CountLengths() const
    {
        return m_lengths.size();
    }

  private:
    /// A length in use.
    struct Length
    {
        IpAddress mask; //!< its bits
        uint64_t sets;  //!< that have prefixes of this length
    };

    /** @param address an address @param mask of a length @return its place in the table */
    size_t PlaceOf(const IpAddress& address, const IpAddress& mask) const
    {
        // Odd multipliers of Steele and Vigna (2022); the mask tells lengths apart.
        const uint64_t high = (address.high & mask.high) ^ mask.low;
        const uint64_t low = (address.low & mask.low) ^ mask.high;
        return (high * 0xd1342543de82ef95ULL + low) * 0xaf251af3b0f025b5ULL >> m_shift;
    }

    std::vector<uint64_t> m_table; //!< sets by place
    std::vector<Length> m_lengths; //!< in use, but for 0
    uint64_t m_any{0};             //!< sets that have a prefix of length 0
    unsigned m_shift;              //!< keeps the upper bits of a hash
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_PREFIX_FILTER_INTERNAL_H */
