/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_POLICY_WITHDRAWAL_INTERNAL_H
#define IPSEC_OFFLOAD_POLICY_WITHDRAWAL_INTERNAL_H

#include "ipsec-handle-withdrawal-internal.h"
#include "offload-observer.h"
#include "policy-handle-table.h"

#include <cstddef>
#include <memory>
#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * Policy handles on their way out (R103, R208).
 */
class PolicyWithdrawal : public HandleWithdrawal
{
  public:
    /**
     * @param settings of the kernel
     * @param worker whose task this is; nullptr: it runs beside the worker
     * @param table where the handles are
     * @param observers notified of it
     * @param keys which handles
     */
    PolicyWithdrawal(const OffloadSettings& settings,
                     OffloadWorker* worker,
                     PolicyHandleTable& table,
                     OffloadObservers& observers,
                     std::vector<PolicyHandleKey> keys);

  private:
    bool Unlink() override;
    bool NeedsDriver() const override;
    void Call(Ps now, OffloadDriver::WithdrawCompletion done) override;
    void Release(Ps now) override;

    PolicyHandleTable& m_table;             //!< where the handles are
    OffloadObservers& m_observers;          //!< notified of it
    std::vector<PolicyHandleKey> m_keys;    //!< which handles
    size_t m_next{0};                       //!< the next one
    PolicyHandleKey m_key;                  //!< the one on its way out
    std::unique_ptr<PolicyHandle> m_handle; //!< it
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_POLICY_WITHDRAWAL_INTERNAL_H */
