/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_HANDLE_WITHDRAWAL_INTERNAL_H
#define IPSEC_OFFLOAD_IPSEC_HANDLE_WITHDRAWAL_INTERNAL_H

#include "ipsec-sequential-process-internal.h"
#include "offload-driver.h"
#include "offload-settings.h"
#include "offload-worker.h"

#include "ns3/event-id.h"

#include <cstdint>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * Handles on their way out, one after another: unlink, wait until the packets in flight are
 * through, ask the driver to drop it, let go of it (R65, R103, R208).
 */
class HandleWithdrawal : public SequentialProcess
{
  public:
    /**
     * @param settings of the kernel
     * @param worker whose task this is; nullptr: it runs beside the worker (R207)
     */
    HandleWithdrawal(const OffloadSettings& settings, OffloadWorker* worker);
    ~HandleWithdrawal() override;

    /**
     * @param end called once, when no handle is left; this may be destroyed in it
     */
    void Start(Ps now, OffloadWorker::Done end);

  protected:
    /**
     * Take the next handle out of the data path's sight; those that somebody else took first are
     * skipped (R210).
     * @return false when there is none left
     */
    virtual bool Unlink() = 0;

    /** @return true when packets in flight may still mean what Unlink() took out */
    virtual bool NeedsWait() const
    {
        return true;
    }

    /** @return true when a driver holds what Unlink() took out */
    virtual bool NeedsDriver() const = 0;

    /**
     * Ask the driver to drop what Unlink() took out.
     * @param done its answer
     */
    virtual void Call(Ps now, OffloadDriver::WithdrawCompletion done) = 0;

    /**
     * Let go of what Unlink() took out.
     */
    virtual void Release(Ps now) = 0;

    const OffloadSettings& m_settings; //!< of the kernel

  private:
    /// What the next step does.
    enum class Phase : uint8_t
    {
        UNLINK,
        CALL,
        RELEASE
    };

    void Step(Ps now) override;
    bool BeginWait(Ps now);
    bool BeginCall(Ps now);
    void Answered(Ps now, uint32_t question, bool success);
    void Taken(Ps now, bool success);

    OffloadWorker* m_worker;      //!< whose task this is, or nullptr
    OffloadWorker::Done m_end;    //!< to call at the end
    Phase m_phase{Phase::UNLINK}; //!< what the next step does
    EventId m_timer;              //!< end of the epoch wait
    uint32_t m_question{0};       //!< number of the driver call
    bool m_asking{false};         //!< the driver has not answered
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_HANDLE_WITHDRAWAL_INTERNAL_H */
