/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_POLICY_OFFER_PROCESS_INTERNAL_H
#define IPSEC_OFFLOAD_POLICY_OFFER_PROCESS_INTERNAL_H

#include "ipsec-offer-process-internal.h"
#include "policy-handle-table.h"

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * The offer of one policy (R100, R101).
 */
class PolicyOfferProcess : public OfferProcess
{
  public:
    /**
     * @param context what it works with
     * @param table gets the handles
     * @param policy the policy
     * @param done called at the end
     */
    PolicyOfferProcess(const OfferContext& context,
                       PolicyHandleTable& table,
                       const Ptr<SecurityPolicy>& policy,
                       OffloadWorker::Done done);

  private:
    bool Offer(Ps now) override;
    void Keep(Ps now, const DriverReply& reply, uint64_t cookie) override;
    void Finish(Ps now) override;
    LateOffer GiveUp() override;

    PolicyHandleTable& m_table;      //!< gets the handles
    Ptr<SecurityPolicy> m_policy;    //!< what is offered
    PolicyHandle* m_handle{nullptr}; //!< the one whose driver was asked
    OffloadWorker::Done m_done;      //!< called at the end
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_POLICY_OFFER_PROCESS_INTERNAL_H */
