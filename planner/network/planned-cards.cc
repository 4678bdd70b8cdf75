/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planned-cards.h"

namespace ns3::planner
{

void
PlannedCards::Place(uint32_t node, const NodeSpec* spec, IpsecNic& nic)
{
    if (!spec || !spec->sharedCard)
    {
        return;
    }
    std::shared_ptr<NicCard>& card = m_cards[node];
    if (!card)
    {
        card = std::make_shared<NicCard>(nic.GetProfile());
    }
    nic.SetCard(card);
}

} // namespace ns3::planner
