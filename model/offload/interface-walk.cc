/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "interface-walk-internal.h"

#include "ns3/log.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("InterfaceWalk");

IpsecOffload::InterfaceWalk::InterfaceWalk(IpsecOffload& kernel, OffloadDriver::Method method)
    : m_kernel(kernel),
      m_method(method),
      m_end(kernel.m_interfaces.size())
{
}

void
IpsecOffload::InterfaceWalk::Step(Ps now)
{
    while (m_next < m_end && !IsCancelled())
    {
        m_interface = m_kernel.m_interfaces[m_next++];
        m_departures = m_interface->GetDepartures();
        if (m_interface->IsCapable() && (m_interface->GetDriver()->GetMethods() & m_method) &&
            !Offer(now))
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
IpsecOffload::InterfaceWalk::Ask()
{
    m_asking = true;
    m_kernel.m_worker.BeginDriverCall();
    const auto self = std::static_pointer_cast<InterfaceWalk>(shared_from_this());
    return [walk = std::weak_ptr<InterfaceWalk>(self),
            question = ++m_question](Ps now, DriverAnswer answer, uint64_t cookie) {
        if (const auto alive = walk.lock())
        {
            alive->Answered(now, question, answer, cookie);
        }
    };
}

void
IpsecOffload::InterfaceWalk::Answered(Ps now,
                                      uint32_t question,
                                      DriverAnswer answer,
                                      uint64_t cookie)
{
    if (!m_asking || question != m_question || IsCancelled())
    {
        NS_LOG_WARN(m_interface->GetName() << ": driver answered more than once");
        return;
    }
    ++m_question; // whatever this driver says later does not count
    m_kernel.m_worker.EndDriverCall(now, [this, answer, cookie](Ps when) {
        m_asking = false;
        Keep(when, answer, cookie);
        Continue(when);
    });
}

} // namespace ns3
