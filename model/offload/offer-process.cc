/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "interface-walk-internal.h"

#include "ns3/event-timer.h"

namespace ns3
{

IpsecOffload::InterfaceWalk::InterfaceWalk(IpsecOffload& kernel,
                                           OffloadDriver::Method method,
                                           const Ptr<OffloadInterface>& only)
    : m_kernel(kernel),
      m_only(only),
      m_method(method),
      m_end(kernel.m_interfaces.size())
{
}

IpsecOffload::InterfaceWalk::~InterfaceWalk()
{
    m_timer.Cancel();
}

void
IpsecOffload::InterfaceWalk::Step(Ps now)
{
    while (m_next < m_end && !IsCancelled())
    {
        m_interface = m_kernel.m_interfaces[m_next++];
        m_departures = m_interface->GetDepartures();
        if ((!m_only || m_only == m_interface) && m_interface->IsCapable() &&
            (m_interface->GetDriver()->GetMethods() & m_method) && !Offer(now))
        {
            return;
        }
    }
    if (!IsCancelled())
    {
        Finish(now);
    }
}

OffloadDriver::OfferCompletion
IpsecOffload::InterfaceWalk::Ask(Ps now)
{
    m_asking = true;
    m_offer = ++m_kernel.m_nextOffer;
    m_kernel.m_worker.BeginDriverCall();
    const auto self = std::static_pointer_cast<InterfaceWalk>(shared_from_this());
    const Ps limit = ToPs(m_kernel.m_driverTimeout);
    if (limit > 0)
    {
        m_timer = EventTimer::At(now + limit, [walk = std::weak_ptr<InterfaceWalk>(self)](Ps when) {
            if (const auto alive = walk.lock())
            {
                alive->TimeOut(when);
            }
        });
    }
    return [walk = std::weak_ptr<InterfaceWalk>(self),
            late = m_kernel.m_life.Guard(
                [kernel = &m_kernel,
                 offer = m_offer](Ps when, const DriverReply& reply, uint64_t cookie) {
                    kernel->AnswerLate(when, offer, reply, cookie);
                }),
            offer = m_offer](Ps when, const DriverReply& reply, uint64_t cookie) {
        const auto alive = walk.lock();
        if (alive && alive->m_offer == offer && !alive->IsCancelled())
        {
            alive->Answered(when, reply, cookie);
        }
        else
        {
            late(when, reply, cookie);
        }
    };
}

void
IpsecOffload::InterfaceWalk::Answered(Ps now, const DriverReply& reply, uint64_t cookie)
{
    m_timer.Cancel();
    m_offer = 0; // whatever this driver says later does not count
    m_kernel.m_worker.EndDriverCall(now, [this, reply, cookie](Ps when) {
        m_asking = false;
        Keep(when, reply, cookie);
        Continue(when);
    });
}

void
IpsecOffload::InterfaceWalk::TimeOut(Ps now)
{
    if (m_offer == 0 || IsCancelled())
    {
        return;
    }
    m_kernel.m_observers.Tell(&OffloadObserver::DriverTimedOut, now, *m_interface);
    m_kernel.m_late[m_offer] = GiveUp();
    Answered(now, {DriverAnswer::FAULT, "ETIMEDOUT", "no answer from the driver"}, 0);
}

} // namespace ns3
