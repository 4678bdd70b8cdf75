/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_OPEN_HASH_TABLE_H
#define IPSEC_OFFLOAD_IPSEC_OPEN_HASH_TABLE_H

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * A hash table without nodes: linear probing in one vector, at most half full, so that a search
 * touches one line of memory before the object it looks for. The databases keep a million entries
 * in such tables; std::unordered_map would touch three.
 *
 * @tparam Slot a copyable struct with a field `uint32_t hash` that holds all 32 bits of a good
 * hash, and a method `bool IsFree() const` that is true for a default-constructed Slot
 */
template <typename Slot>
class OpenHashTable
{
  public:
    /**
     * @tparam Equals callable with a Slot
     * @param hash of the key
     * @param equals true for the slot of the key; asked only of slots that have this hash
     * @return the slot, valid until the next insertion or removal, or nullptr
     */
    template <typename Equals>
    const Slot* Find(uint32_t hash, Equals equals) const
    {
        for (size_t i = hash & m_mask; !m_slots[i].IsFree(); i = (i + 1) & m_mask)
        {
            if (m_slots[i].hash == hash && equals(m_slots[i]))
            {
                return &m_slots[i];
            }
        }
        return nullptr;
    }

    /** The same for a slot that is to be changed, but for its key. */
    template <typename Equals>
    Slot* Find(uint32_t hash, Equals equals)
    {
        return const_cast<Slot*>(std::as_const(*this).Find(hash, equals));
    }

    /** @param slot what to insert; no slot with its key may be in */
    void Insert(Slot&& slot)
    {
        if (2 * (m_size + 1) > m_slots.size())
        {
            Grow();
        }
        Place(std::move(slot));
        ++m_size;
    }

    /** @param slot what Find() gave */
    void Erase(const Slot* slot)
    {
        // Slots behind move up as far as their hashes allow, so that no search ends too early.
        auto hole = static_cast<size_t>(slot - m_slots.data());
        for (size_t i = (hole + 1) & m_mask; !m_slots[i].IsFree(); i = (i + 1) & m_mask)
        {
            if (((i - m_slots[i].hash) & m_mask) >= ((i - hole) & m_mask))
            {
                m_slots[hole] = std::move(m_slots[i]);
                hole = i;
            }
        }
        m_slots[hole] = Slot();
        --m_size;
    }

    /** Take out everything. */
    void Clear()
    {
        *this = OpenHashTable();
    }

    /** @return how many slots are taken */
    size_t GetSize() const
    {
        return m_size;
    }

    /**
     * @tparam Visit callable with a Slot
     * @param visit called for each slot that is taken, in an order that depends on the hashes only
     */
    template <typename Visit>
    void ForEach(Visit visit) const
    {
        for (const auto& slot : m_slots)
        {
            if (!slot.IsFree())
            {
                visit(slot);
            }
        }
    }

  private:
    void Place(Slot&& slot)
    {
        size_t i = slot.hash & m_mask;
        while (!m_slots[i].IsFree())
        {
            i = (i + 1) & m_mask;
        }
        m_slots[i] = std::move(slot);
    }

    void Grow()
    {
        std::vector<Slot> old(2 * m_slots.size());
        old.swap(m_slots);
        m_mask = m_slots.size() - 1;
        for (auto& slot : old)
        {
            if (!slot.IsFree())
            {
                Place(std::move(slot));
            }
        }
    }

    static constexpr size_t LEAST_SLOTS = 8;

    std::vector<Slot> m_slots{LEAST_SLOTS}; //!< a power of two of them
    size_t m_mask{LEAST_SLOTS - 1};         //!< number of slots minus one
    size_t m_size{0};                       //!< slots taken
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_OPEN_HASH_TABLE_H */
