/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_SA_WITHDRAWAL_INTERNAL_H
#define IPSEC_OFFLOAD_SA_WITHDRAWAL_INTERNAL_H

#include "handle-withdrawal-internal.h"

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * SA handles on their way out (R65, R208).
 */
class IpsecOffload::SaWithdrawal : public HandleWithdrawal
{
  public:
    /**
     * @param kernel whose handles
     * @param targets which
     * @param reason WITHDRAWN, INTERFACE_DOWN or DEMOTED
     * @param thread who runs it
     * @param done what to call at the end, may be empty
     */
    SaWithdrawal(IpsecOffload& kernel,
                 std::vector<SaTarget> targets,
                 SoftwareReason reason,
                 Thread thread,
                 OffloadWorker::Done done);

    /**
     * An SA that a driver holds and the kernel does not know (R19).
     * @param kernel whose
     * @param handle what would have been its handle
     */
    SaWithdrawal(IpsecOffload& kernel, std::unique_ptr<SaHandle> handle);

  private:
    bool Unlink() override;
    bool NeedsWait() const override;
    bool NeedsDriver() const override;
    void Call(Ps now, OffloadDriver::WithdrawCompletion done) override;
    void Release(Ps now) override;

    std::vector<SaTarget> m_targets;    //!< which
    size_t m_next{0};                   //!< the next one
    SoftwareReason m_reason;            //!< why
    SaTarget m_target;                  //!< the one on its way out
    std::unique_ptr<SaHandle> m_handle; //!< its handle
    bool m_unrecorded{false};           //!< it was never linked
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_SA_WITHDRAWAL_INTERNAL_H */
