/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-handle-withdrawal-internal.h"

#include "ns3/ipsec-event-timer.h"
#include "ns3/log.h"

#include <memory>
#include <utility>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("HandleWithdrawal");

HandleWithdrawal::HandleWithdrawal(const OffloadSettings& settings, OffloadWorker* worker)
    : m_settings(settings),
      m_worker(worker)
{
}

HandleWithdrawal::~HandleWithdrawal()
{
    m_timer.Cancel();
}

void
HandleWithdrawal::Start(Ps now, OffloadWorker::Done end)
{
    m_end = std::move(end);
    Continue(now);
}

void
HandleWithdrawal::Step(Ps now)
{
    while (!IsCanceled())
    {
        switch (m_phase)
        {
        case Phase::UNLINK:
            if (!Unlink())
            {
                const auto end = std::move(m_end);
                end(now);
                return;
            }
            m_phase = Phase::CALL;
            if (BeginWait(now))
            {
                return;
            }
            break;
        case Phase::CALL:
            m_phase = Phase::RELEASE;
            if (BeginCall(now))
            {
                return;
            }
            break;
        case Phase::RELEASE:
            m_phase = Phase::UNLINK;
            Release(now);
            break;
        }
    }
}

/**
 * @return true when the end of the epoch wait will continue this
 */
bool
HandleWithdrawal::BeginWait(Ps now)
{
    const Ps wait = ToPs(m_settings.epochWait);
    if (wait == 0 || !NeedsWait())
    {
        return false;
    }
    m_timer = EventTimer::At(now + wait, [process = weak_from_this()](Ps when) {
        if (const auto alive = process.lock())
        {
            alive->Continue(when);
        }
    });
    return true;
}

/**
 * @return true when the driver's answer will continue this
 */
bool
HandleWithdrawal::BeginCall(Ps now)
{
    if (!NeedsDriver()) // R66
    {
        return false;
    }
    m_asking = true;
    if (m_worker)
    {
        m_worker->BeginDriverCall();
    }
    const auto self = std::static_pointer_cast<HandleWithdrawal>(shared_from_this());
    Call(now,
         [process = std::weak_ptr<HandleWithdrawal>(self), question = ++m_question](Ps when,
                                                                                    bool success) {
             if (const auto alive = process.lock())
             {
                 alive->Answered(when, question, success);
             }
         });
    return true;
}

void
HandleWithdrawal::Answered(Ps now, uint32_t question, bool success)
{
    if (!m_asking || question != m_question || IsCanceled())
    {
        NS_LOG_WARN("a driver answered a withdrawal more than once");
        return;
    }
    m_asking = false;
    if (m_worker)
    {
        m_worker->EndDriverCall(now, [this, success](Ps when) { Taken(when, success); });
        return;
    }
    Taken(now, success);
}

/// The driver's answer is taken. @param success what it says
void
HandleWithdrawal::Taken(Ps now, bool success)
{
    if (!success) // R65, R103: only logged
    {
        NS_LOG_WARN("a driver failed to drop what it was told to, at " << now << " ps");
    }
    Continue(now);
}

} // namespace ns3
