/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "sa-withdrawal-internal.h"

#include <utility>

namespace ns3
{

SaWithdrawal::SaWithdrawal(const OffloadSettings& settings,
                           OffloadWorker* worker,
                           SaHandleTable& table,
                           OffloadObservers& observers,
                           std::vector<SaHandleKey> keys,
                           SoftwareReason reason)
    : HandleWithdrawal(settings, worker),
      m_table(table),
      m_observers(observers),
      m_keys(std::move(keys)),
      m_reason(reason),
      m_key{}
{
}

SaWithdrawal::SaWithdrawal(const OffloadSettings& settings,
                           SaHandleTable& table,
                           OffloadObservers& observers,
                           std::unique_ptr<SaHandle> handle)
    : HandleWithdrawal(settings, nullptr),
      m_table(table),
      m_observers(observers),
      m_reason(SoftwareReason::HANDLE_LOST),
      m_key{handle->drvSpi, Ptr<SecurityAssociation>(handle->sa), handle->interface},
      m_handle(std::move(handle)),
      m_unrecorded(true)
{
}

bool
SaWithdrawal::NeedsWait() const
{
    return !m_unrecorded;
}

bool
SaWithdrawal::Unlink()
{
    if (m_unrecorded)
    {
        return m_handle != nullptr;
    }
    while (!m_handle && m_next < m_keys.size())
    {
        m_key = std::move(m_keys[m_next++]);
        m_handle = m_table.Unlink(m_key);
    }
    if (!m_handle)
    {
        return false;
    }
    if (m_reason != SoftwareReason::WITHDRAWN)
    {
        SaOffloadState::Of(*m_key.sa).SetUnhandled(m_key.interface->GetIndex(), m_reason);
    }
    TakeOverNumbers(); // at once, since software goes on with the SA
    return true;
}

/// Where kernels hand over: software's counter and window follow the NIC's (R143).
/// @return where the NIC stands, if it can tell
std::optional<SequenceState>
SaWithdrawal::TakeOverNumbers() const
{
    auto state = GetNumbersOfNic(*m_handle);
    if (state && m_settings.sequenceHandover)
    {
        m_key.sa->TakeOver(*state);
    }
    return state;
}

bool
SaWithdrawal::NeedsDriver() const
{
    return m_handle->handled;
}

void
SaWithdrawal::Call(Ps now, OffloadDriver::WithdrawCompletion done)
{
    if (const auto last = TakeOverNumbers()) // with what was still in the NIC's queues
    {
        m_key.sa->CountNumbersOfNic(m_handle->firstNumber, last->next);
    }
    m_table.CountDriverCall();
    m_observers.Tell(&OffloadObserver::DeinstallAsked,
                     HandleEvent{now, m_key.sa, m_key.interface, m_handle->drvSpi, m_reason});
    const auto driver = m_key.interface->GetDriver();
    driver->SaDeinstall(now, m_handle->drvSpi, m_handle->cookie, std::move(done));
}

void
SaWithdrawal::Release(Ps now)
{
    const SaHandleKey key = std::move(m_key);
    m_handle.reset();
    m_table.Release(key.drvSpi);
    m_observers.Tell(&OffloadObserver::HandleWithdrawn,
                     HandleEvent{now, key.sa, key.interface, key.drvSpi, m_reason});
}

} // namespace ns3
