/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "nic-command-queue.h"

#include <utility>

namespace ns3
{

NicCommandQueue::NicCommandQueue(const NicProfile& profile)
    : m_maker(profile),
      m_channel(profile.channelServers)
{
}

void
NicCommandQueue::Submit(Ps now, Ps duration, Completion done)
{
    ++m_inFlight;
    SubmitQuery(now, duration, [this, resets = m_resets, done = std::move(done)](Ps then) {
        --m_inFlight;
        done(then, m_resets != resets);
    });
}

void
NicCommandQueue::SubmitQuery(Ps now, Ps duration, CommandChannel::Completion done)
{
    m_channel.Submit(now, duration, m_life.Guard(std::move(done)));
}

} // namespace ns3
