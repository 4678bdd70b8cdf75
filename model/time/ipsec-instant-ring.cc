/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-instant-ring.h"

#include <algorithm>

namespace ns3
{

void
InstantRing::Grow()
{
    // The entries that stand in front of the head follow the end of the old storage.
    std::rotate(m_times.begin(),
                m_times.begin() + static_cast<std::ptrdiff_t>(m_head),
                m_times.end());
    m_head = 0;
    m_times.resize(m_times.empty() ? 16 : 2 * m_times.size());
    m_mask = m_times.size() - 1;
}

} // namespace ns3
