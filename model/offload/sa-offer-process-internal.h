/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_SA_OFFER_WALK_INTERNAL_H
#define IPSEC_OFFLOAD_SA_OFFER_WALK_INTERNAL_H

#include "interface-walk-internal.h"

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * The offer of one SA (R43-R51).
 */
class IpsecOffload::SaOfferWalk : public InterfaceWalk
{
  public:
    /**
     * @param kernel whose interfaces
     * @param sa the SA
     * @param done the end of the worker's task
     * @param only the only interface to offer it to, once more; nullptr: all of them
     */
    SaOfferWalk(IpsecOffload& kernel,
                const Ptr<SecurityAssociation>& sa,
                OffloadWorker::Done done,
                const Ptr<OffloadInterface>& only = nullptr);

  private:
    bool Offer(Ps now) override;
    void Keep(Ps now, const DriverReply& reply, uint64_t cookie) override;
    void Finish(Ps now) override;
    LateOffer GiveUp() override;
    std::unique_ptr<SaHandle> MakeHandle(uint16_t drvSpi,
                                         SoftwareReason reason,
                                         uint64_t cookie) const;
    uint16_t NumberOf(SoftwareReason reason, const DriverReply& reply) const;
    void LoseHandle(Ps now, uint64_t cookie);
    void Link(Ps now, std::unique_ptr<SaHandle> handle);
    void Report(Ps now, uint16_t drvSpi, SoftwareReason reason, uint16_t refusal);
    void Refuse(Ps now, uint16_t drvSpi, SoftwareReason reason, uint16_t refusal = 0);

    Ptr<SecurityAssociation> m_sa; //!< what is offered
    OffloadWorker::Done m_done;    //!< the worker's
    uint16_t m_drvSpi{0};          //!< the value that the driver was asked for
    bool m_refused{false};         //!< a driver said no
    bool m_faulted{false};         //!< a driver failed
    bool m_gaveUp{false};          //!< the value is kept for the driver's late answer
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_SA_OFFER_WALK_INTERNAL_H */
