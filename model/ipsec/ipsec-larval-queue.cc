/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-larval-queue.h"

namespace ns3
{

Ptr<SecurityAssociation>
LarvalQueue::PopExpired(Ps now, Ps lifetime)
{
    while (!m_queue.empty())
    {
        Ptr<SecurityAssociation> sa = m_queue.front();
        const bool isLarval = sa->GetState() == SaState::LARVAL;
        if (isLarval && now - sa->GetCreated() <= lifetime)
        {
            return nullptr;
        }
        m_queue.pop_front();
        if (isLarval)
        {
            return sa;
        }
    }
    return nullptr;
}

} // namespace ns3
