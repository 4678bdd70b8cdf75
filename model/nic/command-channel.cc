/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "command-channel.h"

#include "ns3/event-timer.h"

#include <algorithm>
#include <utility>

namespace ns3
{

void
CommandChannel::Submit(Ps now, Ps duration, Completion done)
{
    m_freeAt = std::max(now, m_freeAt) + duration;
    m_busy += duration;
    ++m_submissions;
    EventTimer::At(m_freeAt, std::move(done));
}

} // namespace ns3
