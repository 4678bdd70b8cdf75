/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-event-timer.h"

#include "ns3/simulator.h"

#include <utility>

namespace ns3
{

EventId
EventTimer::At(Ps when, Action action)
{
    const Time now = Simulator::Now();
    const Time due = FromPs(when);
    return Simulator::Schedule(due > now ? due - now : Time(0),
                               [action = std::move(action), when] { action(when); });
}

} // namespace ns3
