/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_OFFER_WALK_INTERNAL_H
#define IPSEC_OFFLOAD_OFFER_WALK_INTERNAL_H

#include "ipsec-offload.h"
#include "sequential-process-internal.h"

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * One SA's way along the capable interfaces, one after another (R43-R51).
 */
class IpsecOffload::OfferWalk : public SequentialProcess
{
  public:
    /**
     * @param kernel whose interfaces
     * @param sa the SA
     * @param done what to call when all interfaces have answered
     */
    OfferWalk(IpsecOffload& kernel, const Ptr<SecurityAssociation>& sa, OffloadWorker::Done done);

    /** @return true while a driver has been asked and has not answered */
    bool IsAsking() const
    {
        return m_asking;
    }

  private:
    void Step(Ps now) override;
    bool Offer(Ps now);
    void Ask(Ps now, uint16_t drvSpi);
    void Answered(Ps now, uint32_t question, DriverAnswer answer, uint64_t cookie);
    void Keep(Ps now, uint16_t drvSpi, SoftwareReason reason, uint64_t cookie);
    void Refuse(Ps now, uint16_t drvSpi, SoftwareReason reason);
    void Finish(Ps now);

    IpsecOffload& m_kernel;            //!< whose interfaces
    Ptr<SecurityAssociation> m_sa;     //!< what is offered
    OffloadWorker::Done m_done;        //!< the worker's
    size_t m_next{0};                  //!< the next interface
    const size_t m_end;                //!< interfaces that came during the walk are left out (R52)
    Ptr<OffloadInterface> m_interface; //!< the one being asked
    uint16_t m_drvSpi{0};              //!< the value offered to it
    uint32_t m_departures{0};          //!< the interface's when it was asked
    uint32_t m_question{0};            //!< number of the driver call
    bool m_asking{false};              //!< see IsAsking()
    bool m_refused{false};             //!< a driver said no
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_OFFER_WALK_INTERNAL_H */
