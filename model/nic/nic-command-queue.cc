/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "nic-command-queue.h"

#include "ns3/step-listener.h"

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

std::string
NicCommandQueue::Describe(Ps now, Ps duration, size_t count) const
{
    const Ps wait = m_channel.GetWait(now);
    const std::string commands = count == 0 ? "commands" : std::to_string(count) + " commands";
    return (wait > 0 ? commands + " wait " + SpanInWords(wait) + " and take "
                     : "idle, " + commands + " take ") +
           SpanInWords(duration);
}

} // namespace ns3
