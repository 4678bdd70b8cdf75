/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_CLOSED_FORM_MISSES_H
#define IPSEC_OFFLOAD_PLANNER_CLOSED_FORM_MISSES_H

#include "closed-form-network.h"
#include "context-misses.h"
#include "slot-assignment.h"

#include "planner/network/flow-plan.h"

#include <cstdint>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * How often the cards of a scenario fetch contexts, from how much each member's SAs are used.
 */
class ClosedFormMisses
{
  public:
    ClosedFormMisses() = default;

    /**
     * @param plan who sends what
     * @param packetRate packets per second and direction
     * @param peers far nodes
     */
    ClosedFormMisses(const FlowPlan& plan, double packetRate, uint32_t peers);

    /**
     * @param near the measured node's NIC
     * @param far the NIC of each far node
     * @param nearHeld shares of the SAs that the former ciphers for
     * @param farHeld the same by far node
     * @return share of the packets that need a fetch
     */
    ClosedFormNetwork::Misses Find(const NicProfile& near,
                                   const NicProfile& far,
                                   const DirectionShares& nearHeld,
                                   const std::vector<DirectionShares>& farHeld) const;

  private:
    ContextRates m_sent;                    //!< contexts of what is transmitted, of all members
    ContextRates m_received;                //!< of the other direction
    std::vector<ContextRates> m_sentTo;     //!< the former by far node
    std::vector<ContextRates> m_receivedAt; //!< the latter by far node
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_CLOSED_FORM_MISSES_H */
