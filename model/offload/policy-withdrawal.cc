/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "policy-withdrawal-internal.h"

#include "ns3/log.h"

#include <utility>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("PolicyWithdrawal");

PolicyWithdrawal::PolicyWithdrawal(const OffloadSettings& settings,
                                   OffloadWorker* worker,
                                   PolicyHandleTable& table,
                                   OffloadObservers& observers,
                                   std::vector<PolicyHandleKey> keys)
    : HandleWithdrawal(settings, worker),
      m_table(table),
      m_observers(observers),
      m_keys(std::move(keys))
{
}

bool
PolicyWithdrawal::Unlink()
{
    while (!m_handle && m_next < m_keys.size())
    {
        m_key = std::move(m_keys[m_next++]);
        m_handle = m_table.Unlink(m_key);
    }
    return m_handle != nullptr;
}

bool
PolicyWithdrawal::NeedsDriver() const
{
    return !m_handle->rejected;
}

void
PolicyWithdrawal::Call(Ps now, OffloadDriver::WithdrawCompletion done)
{
    m_table.CountDriverCall();
    m_observers.Tell(&OffloadObserver::PolicyDeleteAsked, now, *m_key.policy, *m_key.interface);
    const auto driver = m_key.interface->GetDriver();
    driver->PolicyDelete(now, m_handle->cookie, std::move(done));
}

void
PolicyWithdrawal::Release(Ps now)
{
    m_handle.reset();
    NS_LOG_INFO(m_key.interface->GetName()
                << ": policy " << m_key.policy->GetId() << " withdrawn at " << now << " ps");
    m_key = {};
}

} // namespace ns3
