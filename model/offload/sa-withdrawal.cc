/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "sa-withdrawal-internal.h"

#include <utility>

namespace ns3
{

IpsecOffload::SaWithdrawal::SaWithdrawal(IpsecOffload& kernel,
                                         std::vector<SaTarget> targets,
                                         SoftwareReason reason,
                                         Thread thread,
                                         OffloadWorker::Done done)
    : HandleWithdrawal(kernel, thread, std::move(done)),
      m_targets(std::move(targets)),
      m_reason(reason)
{
}

IpsecOffload::SaWithdrawal::SaWithdrawal(IpsecOffload& kernel, std::unique_ptr<SaHandle> handle)
    : HandleWithdrawal(kernel, Thread::CALLER, nullptr),
      m_reason(SoftwareReason::HANDLE_LOST),
      m_target{handle->drvSpi, Ptr<SecurityAssociation>(handle->sa), handle->interface},
      m_handle(std::move(handle)),
      m_unrecorded(true)
{
}

bool
IpsecOffload::SaWithdrawal::NeedsWait() const
{
    return !m_unrecorded;
}

bool
IpsecOffload::SaWithdrawal::Unlink()
{
    if (m_unrecorded)
    {
        return m_handle != nullptr;
    }
    while (!m_handle && m_next < m_targets.size())
    {
        m_target = std::move(m_targets[m_next++]);
        m_handle = m_kernel.Unlink(m_target);
    }
    if (!m_handle)
    {
        return false;
    }
    if (m_reason != SoftwareReason::WITHDRAWN)
    {
        SaOffloadState::Of(*m_target.sa).SetUnhandled(m_target.interface->GetIndex(), m_reason);
    }
    if (m_kernel.m_sequenceHandover && m_handle->handled && !m_handle->hostNumbers)
    {
        const auto state =
            m_target.interface->GetDriver()->GetSequenceState(m_handle->drvSpi, m_handle->cookie);
        if (state)
        {
            m_target.sa->TakeOver(*state);
        }
    }
    return true;
}

bool
IpsecOffload::SaWithdrawal::NeedsDriver() const
{
    return m_handle->handled;
}

void
IpsecOffload::SaWithdrawal::Call(Ps now, OffloadDriver::WithdrawCompletion done)
{
    --m_kernel.m_unlinkedHandled;
    m_kernel.m_observers.Tell(
        &OffloadObserver::DeinstallAsked,
        HandleEvent{now, m_target.sa, m_target.interface, m_handle->drvSpi, m_reason});
    const auto driver = m_target.interface->GetDriver();
    driver->SaDeinstall(now, m_handle->drvSpi, m_handle->cookie, std::move(done));
}

void
IpsecOffload::SaWithdrawal::Release(Ps now)
{
    const SaTarget target = std::move(m_target);
    m_handle.reset();
    m_kernel.Release(target.drvSpi);
    m_kernel.m_observers.Tell(
        &OffloadObserver::HandleWithdrawn,
        HandleEvent{now, target.sa, target.interface, target.drvSpi, m_reason});
}

} // namespace ns3
