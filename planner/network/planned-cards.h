/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_PLANNED_CARDS_H
#define IPSEC_OFFLOAD_PLANNER_PLANNED_CARDS_H

#include "planner/scenario/scenario.h"

#include "ns3/ipsec-nic.h"
#include "ns3/nic-card.h"

#include <cstdint>
#include <map>
#include <memory>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * Makes the NICs of a node ports of one card, where the scenario wants it. Both fidelities use it.
 */
class PlannedCards
{
  public:
    /**
     * @param node number of a node
     * @param spec what the scenario says of it; nullptr: nothing
     * @param nic one of its NICs, with its profile and attributes, not configured yet
     */
    void Place(uint32_t node, const NodeSpec* spec, IpsecNic& nic);

  private:
    std::map<uint32_t, std::shared_ptr<NicCard>> m_cards; //!< by node
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_PLANNED_CARDS_H */
