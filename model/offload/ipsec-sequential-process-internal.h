/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_SEQUENTIAL_PROCESS_INTERNAL_H
#define IPSEC_OFFLOAD_IPSEC_SEQUENTIAL_PROCESS_INTERNAL_H

#include "ns3/ipsec-pico-time.h"

#include <memory>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * Something that goes on step by step, where a step may end at once or much later (a driver
 * answers, a timer runs out). Steps that end at once are run in a loop and cost no stack.
 *
 * Whoever may continue it keeps a std::weak_ptr, so that answers which come after its owner let go
 * of it are harmless.
 */
class SequentialProcess : public std::enable_shared_from_this<SequentialProcess>
{
  public:
    virtual ~SequentialProcess() = default;

    /**
     * Run the next step; called from within a step, run it when that has returned.
     */
    void Continue(Ps now);

    /** Never run another step. */
    void Cancel()
    {
        m_canceled = true;
    }

    /** @return true after Cancel() */
    bool IsCanceled() const
    {
        return m_canceled;
    }

  protected:
    /**
     * Do as much as can be done now, then arrange for one call of Continue(), or finish.
     */
    virtual void Step(Ps now) = 0;

  private:
    Ps m_now{0};            //!< time of the step to run
    bool m_due{false};      //!< a step is to be run
    bool m_stepping{false}; //!< Continue() is on the call stack
    bool m_canceled{false}; //!< see Cancel()
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_SEQUENTIAL_PROCESS_INTERNAL_H */
