/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_ACQUIRE_TABLE_H
#define IPSEC_OFFLOAD_IPSEC_ACQUIRE_TABLE_H

#include "ns3/ipsec-ip-address.h"
#include "ns3/ipsec-pico-time.h"
#include "ns3/ipsec-types.h"

#include <cstdint>
#include <deque>
#include <unordered_map>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * A request for an SA that is not there (RFC 2367 section 3.1.6).
 */
struct AcquireRequest
{
    IpAddress source;      //!< of the SA wanted
    IpAddress destination; //!< of the SA wanted
    IpsecProtocol protocol{IpsecProtocol::ESP};
    IpsecMode mode{IpsecMode::TRANSPORT};
    uint32_t reqid{0};    //!< 0: any
    uint32_t policyId{0}; //!< which policy asks; not part of what names a request

    /** @param other another request @return true when an SA for one is an SA for the other */
    bool operator==(const AcquireRequest& other) const
    {
        return source == other.source && destination == other.destination &&
               protocol == other.protocol && mode == other.mode && reqid == other.reqid;
    }
};

/**
 * @ingroup ipsec-offload
 * Limits the rate of ACQUIRE messages (R32; FreeBSD's secacq).
 *
 * Every operation costs the same whatever the number of requests: they are found by hash, and as
 * all of them last equally long, the oldest are the first in a queue.
 */
class AcquireTable
{
  public:
    /**
     * A packet finds no SA.
     * @param now the time; calls come in order of time
     * @param request what it needs
     * @param blockCount packets above which a blocked request is sent again
     * @param lifetime age above which a request is forgotten
     * @return true when a message is to be sent
     */
    bool Ask(Ps now, const AcquireRequest& request, uint32_t blockCount, Ps lifetime);

    /**
     * An SA is there from now on: forget the requests that it serves, those of any reqid among
     * them.
     * @param served the request that names it; mode ANY serves each mode
     */
    void EndServed(AcquireRequest served);

    /** Forget everything. */
    void Clear();

    /** @return requests remembered, those among them that are too old included */
    size_t GetSize() const
    {
        return m_entries.size();
    }

  private:
    /// What is remembered of a request.
    struct Entry
    {
        Ps created;
        uint32_t blocked; //!< packets since the last message
    };

    /// A hash over what names a request.
    struct Hash
    {
        size_t operator()(const AcquireRequest& request) const;
    };

    /// A request in order of creation.
    struct Birth
    {
        Ps created;
        AcquireRequest request;
    };

    std::unordered_map<AcquireRequest, Entry, Hash> m_entries; //!< by what names them
    std::deque<Birth> m_births;                                //!< ended ones are left in
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_ACQUIRE_TABLE_H */
