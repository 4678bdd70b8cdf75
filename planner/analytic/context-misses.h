/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_CONTEXT_MISSES_H
#define IPSEC_OFFLOAD_PLANNER_CONTEXT_MISSES_H

#include "ns3/nic-profile.h"

#include <cstdint>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * How often contexts are used that may be in a card: those of like rates together, so that 100 000
 * cost no more than 200.
 */
class ContextRates
{
  public:
    ContextRates() = default;

    /** @param rates uses per second of each context; 0: of none that counts */
    explicit ContextRates(std::vector<double> rates);

    /// Contexts of about the same rate.
    struct Group
    {
        double rate;  //!< uses per second of one of them
        double count; //!< how many
    };

    /** @return the groups */
    const std::vector<Group>& GetGroups() const
    {
        return m_groups;
    }

  private:
    std::vector<Group> m_groups; //!< see GetGroups()
};

/// Share of the uses of a direction's contexts that have to fetch.
struct ContextMisses
{
    double transmit{0};
    double receive{0};
};

/**
 * @ingroup ipsec-offload
 * Misses of a card's context cache by Che's approximation, for uses that are independent of each
 * other: a context used at rate r stays a time T after its last use (LRU) or its fetch (random,
 * FIFO: the same ratios), so that 1 - exp(-rT) or rT / (1 + rT) of its uses hit, and T is what
 * fills the cache. H. Che, Y. Tung, Z. Wang, IEEE JSAC 20(7), 2002; C. Fricker, P. Robert, J.
 * Roberts, ITC 24, 2012; for random and FIFO E. Gelenbe, IEEE TC 22(6), 1973.
 * @param nic the card; its cache is not one of sets
 * @param transmit rates of contexts for sending
 * @param receive rates of contexts for receiving
 * @param transmitShare share of the former that the card holds, whichever they are
 * @param receiveShare share of the latter
 * @return the misses
 */
ContextMisses FindContextMisses(const NicProfile& nic,
                                const ContextRates& transmit,
                                const ContextRates& receive,
                                double transmitShare,
                                double receiveShare);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_CONTEXT_MISSES_H */
