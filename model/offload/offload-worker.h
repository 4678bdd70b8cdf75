/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_OFFLOAD_WORKER_H
#define IPSEC_OFFLOAD_OFFLOAD_WORKER_H

#include "ns3/event-id.h"
#include "ns3/pico-time.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * The one thread that runs all offers and withdrawals of SAs and policies, first in first out (R7).
 * A task ends when it calls its completion, which may be later: a driver call takes its time, and
 * everything behind it waits (R8). Packets never do.
 *
 * It is a thread of its own: a task never runs inside the call that queues it, only after the
 * caller's event has ended (R9). Tasks that end at once are run in a loop, so a long queue costs no
 * stack.
 */
class OffloadWorker
{
  public:
    /// Called by a task exactly once, at its end.
    using Done = std::function<void(Ps now)>;
    /// A task: gets the time at which it starts.
    using Task = std::function<void(Ps now, Done done)>;

    OffloadWorker();
    ~OffloadWorker();

    OffloadWorker(const OffloadWorker&) = delete;
    OffloadWorker& operator=(const OffloadWorker&) = delete;

    /**
     * @param now the time
     * @param task what to run behind everything that is queued
     */
    void Enqueue(Ps now, Task task);

    /** @return tasks waiting or running */
    size_t GetLength() const
    {
        return m_queue.size() + (m_running ? 1 : 0);
    }

    /** @return tasks that ended */
    uint64_t GetCompleted() const
    {
        return m_completed;
    }

    /**
     * Drain (R219): run something once everything that is queued now has ended.
     * @param now the time
     * @param action what to run; at once when the worker is idle
     */
    void WhenIdle(Ps now, std::function<void(Ps)> action);

    /** Forget all tasks and completions (the end of a simulation). */
    void Clear();

  private:
    /// Somebody who drains the queue.
    struct Waiter
    {
        uint64_t completed;             //!< wakes when so many tasks have ended
        std::function<void(Ps)> action; //!< what to run then
    };

    void Run(Ps now);
    void End(Ps now, uint64_t number);

    std::deque<Task> m_queue;     //!< waiting
    std::deque<Waiter> m_waiters; //!< who drains, in order
    EventId m_wakeUp;             //!< the thread's start after it was idle
    Ps m_now{0};                  //!< when the last task ended
    uint64_t m_started{0};        //!< tasks begun: the running one's number
    uint64_t m_completed{0};      //!< tasks ended
    bool m_running{false};        //!< a task has not called its completion yet
    bool m_looping{false};        //!< Run() is on the call stack
    std::shared_ptr<int> m_life; //!< tells late completions whether the worker still waits for them
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_OFFLOAD_WORKER_H */
