/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "offload-worker.h"

#include "ns3/ipsec-event-timer.h"
#include "ns3/log.h"

#include <utility>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("OffloadWorker");

OffloadWorker::~OffloadWorker()
{
    Clear();
}

void
OffloadWorker::Enqueue(Ps now, Task task)
{
    NS_LOG_FUNCTION(this << now << GetLength());
    m_queue.push_back(std::move(task));
    if (MayGoOn())
    {
        WakeUp(now);
    }
}

/// Start the thread after the caller's event.
void
OffloadWorker::WakeUp(Ps now)
{
    if (!m_running && !m_looping && m_wakeUp.IsExpired())
    {
        m_wakeUp = EventTimer::At(now, m_life.Guard([this](Ps when) { Run(when); }));
    }
}

/// @return false when it is stepped by hand and the step is over
bool
OffloadWorker::MayGoOn() const
{
    return !m_manual || m_step != Step::NONE;
}

void
OffloadWorker::SetManual(bool manual)
{
    NS_LOG_FUNCTION(this << manual);
    m_manual = manual;
    m_step = Step::NONE;
}

void
OffloadWorker::RunOne(Ps now)
{
    Take(now, Step::END_OF_TASK);
}

void
OffloadWorker::RunUntilDriverCall(Ps now)
{
    Take(now, Step::DRIVER_CALL);
}

void
OffloadWorker::RunAll(Ps now)
{
    Take(now, Step::END_OF_QUEUE);
}

/// @param step how far to go
void
OffloadWorker::Take(Ps now, Step step)
{
    NS_LOG_FUNCTION(this << now << static_cast<int>(step));
    if (GetLength() == 0)
    {
        return;
    }
    m_step = m_manual ? step : Step::NONE;
    if (m_answer)
    {
        m_atDriverCall = false;
        const auto answer = std::move(m_answer);
        m_answer = nullptr;
        answer(now);
    }
    else
    {
        Run(now);
    }
}

void
OffloadWorker::BeginDriverCall()
{
    NS_LOG_FUNCTION(this);
    m_atDriverCall = true;
    if (m_step == Step::DRIVER_CALL)
    {
        m_step = Step::NONE;
    }
}

void
OffloadWorker::EndDriverCall(Ps now, std::function<void(Ps)> action)
{
    NS_LOG_FUNCTION(this << now);
    if (!MayGoOn())
    {
        m_answer = std::move(action);
        return;
    }
    m_atDriverCall = false;
    action(now);
}

void
OffloadWorker::WhenIdle(Ps now, std::function<void(Ps)> action)
{
    NS_LOG_FUNCTION(this << now << GetLength());
    if (GetLength() == 0)
    {
        action(now);
        return;
    }
    m_waiters.push_back({m_completed + GetLength(), std::move(action)});
}

void
OffloadWorker::Clear()
{
    NS_LOG_FUNCTION(this << GetLength());
    m_life.Renew();
    m_wakeUp.Cancel();
    m_queue.clear();
    m_waiters.clear();
    m_answer = nullptr;
    m_step = Step::NONE;
    m_running = false;
    m_looping = false;
    m_atDriverCall = false;
}

void
OffloadWorker::Run(Ps now)
{
    if (m_running || m_looping)
    {
        return;
    }
    const auto life = m_life.GetWatch();
    m_looping = true;
    m_now = now;
    while (!m_running && !m_queue.empty() && MayGoOn())
    {
        const Task task = std::move(m_queue.front());
        m_queue.pop_front();
        m_running = true;
        const uint64_t number = ++m_started;
        task(m_now, m_life.Guard([this, number](Ps end) { End(end, number); }));
        if (life.IsOver()) // cleared by the task
        {
            return;
        }
    }
    m_looping = false;
}

void
OffloadWorker::End(Ps now, uint64_t number)
{
    NS_LOG_FUNCTION(this << now << number);
    if (!m_running || number != m_started) // a completion called twice
    {
        return;
    }
    m_running = false;
    m_now = now;
    ++m_completed;
    if (m_step == Step::END_OF_TASK || m_queue.empty())
    {
        m_step = Step::NONE;
    }
    const auto life = m_life.GetWatch();
    while (!m_waiters.empty() && m_waiters.front().completed <= m_completed)
    {
        const auto action = std::move(m_waiters.front().action);
        m_waiters.pop_front();
        action(now);
        if (life.IsOver())
        {
            return;
        }
    }
    Run(now);
}

} // namespace ns3
