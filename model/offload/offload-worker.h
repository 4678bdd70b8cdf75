/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_OFFLOAD_WORKER_H
#define IPSEC_OFFLOAD_OFFLOAD_WORKER_H

#include "ns3/event-id.h"
#include "ns3/ipsec-life-token.h"
#include "ns3/ipsec-pico-time.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>

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
 *
 * By hand (SetManual()) it does nothing by itself, so that every interleaving of requests, worker
 * and drivers can be played: RunOne(), RunUntilDriverCall() and RunAll() let it go on, and in
 * between it stands still, between two tasks or with a driver call whose answer it has not
 * taken yet. What a step begins may need the simulator: drivers and epoch waits take their time,
 * and the worker stands still again when the step is over.
 */
class OffloadWorker
{
  public:
    /// Called by a task exactly once, at its end.
    using Done = std::function<void(Ps now)>;
    /// A task: gets the time at which it starts.
    using Task = std::function<void(Ps now, Done done)>;

    OffloadWorker() = default;
    ~OffloadWorker();

    OffloadWorker(const OffloadWorker&) = delete;
    OffloadWorker& operator=(const OffloadWorker&) = delete;

    /**
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
     * @param action what to run; at once when the worker is idle
     */
    void WhenIdle(Ps now, std::function<void(Ps)> action);

    /**
     * @param manual true: only the steps below let it go on. Back to false it goes on with the next
     *        request or answer, or after RunAll().
     */
    void SetManual(bool manual);

    /** @return true when it is stepped by hand */
    bool IsManual() const
    {
        return m_manual;
    }

    /**
     * By hand: end the task that has begun, or begin and end the next one. Tasks that find nothing
     * to do count as well (R76).
     */
    void RunOne(Ps now);

    /**
     * By hand: go on until a driver has been called, and leave its answer aside, or until nothing
     * is left to do.
     */
    void RunUntilDriverCall(Ps now);

    /**
     * By hand: go on until nothing is left to do.
     */
    void RunAll(Ps now);

    /** @return true when the task that has begun called a driver and has not taken its answer */
    bool IsAtDriverCall() const
    {
        return m_atDriverCall;
    }

    /** The running task is about to call a driver. */
    void BeginDriverCall();

    /**
     * A driver has answered the running task, which goes on at once or, by hand, with the next
     * step.
     * @param action takes the answer
     */
    void EndDriverCall(Ps now, std::function<void(Ps)> action);

    /** Forget all tasks and completions (the end of a simulation). */
    void Clear();

  private:
    /// How far it may go by hand.
    enum class Step : uint8_t
    {
        NONE,
        END_OF_TASK,
        DRIVER_CALL,
        END_OF_QUEUE
    };

    /// Somebody who drains the queue.
    struct Waiter
    {
        uint64_t completed;             //!< wakes when so many tasks have ended
        std::function<void(Ps)> action; //!< what to run then
    };

    bool MayGoOn() const;
    void Take(Ps now, Step step);
    void WakeUp(Ps now);
    void Run(Ps now);
    void End(Ps now, uint64_t number);

    std::deque<Task> m_queue;         //!< waiting
    std::deque<Waiter> m_waiters;     //!< who drains, in order
    EventId m_wakeUp;                 //!< the thread's start after it was idle
    Ps m_now{0};                      //!< when the last task ended
    uint64_t m_started{0};            //!< tasks begun: the running one's number
    uint64_t m_completed{0};          //!< tasks ended
    bool m_running{false};            //!< a task has not called its completion yet
    bool m_looping{false};            //!< Run() is on the call stack
    bool m_manual{false};             //!< see SetManual()
    Step m_step{Step::NONE};          //!< how far the step by hand goes
    bool m_atDriverCall{false};       //!< see IsAtDriverCall()
    std::function<void(Ps)> m_answer; //!< a driver's, left aside
    LifeToken m_life;                 //!< voids completions of tasks that were forgotten
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_OFFLOAD_WORKER_H */
