/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "host-core.h"

#include <algorithm>

namespace ns3
{

HostContext
OutputContextOf(const HostProfile& profile, bool forwarded)
{
    if (forwarded)
    {
        return HostContext::FORWARD;
    }
    return profile.sendCore == HostProfile::SendCore::OWN ? HostContext::SEND : HostContext::ANSWER;
}

HostCore::HostCore(const HostProfile& profile)
    : m_batching(profile.batching),
      m_server(profile.clock),
      m_gap(profile.clock),
      m_backlog(profile.backlog)
{
}

HostCore::Turn
HostCore::Work(Ps now, uint64_t cycles, HostContext context)
{
    if (context == HostContext::SEND)
    {
        return Send(now, cycles);
    }
    const Turn turn = context == HostContext::RECEIVE
                          ? Receive(now, cycles)
                          : Turn{m_server.Serve(now, cycles), cycles, false, false};
    m_pollsUntil = turn.done;
    return turn;
}

void
HostCore::Stretch(uint64_t cycles)
{
    const Ps free = m_server.GetFreeAt();
    const Ps done = m_server.Serve(free, cycles);
    if (m_pollsUntil == free)
    {
        m_pollsUntil = done;
    }
}

HostCore::Turn
HostCore::Receive(Ps now, uint64_t cycles)
{
    ++m_batches.received;
    if (now < m_pollsUntil)
    {
        if (m_batching.budget != 0 && ++m_polled >= m_batching.budget)
        {
            m_polled = 0;
            ++m_batches.polls;
            cycles += m_batching.poll;
        }
        return {m_server.Serve(now, cycles), cycles, false, false};
    }
    const Ps begin = std::max(now + m_batching.delay, m_nextInterrupt);
    m_nextInterrupt = begin + m_batching.interval;
    m_polled = 0;
    ++m_batches.interrupts;
    cycles += m_batching.interrupt;
    // What is in service now is not given up for it; before it, processes may still have the core.
    m_gap.Block(m_server.StartOf(now));
    m_gapEnd = begin;
    return {m_server.Serve(begin, cycles), cycles, true, false};
}

HostCore::Turn
HostCore::Send(Ps now, uint64_t cycles)
{
    if (now < m_gapEnd)
    {
        const SerialServer before = m_gap;
        const Ps done = m_gap.Serve(now, cycles);
        if (done <= m_gapEnd)
        {
            return {done, cycles, false, true};
        }
        m_gap = before;
        m_gapEnd = now; // what comes later must not overtake it
    }
    return {m_server.Serve(now, cycles), cycles, false, false};
}

} // namespace ns3
