/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_TUPLE_SPACE_H
#define IPSEC_OFFLOAD_TUPLE_SPACE_H

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
 * bits. A search visits the shapes of the packet's family, the one with the best policy first, and
 * ends as soon as no shape left has a better policy than the one found. Its cost thus grows with
 * the number of shapes, not of policies.
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
        int32_t priority;
        uint64_t order;

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

    static Rank RankOf(const SecurityPolicy& policy);
    void Promote(size_t family, Shape* shape);

    std::map<Rank, Ptr<SecurityPolicy>> m_policies;                //!< in search order
    std::unordered_map<uint32_t, std::unique_ptr<Shape>> m_shapes; //!< by what they look at
    std::array<std::vector<Shape*>, 2>
        m_byBest; //!< IPv4, IPv6: the shape with the best policy first
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_TUPLE_SPACE_H */
