/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_TUPLE_SPACE_INTERNAL_H
#define IPSEC_OFFLOAD_IPSEC_TUPLE_SPACE_INTERNAL_H

#include "ipsec-prefix-filter-internal.h"
#include "security-policy.h"

#include "ns3/ptr.h"

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <unordered_map>
#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * The policies of one direction, searched by tuple space search (Srinivasan, Suri and Varghese,
 * SIGCOMM 1999).
 *
 * Selectors that look at the same bits of a packet have one shape: address family, both prefix
 * lengths, protocol given or not, ports given or not. A shape is one hash table over exactly those
 * bits. A search asks two filters, one for each address, which shapes may have a match at all, and
 * visits those of them that have a better policy than the one found so far. Its cost thus grows
 * with the number of prefix lengths and of matching shapes, not of policies.
 */
class TupleSpace
{
  public:
    TupleSpace();
    ~TupleSpace();

    TupleSpace(const TupleSpace&) = delete;
    TupleSpace& operator=(const TupleSpace&) = delete;

    /** @param policy one more, with its insertion order set; prefix lengths must fit its family */
    void Insert(const Ptr<SecurityPolicy>& policy);

    /** @param policy one that is in */
    void Remove(const SecurityPolicy& policy);

    /**
     * @param packet a clear datagram
     * @return the first matching policy by priority, then insertion (R91), or nullptr
     */
    SecurityPolicy* Find(const PacketDescriptor& packet) const;

    /**
     * @param selector a selector
     * @return the policy that has an equal one (R93), or nullptr
     */
    SecurityPolicy* FindEqual(const PolicySelector& selector) const;

    /** @return all policies in search order */
    std::vector<Ptr<SecurityPolicy>> GetAll() const;

    /** @return how many policies are in */
    size_t GetSize() const
    {
        return m_policies.size();
    }

  private:
    class Shape;

    /// Search order (R91).
    struct Rank
    {
        int32_t priority{0};
        uint64_t order{0};

        bool operator<(const Rank& other) const
        {
            return priority != other.priority ? priority < other.priority : order < other.order;
        }

        bool operator==(const Rank& other) const
        {
            return priority == other.priority && order == other.order;
        }
    };

    /// The bits of a packet, or of a selector, that a search looks at.
    struct Tuple
    {
        IpAddress source;
        IpAddress destination;
        uint64_t rest; //!< protocol and ports

        bool operator==(const Tuple& other) const
        {
            return source == other.source && destination == other.destination && rest == other.rest;
        }
    };

    /// The shapes of one family, and what tells which of them to visit.
    struct Family
    {
        std::array<std::vector<const Shape*>, 64> sets; //!< shapes, spread over the filters' sets
        size_t policies{0};                             //!< in all shapes
        PrefixFilter sources;                           //!< of all policies' source prefixes
        PrefixFilter destinations;                      //!< and destination prefixes
        size_t room{0};    //!< policies for which the filters are large enough
        size_t removed{0}; //!< policies that are gone and still in the filters
    };

    static Rank RankOf(const SecurityPolicy& policy);
    static size_t FamilyOf(const PolicySelector& selector);
    static void AddToFilters(Family& family, const PolicySelector& selector, const Shape& shape);
    void RenewFilters(size_t number);

    std::map<Rank, Ptr<SecurityPolicy>> m_policies;                //!< in search order
    std::unordered_map<uint32_t, std::unique_ptr<Shape>> m_shapes; //!< by what they look at
    std::array<Family, 2> m_families;                              //!< IPv4, IPv6
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_TUPLE_SPACE_INTERNAL_H */
