/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_NIC_FLIGHT_RING_H
#define IPSEC_OFFLOAD_NIC_FLIGHT_RING_H

#include "ns3/ipsec-pico-time.h"
#include "ns3/ipsec-reasons.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * The packets inside something, kept as the instants at which they leave it and their octets: what
 * went in is what came out and what is in flight. Instants do not decrease.
 */
class NicFlightRing
{
  public:
    /**
     * @param now packets that leave at this instant or before it are out
     * @param instant when the new packet leaves
     * @param octets of it
     */
    void Push(Ps now, Ps instant, uint32_t octets)
    {
        Expire(now);
        if (m_count == m_entries.size())
        {
            Grow();
        }
        m_entries[(m_head + m_count) & m_mask] = {instant, octets};
        ++m_count;
        m_octets += octets;
    }

    /** @param now packets that leave at this instant or before it are out */
    void Expire(Ps now)
    {
        while (m_count != 0 && m_entries[m_head].instant <= now)
        {
            m_out.Add(m_entries[m_head].octets);
            m_octets -= m_entries[m_head].octets;
            m_head = (m_head + 1) & m_mask;
            --m_count;
        }
    }

    /** @return packets inside at the instant used last */
    PacketOctets GetInFlight() const
    {
        return {m_count, m_octets};
    }

    /** @return packets out at the instant used last */
    const PacketOctets& GetOut() const
    {
        return m_out;
    }

    /** @return packets that ever came in */
    PacketOctets GetPassed() const
    {
        PacketOctets all = m_out;
        all.Add(GetInFlight());
        return all;
    }

  private:
    /// A packet.
    struct Entry
    {
        Ps instant;      //!< when it leaves
        uint32_t octets; //!< its size
    };

    void Grow()
    {
        std::vector<Entry> entries(m_entries.empty() ? 16 : 2 * m_entries.size());
        for (size_t i = 0; i < m_count; ++i)
        {
            entries[i] = m_entries[(m_head + i) & m_mask];
        }
        m_entries.swap(entries);
        m_head = 0;
        m_mask = m_entries.size() - 1;
    }

    std::vector<Entry> m_entries; //!< circular, a power of two of them
    size_t m_head{0};             //!< the packet that leaves next
    size_t m_mask{0};             //!< size of the storage minus one
    size_t m_count{0};            //!< packets inside
    uint64_t m_octets{0};         //!< of those
    PacketOctets m_out{};         //!< packets that left
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_NIC_FLIGHT_RING_H */
