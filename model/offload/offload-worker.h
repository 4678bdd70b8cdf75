/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_OFFLOAD_WORKER_H
#define IPSEC_OFFLOAD_OFFLOAD_WORKER_H

#include "ns3/pico-time.h"

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
 */
class OffloadWorker
{
  public:
    /// Called by a task exactly once, at its end.
    using Done = std::function<void(Ps now)>;
    /// A task: gets the time at which it starts.
    using Task = std::function<void(Ps now, Done done)>;

    OffloadWorker();

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
    void RunNext(Ps now);

    std::deque<Task> m_queue;       //!< waiting
    bool m_running{false};          //!< a task has not called its completion yet
    bool m_draining{false};         //!< RunNext() is on the call stack
    uint64_t m_completed{0};        //!< tasks ended
    std::shared_ptr<int> m_life;    //!< tells late completions that the worker still exists
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_OFFLOAD_WORKER_H */
