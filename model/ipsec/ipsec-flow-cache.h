/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_FLOW_CACHE_H
#define IPSEC_OFFLOAD_IPSEC_FLOW_CACHE_H

#include "security-association.h"
#include "security-policy.h"

#include "ns3/ipsec-packet-descriptor.h"
#include "ns3/ptr.h"

#include <cstdint>
#include <unordered_map>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * What a socket remembers of its last search: the policy while the SPD's generation is current
 * (R108, R113-R115), and the SA that output selection gave while the SAD's generation is.
 *
 * It stands for FreeBSD's cache in the PCB. Lean fidelity hands the entry of a flow over directly,
 * as a socket would; full fidelity finds it by 5-tuple in a FlowCache.
 */
struct FlowCacheEntry
{
    Ptr<SecurityPolicy> policy;   //!< nullptr: searched, none matches
    Ptr<SecurityAssociation> sa;  //!< nullptr: searched, none
    uint64_t policyGeneration{0}; //!< of the SPD when policy was found; 0: never searched
    uint64_t saGeneration{0};     //!< of the SAD when sa was found; 0: never searched

    /// Whether the connection may hand down super-segments although IPsec applies (R137, R152).
    enum class SuperSegments : uint8_t
    {
        UNKNOWN, //!< nothing was sent yet
        YES,
        NO
    };

    SuperSegments superSegments{SuperSegments::UNKNOWN}; //!< FreeBSD's TF2_IPSEC_TSO
};

/**
 * @ingroup ipsec-offload
 * Flow cache entries by 5-tuple, bounded: when full, it starts anew (entries are only memories).
 */
class FlowCache
{
  public:
    /** @param capacity most entries kept */
    explicit FlowCache(size_t capacity = 65536);

    /**
     * @param packet a descriptor with flowHash set
     * @return its flow's entry, made when missing; valid until the next call
     */
    FlowCacheEntry& Get(const PacketDescriptor& packet);

    /** Forget everything. */
    void Clear();

    /** @return entries held */
    size_t GetSize() const
    {
        return m_entries.size();
    }

  private:
    /// The fields that make a flow.
    struct Key
    {
        IpAddress source;
        IpAddress destination;
        uint64_t rest; //!< protocol and ports
        uint32_t hash; //!< PacketDescriptor::flowHash

        bool operator==(const Key& other) const
        {
            return source == other.source && destination == other.destination && rest == other.rest;
        }
    };

    /// The hash was made when the descriptor was.
    struct KeyHash
    {
        size_t operator()(const Key& key) const
        {
            return key.hash;
        }
    };

    size_t m_capacity;                                          //!< most entries
    std::unordered_map<Key, FlowCacheEntry, KeyHash> m_entries; //!< by 5-tuple
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_FLOW_CACHE_H */
