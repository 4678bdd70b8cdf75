/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_POLICY_WITHDRAWAL_INTERNAL_H
#define IPSEC_OFFLOAD_POLICY_WITHDRAWAL_INTERNAL_H

#include "handle-withdrawal-internal.h"

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * Policy handles on their way out (R103, R208).
 */
class IpsecOffload::PolicyWithdrawal : public HandleWithdrawal
{
  public:
    /**
     * @param kernel whose handles
     * @param targets which
     * @param thread who runs it
     * @param done what to call at the end, may be empty
     */
    PolicyWithdrawal(IpsecOffload& kernel,
                     std::vector<PolicyTarget> targets,
                     Thread thread,
                     OffloadWorker::Done done);

  private:
    bool Unlink() override;
    bool NeedsDriver() const override;
    void Call(Ps now, OffloadDriver::WithdrawCompletion done) override;
    void Release(Ps now) override;

    std::vector<PolicyTarget> m_targets;    //!< which
    size_t m_next{0};                       //!< the next one
    PolicyTarget m_target;                  //!< the one on its way out
    std::unique_ptr<PolicyHandle> m_handle; //!< its handle
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_POLICY_WITHDRAWAL_INTERNAL_H */
