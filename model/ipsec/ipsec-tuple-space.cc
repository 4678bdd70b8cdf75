/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-open-hash-table.h"
#include "ipsec-tuple-space-internal.h"

#include "ns3/assert.h"
#include "ns3/ipsec-packet-descriptor.h"

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

/// @param word not 0 @return the number of its lowest bit that is set
unsigned
LowestBit(uint64_t word)
{
    return static_cast<unsigned>(__builtin_ctzll(word));
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

    /// @return bits of both addresses that it looks at
    const Tuple& GetMask() const
    {
        return m_mask;
    }

    /// @return its set in the filters
    unsigned GetSet() const
    {
        return m_set;
    }

    /// @param set its set in the filters
    void SetSet(unsigned set)
    {
        m_set = set;
    }

    void Insert(SecurityPolicy* policy)
    {
        const Tuple key = KeyOf(policy->GetConfig().selector);
        const uint32_t hash = HashOf(key);
        policy->m_next = nullptr;
        if (Slot* slot = FindSlot(key, hash))
        {
            SecurityPolicy** place = &slot->first;
            while (*place && RankOf(**place) < RankOf(*policy))
            {
                place = &(*place)->m_next;
            }
            policy->m_next = *place;
            *place = policy;
            slot->SetFirst(slot->first);
        }
        else
        {
            m_slots.Insert({key, hash, policy});
        }
        m_ranks.insert(RankOf(*policy));
        m_best = *m_ranks.begin();
    }

    void Remove(const SecurityPolicy& policy)
    {
        const Tuple key = KeyOf(policy.GetConfig().selector);
        Slot* slot = FindSlot(key, HashOf(key));
        NS_ASSERT(slot);
        SecurityPolicy** place = &slot->first;
        while (*place != &policy)
        {
            place = &(*place)->m_next;
        }
        *place = policy.m_next;
        if (slot->first)
        {
            slot->SetFirst(slot->first);
        }
        else
        {
            slot->first = const_cast<SecurityPolicy*>(&policy); // Erase() expects a slot in use
            m_slots.Erase(slot);
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
        if (slot && (!found || slot->GetBest() < rank))
        {
            found = slot->first;
            rank = slot->GetBest();
        }
    }

    /// @param selector one of the shape @return the policy that has an equal one, or nullptr
    SecurityPolicy* FindEqual(const PolicySelector& selector) const
    {
        const Tuple key = KeyOf(selector);
        const Slot* slot = FindSlot(key, HashOf(key));
        SecurityPolicy* policy = slot ? slot->first : nullptr;
        while (policy && !(policy->GetConfig().selector == selector))
        {
            policy = policy->m_next;
        }
        return policy;
    }

  private:
    /// A place in the hash table: all that a search looks at, in one line of the cache.
    struct alignas(64) Slot
    {
        Slot() = default;

        Slot(const Tuple& itsKey, uint32_t itsHash, SecurityPolicy* policy)
            : key(itsKey),
              hash(itsHash)
        {
            SetFirst(policy);
        }

        void SetFirst(SecurityPolicy* policy)
        {
            first = policy;
            priority = RankOf(*policy).priority;
            order = RankOf(*policy).order;
        }

        Rank GetBest() const
        {
            return {priority, order};
        }

        bool IsFree() const
        {
            return !first;
        }

        Tuple key;
        int32_t priority{0}; //!< of the first policy
        uint32_t hash{0};
        uint64_t order{0};              //!< of the first policy
        SecurityPolicy* first{nullptr}; //!< the best one; prefixes that differ only behind their
                                        //!< length share a key, and follow it in search order
    };

    static_assert(sizeof(Slot) == 64, "a slot is one line of the cache");

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
        return m_slots.Find(hash, [&key](const Slot& slot) { return slot.key == key; });
    }

    Slot* FindSlot(const Tuple& key, uint32_t hash)
    {
        return m_slots.Find(hash, [&key](const Slot& slot) { return slot.key == key; });
    }

    bool m_ipv4;                 //!< family
    bool m_hasPorts;             //!< no fragment can match
    unsigned m_set{0};           //!< in the filters
    Tuple m_mask;                //!< what it looks at
    Rank m_best{};               //!< first of m_ranks
    OpenHashTable<Slot> m_slots; //!< by key
    std::set<Rank> m_ranks;      //!< of all policies, to know the best after a removal
};

TupleSpace::TupleSpace() = default;

TupleSpace::~TupleSpace() = default;

TupleSpace::Rank
TupleSpace::RankOf(const SecurityPolicy& policy)
{
    return {policy.m_config.priority, policy.m_order};
}

size_t
TupleSpace::FamilyOf(const PolicySelector& selector)
{
    return selector.source.address.IsIpv4() ? 0 : 1;
}

void
TupleSpace::AddToFilters(Family& family, const PolicySelector& selector, const Shape& shape)
{
    const Tuple& mask = shape.GetMask();
    const IpPrefix& source = selector.source;
    const IpPrefix& destination = selector.destination;
    family.sources.Add(source.address, mask.source, source.length, shape.GetSet());
    family.destinations.Add(destination.address,
                            mask.destination,
                            destination.length,
                            shape.GetSet());
}

/// Make filters that are large enough for half as many policies more, without those that are gone.
void
TupleSpace::RenewFilters(size_t number)
{
    Family& family = m_families[number];
    family.room = std::max<size_t>(family.policies + family.policies / 2, 8);
    family.removed = 0;
    family.sources = PrefixFilter(family.room);
    family.destinations = PrefixFilter(family.room);
    for (const auto& [rank, policy] : m_policies)
    {
        const PolicySelector& selector = policy->GetConfig().selector;
        if (FamilyOf(selector) == number)
        {
            AddToFilters(family, selector, *m_shapes.at(Shape::IdOf(selector)));
        }
    }
}

void
TupleSpace::Insert(const Ptr<SecurityPolicy>& policy)
{
    const PolicySelector& selector = policy->GetConfig().selector;
    const size_t number = FamilyOf(selector);
    Family& family = m_families[number];
    std::unique_ptr<Shape>& shape = m_shapes[Shape::IdOf(selector)];
    if (!shape)
    {
        shape = std::make_unique<Shape>(selector);
        const auto emptiest =
            std::min_element(family.sets.begin(),
                             family.sets.end(),
                             [](const auto& a, const auto& b) { return a.size() < b.size(); });
        shape->SetSet(static_cast<unsigned>(emptiest - family.sets.begin()));
        emptiest->push_back(shape.get());
    }
    shape->Insert(PeekPointer(policy));
    m_policies.emplace(RankOf(*policy), policy);
    ++family.policies;
    if (family.policies + family.removed > family.room)
    {
        RenewFilters(number);
    }
    else
    {
        AddToFilters(family, selector, *shape);
    }
}

void
TupleSpace::Remove(const SecurityPolicy& policy)
{
    const PolicySelector& selector = policy.GetConfig().selector;
    Family& family = m_families[FamilyOf(selector)];
    const auto it = m_shapes.find(Shape::IdOf(selector));
    NS_ASSERT(it != m_shapes.end());
    it->second->Remove(policy);
    --family.policies;
    ++family.removed; // stays in the filters, which name a shape too many then
    if (it->second->IsEmpty())
    {
        auto& set = family.sets[it->second->GetSet()];
        set.erase(std::find(set.begin(), set.end(), it->second.get()));
        m_shapes.erase(it);
    }
    m_policies.erase(RankOf(policy));
}

SecurityPolicy*
TupleSpace::Find(const PacketDescriptor& packet) const
{
    const Tuple tuple{packet.source,
                      packet.destination,
                      Pack(packet.protocol, packet.sourcePort, packet.destinationPort)};
    const Family& family = m_families[packet.IsIpv4() ? 0 : 1];
    uint64_t sets = family.sources.FindSets(packet.source);
    if (sets != 0)
    {
        sets &= family.destinations.FindSets(packet.destination);
    }
    SecurityPolicy* found = nullptr;
    Rank rank{};
    for (; sets != 0; sets &= sets - 1)
    {
        for (const Shape* shape : family.sets[LowestBit(sets)])
        {
            if ((!found || shape->GetBest() < rank) && (!packet.fragment || !shape->HasPorts()))
            {
                shape->Improve(tuple, found, rank);
            }
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
