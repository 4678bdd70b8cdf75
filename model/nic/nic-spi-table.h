/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_NIC_SPI_TABLE_H
#define IPSEC_OFFLOAD_NIC_SPI_TABLE_H

#include "sa-context.h"

#include "ns3/ipsec-ip-address.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * The receive side's SA table: contexts by SPI, destination address and VLAN id (N33, N17, RFC 4301
 * section 4.1).
 *
 * The SPI alone is not enough: under FreeBSD outbound SAs stand here too (N13), and their SPIs were
 * chosen by different peers. Open addressing with linear probing: one cache line per packet.
 */
class NicSpiTable
{
  public:
    /**
     * @param spi an SPI
     * @param destination where the packet goes
     * @param vlan VLAN id of the frame, 0 without one
     * @return the context, or nullptr
     */
    SaContext* Find(uint32_t spi, const IpAddress& destination, uint16_t vlan = 0) const
    {
        if (m_count == 0)
        {
            return nullptr;
        }
        for (size_t i = HomeOf(spi, destination); m_entries[i].context != nullptr;
             i = (i + 1) & m_mask)
        {
            const Entry& entry = m_entries[i];
            if (entry.spi == spi && entry.vlan == vlan && entry.destination == destination)
            {
                return entry.context;
            }
        }
        return nullptr;
    }

    /** @param context a context whose SPI, destination and VLAN are not in the table */
    void Insert(SaContext* context);

    /** @param context a context that is in the table */
    void Erase(const SaContext* context);

    /** Forget all. */
    void Clear();

  private:
    /// A place of the table.
    struct Entry
    {
        IpAddress destination;       //!< of the SA
        SaContext* context{nullptr}; //!< nullptr: free
        uint32_t spi{0};             //!< of the SA
        uint16_t vlan{0};            //!< of the SA's interface
    };

    /** @param spi an SPI @param destination an address @return where the search begins */
    size_t HomeOf(uint32_t spi, const IpAddress& destination) const
    {
        return static_cast<size_t>(MixHash(spi, destination.high ^ destination.low)) & m_mask;
    }

    void Place(SaContext* context);

    std::vector<Entry> m_entries; //!< a power of two of them, at most half in use
    size_t m_mask{0};             //!< places minus one
    size_t m_count{0};            //!< in use
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_NIC_SPI_TABLE_H */
