/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_SA_WITHDRAWAL_INTERNAL_H
#define IPSEC_OFFLOAD_SA_WITHDRAWAL_INTERNAL_H

#include "ipsec-handle-withdrawal-internal.h"
#include "offload-observer.h"
#include "sa-handle-table.h"

#include <cstddef>
#include <memory>
#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * SA handles on their way out (R65, R208).
 */
class SaWithdrawal : public HandleWithdrawal
{
  public:
    /**
     * @param settings of the kernel
     * @param worker whose task this is; nullptr: it runs beside the worker
     * @param table where the handles are
     * @param observers notified of it
     * @param keys which handles
     * @param reason WITHDRAWN, INTERFACE_DOWN or DEMOTED
     */
    SaWithdrawal(const OffloadSettings& settings,
                 OffloadWorker* worker,
                 SaHandleTable& table,
                 OffloadObservers& observers,
                 std::vector<SaHandleKey> keys,
                 SoftwareReason reason);

    /**
     * An SA that a driver holds and the kernel does not know (R19); runs beside the worker.
     * @param settings of the kernel
     * @param table knows its value as that of an unlinked handle
     * @param observers notified of it
     * @param handle what would have been its handle
     */
    SaWithdrawal(const OffloadSettings& settings,
                 SaHandleTable& table,
                 OffloadObservers& observers,
                 std::unique_ptr<SaHandle> handle);

  private:
    bool Unlink() override;
    bool NeedsWait() const override;
    bool NeedsDriver() const override;
    void Call(Ps now, OffloadDriver::WithdrawCompletion done) override;
    void Release(Ps now) override;
    std::optional<SequenceState> TakeOverNumbers() const;

    SaHandleTable& m_table;             //!< where the handles are
    OffloadObservers& m_observers;      //!< notified of it
    std::vector<SaHandleKey> m_keys;    //!< which handles
    size_t m_next{0};                   //!< the next one
    SoftwareReason m_reason;            //!< why
    SaHandleKey m_key;                  //!< the one on its way out
    std::unique_ptr<SaHandle> m_handle; //!< it
    bool m_unrecorded{false};           //!< it was never linked
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_SA_WITHDRAWAL_INTERNAL_H */
