/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_HANDLE_WITHDRAWAL_INTERNAL_H
#define IPSEC_OFFLOAD_HANDLE_WITHDRAWAL_INTERNAL_H

#include "ipsec-offload.h"
#include "sequential-process-internal.h"

#include "ns3/event-id.h"

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * Handles on their way out, one after another: unlink, wait until the packets in flight are
 * through, ask the driver to drop it, free its value (R65, R208).
 */
class IpsecOffload::Withdrawal : public SequentialProcess
{
  public:
    /**
     * @param kernel whose handles
     * @param targets which; those that somebody else unlinked first are skipped (R210)
     * @param reason WITHDRAWN or INTERFACE_DOWN
     * @param done what to call at the end, may be empty
     */
    Withdrawal(IpsecOffload& kernel,
               std::vector<Target> targets,
               SoftwareReason reason,
               OffloadWorker::Done done);
    ~Withdrawal() override;

  private:
    /// What the next step does.
    enum class Phase : uint8_t
    {
        UNLINK,
        CALL,
        RELEASE
    };

    void Step(Ps now) override;
    bool Unlink(Ps now);
    bool Call(Ps now);
    void Release(Ps now);
    void Answered(Ps now, uint32_t question, bool success);
    void Finish(Ps now);

    IpsecOffload& m_kernel;             //!< whose handles
    std::vector<Target> m_targets;      //!< which
    SoftwareReason m_reason;            //!< why
    OffloadWorker::Done m_done;         //!< to call at the end
    size_t m_next{0};                   //!< the next target
    Phase m_phase{Phase::UNLINK};       //!< what the next step does
    std::unique_ptr<SaHandle> m_handle; //!< the one on its way out
    EventId m_timer;                    //!< end of the epoch wait
    uint32_t m_question{0};             //!< number of the driver call
    bool m_asking{false};               //!< the driver has not answered
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_HANDLE_WITHDRAWAL_INTERNAL_H */
