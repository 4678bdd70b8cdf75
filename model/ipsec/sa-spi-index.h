/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_SA_SPI_INDEX_H
#define IPSEC_OFFLOAD_SA_SPI_INDEX_H

#include "ipsec-open-hash-table.h"
#include "security-association.h"

#include "ns3/ipsec-ip-address.h"
#include "ns3/ptr.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * The SAs of a database by their SPI; holds them. A search costs one hash and, as a rule, one line
 * of memory before the SA itself.
 */
class SaSpiIndex
{
  public:
    /** @param spi an SPI @return its SA, or nullptr */
    SecurityAssociation* Find(uint32_t spi) const
    {
        const Slot* slot = FindSlot(spi);
        return slot ? PeekPointer(slot->sa) : nullptr;
    }

    /** @param sa what to hold; its SPI must be free */
    void Insert(const Ptr<SecurityAssociation>& sa);

    /** @param sa what to let go; must be in */
    void Remove(const SecurityAssociation& sa);

    /** Let all go. */
    void Clear();

    /** @return how many there are */
    size_t GetSize() const
    {
        return m_slots.GetSize();
    }

    /** @return all of them, in ascending order of SPI */
    std::vector<Ptr<SecurityAssociation>> GetAll() const;

  private:
    /// A place in the table.
    struct Slot
    {
        uint32_t hash{0};
        Ptr<SecurityAssociation> sa;

        bool IsFree() const
        {
            return !sa;
        }
    };

    static uint32_t HashOf(uint32_t spi)
    {
        return static_cast<uint32_t>(MixHash(0, spi));
    }

    const Slot* FindSlot(uint32_t spi) const
    {
        return m_slots.Find(HashOf(spi),
                            [spi](const Slot& slot) { return slot.sa->GetConfig().spi == spi; });
    }

    OpenHashTable<Slot> m_slots; //!< by SPI
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_SA_SPI_INDEX_H */
