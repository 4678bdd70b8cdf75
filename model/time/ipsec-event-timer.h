/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_EVENT_TIMER_H
#define IPSEC_OFFLOAD_IPSEC_EVENT_TIMER_H

#include "ipsec-pico-time.h"

#include "ns3/event-id.h"

#include <functional>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * Runs an action at an instant. The only door from the layers below stack/ and lean/ to the
 * simulator's event list; those layers never read the simulator's clock, which in lean fidelity
 * stands still while a batch of packets runs ahead of it.
 */
class EventTimer
{
  public:
    /// What to run; the argument is the exact instant that was asked for.
    using Action = std::function<void(Ps)>;

    /**
     * @param when the instant; an instant in the past runs as soon as possible
     * @param action what to run
     * @return a handle to cancel it with
     */
    static EventId At(Ps when, Action action);
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_EVENT_TIMER_H */
