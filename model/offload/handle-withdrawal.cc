/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "handle-withdrawal-internal.h"

#include "ns3/event-timer.h"
#include "ns3/log.h"

#include <algorithm>
#include <utility>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("HandleWithdrawal");

IpsecOffload::Withdrawal::Withdrawal(IpsecOffload& kernel,
                                     std::vector<Target> targets,
                                     SoftwareReason reason,
                                     OffloadWorker::Done done)
    : m_kernel(kernel),
      m_targets(std::move(targets)),
      m_reason(reason),
      m_done(std::move(done))
{
}

IpsecOffload::Withdrawal::~Withdrawal()
{
    m_timer.Cancel();
}

void
IpsecOffload::Withdrawal::Step(Ps now)
{
    while (!IsCancelled())
    {
        switch (m_phase)
        {
        case Phase::UNLINK:
            if (m_next == m_targets.size())
            {
                Finish(now);
                return;
            }
            if (!Unlink(now))
            {
                return;
            }
            break;
        case Phase::CALL:
            if (!Call(now))
            {
                return;
            }
            break;
        case Phase::RELEASE:
            Release(now);
            break;
        }
    }
}

/**
 * @param now the time
 * @return false when the epoch wait will continue this
 */
bool
IpsecOffload::Withdrawal::Unlink(Ps now)
{
    m_handle = m_kernel.Unlink(m_targets[m_next]);
    if (!m_handle)
    {
        ++m_next;
        return true;
    }
    if (m_reason == SoftwareReason::INTERFACE_DOWN)
    {
        StateOf(*m_handle->sa).unhandled.emplace_back(m_handle->interface->GetIndex(), m_reason);
    }
    m_phase = Phase::CALL;
    const Ps wait = ToPs(m_kernel.m_epochWait);
    if (wait == 0)
    {
        return true;
    }
    m_timer = EventTimer::At(now + wait,
                             [process = weak_from_this()](Ps when)
                             {
                                 if (auto alive = process.lock())
                                 {
                                     alive->Continue(when);
                                 }
                             });
    return false;
}

/**
 * @param now the time
 * @return false when the driver has been asked and will continue this
 */
bool
IpsecOffload::Withdrawal::Call(Ps now)
{
    m_phase = Phase::RELEASE;
    if (!m_handle->handled) // R66
    {
        return true;
    }
    --m_kernel.m_unlinkedHandled;
    ++m_kernel.m_statistics.withdrawals;
    m_asking = true;
    ++m_question;
    const auto driver = m_handle->interface->GetDriver();
    auto self = std::static_pointer_cast<Withdrawal>(shared_from_this());
    driver->SaDeinstall(
        now,
        m_handle->drvSpi,
        m_handle->cookie,
        [process = std::weak_ptr<Withdrawal>(self), question = m_question](Ps when, bool success)
        {
            if (auto alive = process.lock())
            {
                alive->Answered(when, question, success);
            }
        });
    return false;
}

void
IpsecOffload::Withdrawal::Answered(Ps now, uint32_t question, bool success)
{
    if (!m_asking || question != m_question || IsCancelled())
    {
        NS_LOG_WARN("driver answered more than once");
        return;
    }
    m_asking = false;
    if (!success) // R65: only logged
    {
        NS_LOG_WARN(m_handle->interface->GetName()
                    << ": driver failed to drop drv_spi " << m_handle->drvSpi);
    }
    Continue(now);
}

void
IpsecOffload::Withdrawal::Release(Ps now)
{
    const Target target = std::move(m_targets[m_next++]);
    m_phase = Phase::UNLINK;
    m_handle.reset();
    m_kernel.Release(target.drvSpi);
    NS_LOG_INFO(target.interface->GetName()
                << ": SA spi 0x" << std::hex << target.sa->GetConfig().spi << std::dec
                << " withdrawn, drv_spi " << target.drvSpi << " free at " << now << " ps");
    m_kernel.m_withdrawTrace(now, *target.sa, *target.interface, target.drvSpi, m_reason);
}

void
IpsecOffload::Withdrawal::Finish(Ps now)
{
    const auto done = std::move(m_done);
    auto& all = m_kernel.m_withdrawals;
    all.erase(std::find_if(all.begin(),
                           all.end(),
                           [this](const auto& process) { return process.get() == this; }));
    if (done)
    {
        done(now);
    }
}

} // namespace ns3
