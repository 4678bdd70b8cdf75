/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "policy-withdrawal-internal.h"

#include "ns3/log.h"

#include <algorithm>
#include <utility>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("PolicyWithdrawal");

IpsecOffload::PolicyWithdrawal::PolicyWithdrawal(IpsecOffload& kernel,
                                                 std::vector<PolicyTarget> targets,
                                                 Thread thread,
                                                 OffloadWorker::Done done)
    : HandleWithdrawal(kernel, thread, std::move(done)),
      m_targets(std::move(targets))
{
}

bool
IpsecOffload::PolicyWithdrawal::Unlink()
{
    while (!m_handle && m_next < m_targets.size())
    {
        m_target = std::move(m_targets[m_next++]);
        m_handle = m_kernel.Unlink(m_target);
    }
    return m_handle != nullptr;
}

bool
IpsecOffload::PolicyWithdrawal::NeedsDriver() const
{
    return !m_handle->rejected;
}

void
IpsecOffload::PolicyWithdrawal::Call(Ps now, OffloadDriver::WithdrawCompletion done)
{
    --m_kernel.m_unlinkedPolicies;
    m_kernel.m_observers.Tell(&OffloadObserver::PolicyDeleteAsked,
                              now,
                              *m_target.policy,
                              *m_target.interface);
    const auto driver = m_target.interface->GetDriver();
    driver->PolicyDelete(now, m_handle->cookie, std::move(done));
}

void
IpsecOffload::PolicyWithdrawal::Release(Ps now)
{
    m_handle.reset();
    NS_LOG_INFO(m_target.interface->GetName()
                << ": policy " << m_target.policy->GetId() << " withdrawn at " << now << " ps");
    m_target = {};
}

} // namespace ns3
