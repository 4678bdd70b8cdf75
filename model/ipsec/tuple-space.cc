/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "tuple-space.h"

#include "open-hash-table.h"
#include "packet-descriptor.h"

#include "ns3/assert.h"

#include <algorithm>
#include <set>

namespace ns3
{

namespace
{

/// @param length of a prefix @param ipv4 its family @return the bits it compares
IpAddress
MaskOf(uint8_t length, bool ipv4)
{
    // In the mapped form the 96 bits in front of an IPv4 address are the same for all.
    const unsigned bits = ipv4 ? length + 96U : length;
    const unsigned high = std::min(bits, 64U);
    const unsigned low = bits - high;
    return {high == 0 ? 0 : ~uint64_t{0} << (64 - high), low == 0 ? 0 : ~uint64_t{0} << (64 - low)};
}

/// @param protocol upper protocol @param source port @param destination port @return one word
constexpr uint64_t
Pack(uint64_t protocol, uint64_t source, uint64_t destination)
{
    return (protocol << 32) | (source << 16) | destination;
}

} // namespace

/// One shape: a mask and a hash table.
class TupleSpace::Shape
{
  public:
    /// @param selector any selector of the shape
    explicit Shape(const PolicySelector& selector)
        : m_ipv4(selector.source.address.IsIpv4()),
          m_hasPorts(selector.sourcePort != PolicySelector::ANY_PORT ||
                     selector.destinationPort != PolicySelector::ANY_PORT),
          m_mask{MaskOf(selector.source.length, m_ipv4),
                 MaskOf(selector.destination.length, m_ipv4),
                 Pack(selector.protocol != PolicySelector::ANY_PROTOCOL ? 0xff : 0,
                      selector.sourcePort != PolicySelector::ANY_PORT ? 0xffff : 0,
                      selector.destinationPort != PolicySelector::ANY_PORT ? 0xffff : 0)}
    {
    }

    /// @param selector a selector @return a number that all selectors of its shape share
    static uint32_t IdOf(const PolicySelector& selector)
    {
        uint32_t id = selector.source.address.IsIpv4() ? 1 : 0;
        id = id << 8 | selector.source.length;
        id = id << 8 | selector.destination.length;
        id = id << 1 | (selector.protocol != PolicySelector::ANY_PROTOCOL ? 1 : 0);
        id = id << 1 | (selector.sourcePort != PolicySelector::ANY_PORT ? 1 : 0);
        return id << 1 | (selector.destinationPort != PolicySelector::ANY_PORT ? 1 : 0);
    }

    /// @return the rank of the best policy; the shape must not be empty
    const Rank& GetBest() const
    {
        return m_best;
    }

    bool IsEmpty() const
    {
        return m_ranks.empty();
    }

    bool HasPorts() const
    {
        return m_hasPorts;
    }

    void Insert(SecurityPolicy* policy)
    {
        const Tuple key = KeyOf(policy->GetConfig().selector);
        const uint32_t hash = HashOf(key);
        const Slot* slot = FindSlot(key, hash);
        if (!slot)
        {
            m_slots.Insert({hash, static_cast<uint32_t>(m_entries.size())});
            m_entries.push_back({key, RankOf(*policy), {}});
        }
        Entry& entry = slot ? m_entries[slot->entry] : m_entries.back();
        const auto place =
            std::upper_bound(entry.policies.begin(),
                             entry.policies.end(),
                             policy,
                             [](const auto* a, const auto* b) { return RankOf(*a) < RankOf(*b); });
        entry.policies.insert(place, policy);
        entry.best = RankOf(*entry.policies.front());
        m_ranks.insert(RankOf(*policy));
        m_best = *m_ranks.begin();
    }

    void Remove(const SecurityPolicy& policy)
    {
        const Tuple key = KeyOf(policy.GetConfig().selector);
        const Slot* slot = FindSlot(key, HashOf(key));
        NS_ASSERT(slot);
        Entry& entry = m_entries[slot->entry];
        entry.policies.erase(std::find(entry.policies.begin(), entry.policies.end(), &policy));
        if (entry.policies.empty())
        {
            Erase(slot);
        }
        else
        {
            entry.best = RankOf(*entry.policies.front());
        }
        m_ranks.erase(RankOf(policy));
        if (!m_ranks.empty())
        {
            m_best = *m_ranks.begin();
        }
    }

    /**
     * @param packet the bits of a packet
     * @param found the best policy so far, or nullptr; replaced by a better one
     * @param rank its rank; replaced with it
     */
    void Improve(const Tuple& packet, SecurityPolicy*& found, Rank& rank) const
    {
        const Tuple key = Masked(packet);
        const Slot* slot = FindSlot(key, HashOf(key));
        if (!slot)
        {
            return;
        }
        const Entry& entry = m_entries[slot->entry];
        if (!found || entry.best < rank)
        {
            found = entry.policies.front();
            rank = entry.best;
        }
    }

    /// @param selector one of the shape @return the policy that has an equal one, or nullptr
    SecurityPolicy* FindEqual(const PolicySelector& selector) const
    {
        const Tuple key = KeyOf(selector);
        const Slot* slot = FindSlot(key, HashOf(key));
        if (!slot)
        {
            return nullptr;
        }
        const auto& policies = m_entries[slot->entry].policies;
        const auto it = std::find_if(policies.begin(), policies.end(), [&](const auto* policy) {
            return policy->GetConfig().selector == selector;
        });
        return it == policies.end() ? nullptr : *it;
    }

  private:
    /// The policies of one key: prefixes that differ only behind their length share it.
    struct Entry
    {
        Tuple key;
        Rank best;                             //!< of the first policy
        std::vector<SecurityPolicy*> policies; //!< in search order, never empty
    };

    /// A place in the hash table.
    struct Slot
    {
        static constexpr uint32_t FREE = UINT32_MAX;

        uint32_t hash{0};
        uint32_t entry{FREE}; //!< index of the entry

        bool IsFree() const
        {
            return entry == FREE;
        }
    };

    Tuple Masked(const Tuple& tuple) const
    {
        return {{tuple.source.high & m_mask.source.high, tuple.source.low & m_mask.source.low},
                {tuple.destination.high & m_mask.destination.high,
                 tuple.destination.low & m_mask.destination.low},
                tuple.rest & m_mask.rest};
    }

    Tuple KeyOf(const PolicySelector& selector) const
    {
        // What is ANY is beyond its field, and masked out here.
        return Masked({selector.source.address,
                       selector.destination.address,
                       Pack(selector.protocol & 0xff,
                            selector.sourcePort & 0xffff,
                            selector.destinationPort & 0xffff)});
    }

    uint32_t HashOf(const Tuple& key) const
    {
        uint64_t hash = key.rest;
        if (m_ipv4)
        {
            hash = MixHash(hash, key.source.low << 32 | key.destination.GetIpv4());
        }
        else
        {
            hash = MixHash(hash ^ key.source.high, key.source.low);
            hash = MixHash(hash ^ key.destination.high, key.destination.low);
        }
        return static_cast<uint32_t>(hash >> 16);
    }

    /// @param key a key @param hash of it @return its slot, or nullptr
    const Slot* FindSlot(const Tuple& key, uint32_t hash) const
    {
        return m_slots.Find(hash,
                            [&](const Slot& slot) { return m_entries[slot.entry].key == key; });
    }

    /// Take out the entry of a slot: the last entry moves to its place.
    void Erase(const Slot* slot)
    {
        const uint32_t hole = slot->entry;
        const auto last = static_cast<uint32_t>(m_entries.size() - 1);
        m_slots.Erase(slot);
        if (hole != last)
        {
            const uint32_t hash = HashOf(m_entries[last].key);
            m_slots.Find(hash, [last](const Slot& moved) { return moved.entry == last; })->entry =
                hole;
            m_entries[hole] = std::move(m_entries[last]);
        }
        m_entries.pop_back();
    }

    bool m_ipv4;                  //!< family
    bool m_hasPorts;              //!< no fragment can match
    Tuple m_mask;                 //!< what it looks at
    Rank m_best{};                //!< first of m_ranks
    OpenHashTable<Slot> m_slots;  //!< by key
    std::vector<Entry> m_entries; //!< in no particular order
    std::set<Rank> m_ranks;       //!< of all policies, to know the best after a removal
};

TupleSpace::TupleSpace() = default;

TupleSpace::~TupleSpace() = default;

TupleSpace::Rank
TupleSpace::RankOf(const SecurityPolicy& policy)
{
    return {policy.m_config.priority, policy.m_order};
}

void
TupleSpace::Insert(const Ptr<SecurityPolicy>& policy)
{
    const PolicySelector& selector = policy->GetConfig().selector;
    std::unique_ptr<Shape>& shape = m_shapes[Shape::IdOf(selector)];
    if (!shape)
    {
        shape = std::make_unique<Shape>(selector);
    }
    shape->Insert(PeekPointer(policy));
    m_policies.emplace(RankOf(*policy), policy);
    if (shape->GetBest() == RankOf(*policy))
    {
        Promote(selector.source.address.IsIpv4() ? 0 : 1, shape.get());
    }
}

void
TupleSpace::Remove(const SecurityPolicy& policy)
{
    const PolicySelector& selector = policy.GetConfig().selector;
    const size_t family = selector.source.address.IsIpv4() ? 0 : 1;
    const auto it = m_shapes.find(Shape::IdOf(selector));
    NS_ASSERT(it != m_shapes.end());
    const Rank rank = RankOf(policy);
    const bool wasBest = it->second->GetBest() == rank;
    it->second->Remove(policy);
    if (it->second->IsEmpty())
    {
        auto& shapes = m_byBest[family];
        shapes.erase(std::find(shapes.begin(), shapes.end(), it->second.get()));
        m_shapes.erase(it);
    }
    else if (wasBest)
    {
        Promote(family, it->second.get());
    }
    m_policies.erase(rank);
}

void
TupleSpace::Promote(size_t family, Shape* shape)
{
    auto& shapes = m_byBest[family];
    const auto old = std::find(shapes.begin(), shapes.end(), shape);
    if (old != shapes.end())
    {
        shapes.erase(old);
    }
    const auto place =
        std::upper_bound(shapes.begin(), shapes.end(), shape, [](const auto* a, const auto* b) {
            return a->GetBest() < b->GetBest();
        });
    shapes.insert(place, shape);
}

SecurityPolicy*
TupleSpace::Find(const PacketDescriptor& packet) const
{
    const Tuple tuple{packet.source,
                      packet.destination,
                      Pack(packet.protocol, packet.sourcePort, packet.destinationPort)};
    SecurityPolicy* found = nullptr;
    Rank rank{};
    for (const Shape* shape : m_byBest[packet.IsIpv4() ? 0 : 1])
    {
        if (found && rank < shape->GetBest())
        {
            break;
        }
        if (!packet.fragment || !shape->HasPorts())
        {
            shape->Improve(tuple, found, rank);
        }
    }
    return found;
}

SecurityPolicy*
TupleSpace::FindEqual(const PolicySelector& selector) const
{
    const auto it = m_shapes.find(Shape::IdOf(selector));
    return it == m_shapes.end() ? nullptr : it->second->FindEqual(selector);
}

std::vector<Ptr<SecurityPolicy>>
TupleSpace::GetAll() const
{
    std::vector<Ptr<SecurityPolicy>> all;
    all.reserve(m_policies.size());
    for (const auto& [rank, policy] : m_policies)
    {
        all.push_back(policy);
    }
    return all;
}

} // namespace ns3
