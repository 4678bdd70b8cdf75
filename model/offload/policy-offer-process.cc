/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "policy-offer-process-internal.h"

#include <string>
#include <utility>
#include <vector>

namespace ns3
{

PolicyOfferProcess::PolicyOfferProcess(const OfferContext& context,
                                       PolicyHandleTable& table,
                                       const Ptr<SecurityPolicy>& policy,
                                       OffloadWorker::Done done)
    : OfferProcess(context, OffloadDriver::POLICY_ADD),
      m_table(table),
      m_policy(policy),
      m_done(std::move(done))
{
}

bool
PolicyOfferProcess::Offer(Ps now)
{
    const std::string& name = m_policy->GetConfig().interfaceName;
    if (!name.empty() && name != m_interface->GetName()) // leaves no handle (R100)
    {
        return true;
    }
    m_handle = &m_table.Add(m_policy, m_interface); // before the call (R101)
    m_context.observers.Tell(&OffloadObserver::PolicyOffered, now, *m_policy, *m_interface);
    const auto driver = m_interface->GetDriver();
    driver->PolicyAdd(now, *m_policy, Ask(now));
    return false;
}

void
PolicyOfferProcess::Keep(Ps now, const DriverReply& reply, uint64_t cookie)
{
    m_handle->asking = false;
    m_handle->rejected = reply.answer != DriverAnswer::ACK;
    m_handle->cookie = cookie;
    m_context.observers.Tell(&OffloadObserver::PolicyAnswered,
                             now,
                             *m_policy,
                             *m_interface,
                             !m_handle->rejected);
    if (HasDeparted()) // the interface-down routine left it to us
    {
        m_context.withdrawals.Withdraw(now,
                                       std::vector<PolicyHandleKey>{{m_policy, m_interface}},
                                       HandleWithdrawals::Thread::CALLER);
    }
}

LateOffer
PolicyOfferProcess::GiveUp()
{
    return {nullptr, m_interface, 0};
}

void
PolicyOfferProcess::Finish(Ps now)
{
    m_done(now);
}

} // namespace ns3
