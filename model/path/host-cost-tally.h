/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_HOST_COST_TALLY_H
#define IPSEC_OFFLOAD_HOST_COST_TALLY_H

#include "host-cost-bill.h"

#include "ns3/host-model.h"

#include <cstdint>
#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * How often each core and each crypto thread of a host has paid each cost of its profile.
 *
 * Identity: per core, the sum of times x each is HostModel::GetBusySeconds() x clock, up to half a
 * cycle per booking, as bookings are whole cycles.
 */
class CostTally
{
  public:
    /// A cost of a core or thread.
    struct Entry
    {
        uint64_t times{0}; //!< packets, segments or octets
        double each{0};    //!< cycles
    };

    /// By HostCost.
    using Entries = std::vector<Entry>;

    /** @param profile of the host */
    explicit CostTally(const HostProfile& profile);

    /**
     * Count what was booked.
     * @param bill what it is made of
     * @param booking accepted
     * @param cycles of the core that were asked for
     * @param thread the crypto thread that it may lead to
     * @param sibling the other thread of the core, which pays for sharing it, too
     */
    void Add(const CostBill& bill,
             const HostModel::Booking& booking,
             uint64_t cycles,
             uint32_t thread,
             uint32_t sibling);

    /** @return of each core */
    const std::vector<Entries>& GetCores() const
    {
        return m_cores;
    }

    /** @return of each crypto thread */
    const std::vector<Entries>& GetThreads() const
    {
        return m_threads;
    }

  private:
    std::vector<Entries> m_cores;   //!< see GetCores()
    std::vector<Entries> m_threads; //!< see GetThreads()
    double m_cacheMiss;             //!< cycles per octet
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_HOST_COST_TALLY_H */
