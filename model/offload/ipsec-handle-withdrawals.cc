/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-handle-withdrawals.h"

#include "policy-withdrawal-internal.h"
#include "sa-withdrawal-internal.h"

#include <algorithm>
#include <utility>

namespace ns3
{

HandleWithdrawals::HandleWithdrawals(const OffloadSettings& settings,
                                     OffloadWorker& worker,
                                     SaHandleTable& saHandles,
                                     PolicyHandleTable& policyHandles,
                                     OffloadObservers& observers)
    : m_settings(settings),
      m_worker(worker),
      m_saHandles(saHandles),
      m_policyHandles(policyHandles),
      m_observers(observers)
{
}

HandleWithdrawals::~HandleWithdrawals()
{
    Clear();
}

void
HandleWithdrawals::Withdraw(Ps now,
                            std::vector<SaHandleKey> keys,
                            SoftwareReason reason,
                            Thread thread,
                            OffloadWorker::Done done)
{
    Start(now,
          std::make_shared<SaWithdrawal>(m_settings,
                                         WorkerOf(thread),
                                         m_saHandles,
                                         m_observers,
                                         std::move(keys),
                                         reason),
          std::move(done));
}

void
HandleWithdrawals::Withdraw(Ps now,
                            std::vector<PolicyHandleKey> keys,
                            Thread thread,
                            OffloadWorker::Done done)
{
    Start(now,
          std::make_shared<PolicyWithdrawal>(m_settings,
                                             WorkerOf(thread),
                                             m_policyHandles,
                                             m_observers,
                                             std::move(keys)),
          std::move(done));
}

void
HandleWithdrawals::Undo(Ps now, std::unique_ptr<SaHandle> handle)
{
    m_saHandles.AddUnlinked(*handle);
    Start(now,
          std::make_shared<SaWithdrawal>(m_settings, m_saHandles, m_observers, std::move(handle)),
          nullptr);
}

void
HandleWithdrawals::Clear()
{
    for (const auto& withdrawal : m_running)
    {
        withdrawal->Cancel();
    }
    m_running.clear();
}

/// @param thread who runs a withdrawal @return the worker, when it does
OffloadWorker*
HandleWithdrawals::WorkerOf(Thread thread)
{
    return thread == Thread::WORKER ? &m_worker : nullptr;
}

/// @param withdrawal what to start @param done what to call at its end, or
/// empty
void
HandleWithdrawals::Start(Ps now,
                         const std::shared_ptr<HandleWithdrawal>& withdrawal,
                         OffloadWorker::Done done)
{
    m_running.push_back(withdrawal);
    withdrawal->Start(now, [this, me = withdrawal.get(), done = std::move(done)](Ps when) {
        Forget(me);
        if (done)
        {
            done(when);
        }
    });
}

/// @param withdrawal one that is over
void
HandleWithdrawals::Forget(const HandleWithdrawal* withdrawal)
{
    m_running.erase(
        std::find_if(m_running.begin(), m_running.end(), [withdrawal](const auto& running) {
            return running.get() == withdrawal;
        }));
}

} // namespace ns3
