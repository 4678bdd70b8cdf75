/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_HOST_CACHE_H
#define IPSEC_OFFLOAD_HOST_CACHE_H

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ns3
{

struct HostProfile;
struct HostWork;

/**
 * @ingroup ipsec-offload
 * The last-level cache of the socket that the NIC is at. Each queue in use goes round in its
 * buffers (HostProfile::queueOctets): a core that receives in its ring, one that sends in what its
 * sockets send from. As long as those of one direction fit into the cache, a copy finds them there;
 * beyond that, each octet is there with the probability that it still fits. A copy to a socket
 * misses twice, where it reads and where it writes, one from a socket only where it writes: the
 * application's own buffer is small.
 */
class HostCache
{
  public:
    /** @param profile size of the cache and of a queue's buffers */
    explicit HostCache(const HostProfile& profile);

    /**
     * @param core who works
     * @param work the work
     * @return octets that it moves from memory, or to it
     */
    uint64_t Take(uint32_t core, const HostWork& work);

  private:
    /// Queues of one direction.
    struct Queues
    {
        std::vector<bool> inUse; //!< by core
        size_t count{0};         //!< of those in use
        double missing{0};       //!< share of their buffers that the cache has no room for
    };

    void Use(Queues& queues, uint32_t core) const;

    double m_room;      //!< octets of the cache; 0: any
    double m_each;      //!< octets of a queue
    Queues m_receiving; //!< of the NIC
    Queues m_sending;   //!< of sockets
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_HOST_CACHE_H */
