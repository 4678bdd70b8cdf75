/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "policy-offer-walk-internal.h"

#include <utility>

namespace ns3
{

IpsecOffload::PolicyOfferWalk::PolicyOfferWalk(IpsecOffload& kernel,
                                               const Ptr<SecurityPolicy>& policy,
                                               OffloadWorker::Done done)
    : InterfaceWalk(kernel, OffloadDriver::POLICY_ADD),
      m_policy(policy),
      m_done(std::move(done))
{
}

bool
IpsecOffload::PolicyOfferWalk::Offer(Ps now)
{
    const std::string& name = m_policy->GetConfig().interfaceName;
    if (!name.empty() && name != m_interface->GetName()) // leaves no handle (R100)
    {
        return true;
    }
    auto handle = std::make_unique<PolicyHandle>();
    handle->interface = m_interface;
    handle->asking = true;
    handle->rejected = false;
    handle->cookie = 0;
    m_handle = handle.get();
    PolicyOffloadState::Of(*m_policy).handles.push_back(
        std::move(handle)); // before the call (R101)
    m_kernel.m_policies[m_policy->GetId()] = m_policy;
    m_kernel.m_observers.Tell(&OffloadObserver::PolicyOffered, now, *m_policy, *m_interface);
    const auto driver = m_interface->GetDriver();
    driver->PolicyAdd(now, *m_policy, Ask(now));
    return false;
}

void
IpsecOffload::PolicyOfferWalk::Keep(Ps now, const DriverReply& reply, uint64_t cookie)
{
    m_handle->asking = false;
    m_handle->rejected = reply.answer != DriverAnswer::ACK;
    m_handle->cookie = cookie;
    m_kernel.m_observers.Tell(&OffloadObserver::PolicyAnswered,
                              now,
                              *m_policy,
                              *m_interface,
                              !m_handle->rejected);
    if (HasDeparted()) // the interface-down routine left it to us
    {
        m_kernel.WithdrawPolicies(now, {{m_policy, m_interface}}, Thread::CALLER, nullptr);
    }
}

IpsecOffload::LateOffer
IpsecOffload::PolicyOfferWalk::GiveUp()
{
    return {nullptr, m_interface, 0};
}

void
IpsecOffload::PolicyOfferWalk::Finish(Ps now)
{
    m_kernel.m_walk.reset();
    m_done(now);
}

} // namespace ns3
