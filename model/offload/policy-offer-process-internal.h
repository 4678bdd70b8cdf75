/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_POLICY_OFFER_WALK_INTERNAL_H
#define IPSEC_OFFLOAD_POLICY_OFFER_WALK_INTERNAL_H

#include "interface-walk-internal.h"

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * The offer of one policy (R100, R101).
 */
class IpsecOffload::PolicyOfferWalk : public InterfaceWalk
{
  public:
    /**
     * @param kernel whose interfaces
     * @param policy the policy
     * @param done the end of the worker's task
     */
    PolicyOfferWalk(IpsecOffload& kernel,
                    const Ptr<SecurityPolicy>& policy,
                    OffloadWorker::Done done);

  private:
    bool Offer(Ps now) override;
    void Keep(Ps now, const DriverReply& reply, uint64_t cookie) override;
    void Finish(Ps now) override;
    LateOffer GiveUp() override;

    Ptr<SecurityPolicy> m_policy;    //!< what is offered
    PolicyHandle* m_handle{nullptr}; //!< the one whose driver was asked
    OffloadWorker::Done m_done;      //!< the worker's
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_POLICY_OFFER_WALK_INTERNAL_H */
