/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "host-cost-tally.h"

namespace ns3
{

namespace
{

/// @param entries of a core or thread @param cost what for @param each cycles @param times how
/// often
void
Count(CostTally::Entries& entries, HostCost cost, double each, uint64_t times)
{
    auto& entry = entries[static_cast<size_t>(cost)];
    entry.times += times;
    entry.each = each;
}

} // namespace

CostTally::CostTally(const HostProfile& profile)
    : m_cores(profile.cores, Entries(CountHostCosts())),
      m_threads(profile.cryptoThreads, Entries(CountHostCosts())),
      m_cacheMiss(profile.cacheMissPerOctet)
{
}

void
CostTally::Add(const CostBill& bill,
               const HostModel::Booking& booking,
               uint64_t cycles,
               uint32_t thread,
               uint32_t sibling)
{
    Entries& core = m_cores[booking.core];
    for (const auto& item : bill)
    {
        Count(bill.IsInThread(item) ? m_threads[thread] : core, item.cost, item.each, item.times);
    }
    if (booking.missed > 0)
    {
        Count(core, HostCost::CACHE_MISS, m_cacheMiss, booking.missed);
    }
    if (booking.sharedCycles > 0)
    {
        Count(core, HostCost::THREAD_YIELD, 1, booking.sharedCycles);
        Count(m_cores[sibling], HostCost::THREAD_YIELD, 1, booking.sharedCycles);
    }
    const uint64_t known = cycles + booking.missCycles + booking.sharedCycles;
    if (booking.coreCycles > known)
    {
        const auto cost = booking.interrupt ? HostCost::INTERRUPT : HostCost::POLL;
        Count(core, cost, static_cast<double>(booking.coreCycles - known), 1);
    }
}

} // namespace ns3
