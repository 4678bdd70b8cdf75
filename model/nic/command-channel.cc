/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "command-channel.h"

#include "ns3/event-timer.h"
#include "ns3/log.h"

#include <algorithm>
#include <utility>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("CommandChannel");

void
CommandChannel::Submit(Ps now, Ps duration, Completion done)
{
    NS_LOG_LOGIC("commands of " << duration << " ps at " << now << " ps, free at " << m_freeAt
                                << " ps");
    m_freeAt = std::max(now, m_freeAt) + duration;
    m_busy += duration;
    ++m_submissions;
    EventTimer::At(m_freeAt, std::move(done));
}

} // namespace ns3
