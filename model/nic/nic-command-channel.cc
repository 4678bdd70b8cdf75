/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "nic-command-channel.h"

#include "ns3/abort.h"
#include "ns3/ipsec-event-timer.h"
#include "ns3/log.h"

#include <algorithm>
#include <utility>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("CommandChannel");

CommandChannel::CommandChannel(uint32_t servers)
    : m_freeAt(servers, 0)
{
    NS_ABORT_MSG_IF(servers == 0, "a command channel without a server");
}

void
CommandChannel::Submit(Ps now, Ps duration, Completion done)
{
    Ps& freeAt = *std::min_element(m_freeAt.begin(), m_freeAt.end());
    NS_LOG_LOGIC("commands of " << duration << " ps at " << now << " ps, free at " << freeAt
                                << " ps");
    freeAt = std::max(now, freeAt) + duration;
    m_busy += duration;
    ++m_submissions;
    EventTimer::At(freeAt, std::move(done));
}

Ps
CommandChannel::GetWait(Ps now) const
{
    return std::max(Ps{0}, *std::min_element(m_freeAt.begin(), m_freeAt.end()) - now);
}

Ps
CommandChannel::GetFreeAt() const
{
    return *std::max_element(m_freeAt.begin(), m_freeAt.end());
}

} // namespace ns3
