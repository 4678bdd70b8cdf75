/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_HANDLE_WITHDRAWALS_H
#define IPSEC_OFFLOAD_IPSEC_HANDLE_WITHDRAWALS_H

#include "offload-observer.h"
#include "offload-settings.h"
#include "offload-worker.h"
#include "policy-handle-table.h"
#include "sa-handle-table.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace ns3
{

class HandleWithdrawal;

/**
 * @ingroup ipsec-offload
 * Takes handles back from drivers, and owns the withdrawals under way. Each takes its handles one
 * after another, in three steps: unlink, epoch wait, driver call (R65). Several run at a time: the
 * worker's, and those of interfaces that went down, whose callers do not wait for the worker's
 * queue (R207).
 */
class HandleWithdrawals
{
  public:
    /// Who runs a withdrawal.
    enum class Thread : uint8_t
    {
        WORKER, //!< one of its tasks
        CALLER  //!< the interface-down routine, beside the worker (R207)
    };

    /**
     * @param settings of the kernel
     * @param worker the worker
     * @param saHandles handles of SAs
     * @param policyHandles handles of policies
     * @param observers notified of it
     */
    HandleWithdrawals(const OffloadSettings& settings,
                      OffloadWorker& worker,
                      SaHandleTable& saHandles,
                      PolicyHandleTable& policyHandles,
                      OffloadObservers& observers);
    ~HandleWithdrawals();

    HandleWithdrawals(const HandleWithdrawals&) = delete;
    HandleWithdrawals& operator=(const HandleWithdrawals&) = delete;

    /**
     * Start to withdraw handles of SAs.
     * @param keys which
     * @param reason WITHDRAWN, INTERFACE_DOWN or DEMOTED
     * @param thread who runs it
     * @param done what to call at the end, may be empty
     */
    void Withdraw(Ps now,
                  std::vector<SaHandleKey> keys,
                  SoftwareReason reason,
                  Thread thread,
                  OffloadWorker::Done done = nullptr);

    /**
     * Start to withdraw handles of policies.
     * @param keys which
     * @param thread who runs it
     * @param done what to call at the end, may be empty
     */
    void Withdraw(Ps now,
                  std::vector<PolicyHandleKey> keys,
                  Thread thread,
                  OffloadWorker::Done done = nullptr);

    /**
     * A driver holds an SA that the kernel does not know: let it drop it (R19, and acks after a
     * time-out).
     * @param handle what would have been its handle; its drv_spi is taken
     */
    void Undo(Ps now, std::unique_ptr<SaHandle> handle);

    /** Stop them all. Ends of waits and answers that come later find nobody. */
    void Clear();

  private:
    OffloadWorker* WorkerOf(Thread thread);
    void Start(Ps now,
               const std::shared_ptr<HandleWithdrawal>& withdrawal,
               OffloadWorker::Done done);
    void Forget(const HandleWithdrawal* withdrawal);

    const OffloadSettings& m_settings;                        //!< of the kernel
    OffloadWorker& m_worker;                                  //!< the worker
    SaHandleTable& m_saHandles;                               //!< handles of SAs
    PolicyHandleTable& m_policyHandles;                       //!< handles of policies
    OffloadObservers& m_observers;                            //!< notified of it
    std::vector<std::shared_ptr<HandleWithdrawal>> m_running; //!< those under way
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_HANDLE_WITHDRAWALS_H */
