/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_SA_OFFER_PROCESS_INTERNAL_H
#define IPSEC_OFFLOAD_SA_OFFER_PROCESS_INTERNAL_H

#include "ipsec-offer-process-internal.h"
#include "offload-refusal-table.h"
#include "sa-handle-table.h"

#include <cstdint>
#include <functional>
#include <memory>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * The offer of one SA (R43-R49). What becomes of an SA that nobody took, or that died meanwhile, is
 * for whoever started it.
 */
class SaOfferProcess : public OfferProcess
{
  public:
    /// Called at the end: whether a driver said no, and whether one of those failed.
    using Done = std::function<void(Ps now, bool refused, bool faulted)>;

    /**
     * @param context what it works with
     * @param table gets the handles
     * @param refusals gets the drivers' words
     * @param sa the SA
     * @param done called at the end
     * @param only the only interface to offer it to, once more; nullptr: all of them
     */
    SaOfferProcess(const OfferContext& context,
                   SaHandleTable& table,
                   RefusalTable& refusals,
                   const Ptr<SecurityAssociation>& sa,
                   Done done,
                   const Ptr<OffloadInterface>& only = nullptr);

  private:
    bool Offer(Ps now) override;
    void Keep(Ps now, const DriverReply& reply, uint64_t cookie) override;
    void Finish(Ps now) override;
    LateOffer GiveUp() override;
    void AskDriver(Ps now);
    std::unique_ptr<SaHandle> MakeHandle(SoftwareReason reason, uint64_t cookie) const;
    uint16_t NumberOf(SoftwareReason reason, const DriverReply& reply) const;
    void LoseHandle(Ps now, uint64_t cookie);
    void Link(Ps now, std::unique_ptr<SaHandle> handle);
    void Refuse(Ps now, SoftwareReason reason, uint16_t refusal = 0);
    void Report(Ps now, SoftwareReason reason, uint16_t refusal) const;

    SaHandleTable& m_table;        //!< gets the handles
    RefusalTable& m_refusals;      //!< gets the drivers' words
    Ptr<SecurityAssociation> m_sa; //!< what is offered
    Done m_done;                   //!< called at the end
    uint16_t m_drvSpi{0};          //!< the value for the interface in turn, or 0
    bool m_refused{false};         //!< a driver said no
    bool m_faulted{false};         //!< a driver failed
    bool m_gaveUp{false};          //!< the value is kept for the driver's late answer
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_SA_OFFER_PROCESS_INTERNAL_H */
