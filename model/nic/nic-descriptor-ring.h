/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_NIC_DESCRIPTOR_RING_H
#define IPSEC_OFFLOAD_NIC_DESCRIPTOR_RING_H

#include "ns3/ipsec-instant-ring.h"
#include "ns3/ipsec-packet-descriptor.h"
#include "ns3/ipsec-pico-time.h"

#include <cstdint>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * The transmit ring of a NIC: one bound on what the host has handed down and the wire has not got.
 *
 * A super-segment comes as its segments, one after the other. It is one entry, whatever the NIC
 * makes of it, and is taken or refused as a whole. An entry leaves the ring when the last of its
 * segments that is sent begins on the wire; one of which nothing is sent leaves it at once.
 */
class NicDescriptorRing
{
  public:
    /** @param size most entries */
    explicit NicDescriptorRing(uint32_t size)
        : m_entries(size)
    {
    }

    /** @param now entries that leave at this instant or before it are gone */
    void Expire(Ps now)
    {
        m_entries.Expire(now);
    }

    /** @return entries at the instant used last */
    uint32_t GetSize() const
    {
        return m_entries.GetSize();
    }

    /** @return most entries */
    uint32_t GetBound() const
    {
        return m_entries.GetBound();
    }

    /**
     * The host hands down a datagram, or a segment.
     * @param place where it stands in its super-segment
     * @return true when the ring has its entry
     */
    bool Take(SegmentPlace place)
    {
        if (place == SegmentPlace::WHOLE || place == SegmentPlace::FIRST)
        {
            m_taken = !m_entries.IsFull();
            m_leaves = PS_NEVER;
        }
        return m_taken;
    }

    /** @param start when what was taken last begins on the wire @param place see Take() */
    void Send(Ps start, SegmentPlace place)
    {
        m_leaves = start;
        End(place);
    }

    /** What was taken last is not sent. @param place see Take() */
    void Drop(SegmentPlace place)
    {
        End(place);
    }

  private:
    /** @param place of the datagram or segment that is dealt with */
    void End(SegmentPlace place)
    {
        const bool last = place == SegmentPlace::WHOLE || place == SegmentPlace::LAST;
        if (last && m_leaves != PS_NEVER)
        {
            m_entries.Push(m_leaves);
        }
    }

    InstantRing m_entries; //!< when they leave
    bool m_taken{true};    //!< the entry that is being handed over fits
    Ps m_leaves{PS_NEVER}; //!< start of its last segment so far; PS_NEVER: none was sent
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_NIC_DESCRIPTOR_RING_H */
