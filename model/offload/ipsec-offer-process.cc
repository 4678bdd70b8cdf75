/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-offer-process-internal.h"

#include "ns3/ipsec-event-timer.h"

#include <memory>

namespace ns3
{

OfferProcess::OfferProcess(const OfferContext& context,
                           OffloadDriver::Method method,
                           const Ptr<OffloadInterface>& only)
    : m_context(context),
      m_only(only),
      m_method(method),
      m_end(context.interfaces.size())
{
}

OfferProcess::~OfferProcess()
{
    m_timer.Cancel();
}

void
OfferProcess::Step(Ps now)
{
    while (m_next < m_end && !IsCanceled())
    {
        m_interface = m_context.interfaces[m_next++];
        m_departures = m_interface->GetDepartures();
        if ((!m_only || m_only == m_interface) && m_interface->IsCapable() &&
            (m_interface->GetDriver()->GetMethods() & m_method) && !Offer(now))
        {
            return;
        }
    }
    if (!IsCanceled())
    {
        Finish(now);
    }
}

OffloadDriver::OfferCompletion
OfferProcess::Ask(Ps now)
{
    m_asking = true;
    m_offer = m_context.late.NextNumber();
    m_context.worker.BeginDriverCall();
    const std::weak_ptr<OfferProcess> self =
        std::static_pointer_cast<OfferProcess>(shared_from_this());
    const Ps limit = ToPs(m_context.settings.driverTimeout);
    if (limit > 0)
    {
        m_timer = EventTimer::At(now + limit, [self](Ps when) {
            if (const auto alive = self.lock())
            {
                alive->TimeOut(when);
            }
        });
    }
    return [self, offer = m_offer, late = m_context.late.MakeCompletion(m_offer)](
               Ps when,
               const DriverReply& reply,
               uint64_t cookie) {
        const auto alive = self.lock();
        if (alive && alive->m_offer == offer && !alive->IsCanceled())
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
OfferProcess::Answered(Ps now, const DriverReply& reply, uint64_t cookie)
{
    m_timer.Cancel();
    m_offer = 0; // whatever this driver says later does not count
    m_context.worker.EndDriverCall(now, [this, reply, cookie](Ps when) {
        m_asking = false;
        Keep(when, reply, cookie);
        Continue(when);
    });
}

void
OfferProcess::TimeOut(Ps now)
{
    if (m_offer == 0 || IsCanceled())
    {
        return;
    }
    m_context.observers.Tell(&OffloadObserver::DriverTimedOut, now, *m_interface);
    m_context.late.Add(m_offer, GiveUp());
    Answered(now, {DriverAnswer::FAULT, "ETIMEDOUT", "no answer from the driver"}, 0);
}

} // namespace ns3
