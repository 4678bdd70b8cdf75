/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_INSTANT_RING_H
#define IPSEC_OFFLOAD_IPSEC_INSTANT_RING_H

#include "ipsec-pico-time.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * The packets present at a server, kept as nothing but the instants at which they leave: a first-in
 * first-out queue of non-decreasing instants with a bound.
 *
 * With a SerialServer beside it this is a finite queue without any event: Expire() forgets what has
 * left by now, IsFull() tells whether one more fits, Push() puts it in.
 */
class InstantRing
{
  public:
    /** @param bound most entries */
    explicit InstantRing(uint32_t bound = UINT32_MAX)
        : m_bound(bound)
    {
    }

    /** @param now forget entries at this instant or before it */
    void Expire(Ps now)
    {
        while (m_count != 0 && m_times[m_head] <= now)
        {
            m_head = (m_head + 1) & m_mask;
            --m_count;
        }
    }

    /** @return true when no more entry fits */
    bool IsFull() const
    {
        return m_count >= m_bound;
    }

    /** @param instant when the new entry leaves; not before the entries in front of it */
    void Push(Ps instant)
    {
        if (m_count == m_times.size())
        {
            Grow();
        }
        m_times[(m_head + m_count) & m_mask] = instant;
        ++m_count;
    }

    /** @return entries */
    uint32_t GetSize() const
    {
        return m_count;
    }

    /** @return most entries */
    uint32_t GetBound() const
    {
        return m_bound;
    }

    /** Forget all entries. */
    void Clear()
    {
        m_count = 0;
    }

  private:
    /** Double the storage; happens a few times in a ring's life. */
    void Grow();

    uint32_t m_bound;        //!< most entries
    uint32_t m_count{0};     //!< entries
    size_t m_head{0};        //!< the oldest entry
    size_t m_mask{0};        //!< size of the storage, a power of two, minus one
    std::vector<Ps> m_times; //!< circular
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_INSTANT_RING_H */
