/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-sequential-process-internal.h"

namespace ns3
{

void
SequentialProcess::Continue(Ps now)
{
    m_now = now;
    m_due = true;
    if (m_stepping)
    {
        return;
    }
    const auto self = shared_from_this(); // the last step lets the owner forget this
    m_stepping = true;
    while (m_due && !m_canceled)
    {
        m_due = false;
        Step(m_now);
    }
    m_stepping = false;
}

} // namespace ns3
