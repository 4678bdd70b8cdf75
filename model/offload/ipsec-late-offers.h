/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_LATE_OFFERS_H
#define IPSEC_OFFLOAD_IPSEC_LATE_OFFERS_H

#include "ipsec-handle-withdrawals.h"
#include "offload-observer.h"
#include "offload-settings.h"
#include "sa-handle-table.h"

#include "ns3/ipsec-life-token.h"

#include <cstddef>
#include <cstdint>
#include <map>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * An offer whose driver did not answer in time.
 */
struct LateOffer
{
    Ptr<SecurityAssociation> sa;     //!< nullptr: a policy
    Ptr<OffloadInterface> interface; //!< where
    uint16_t drvSpi{0};              //!< kept until the driver has answered
};

/**
 * @ingroup ipsec-offload
 * The offers whose drivers did not answer in time. For the kernel these have failed; when the
 * driver takes the SA or policy after all, it is asked to drop it again. Until the answer the
 * drv_spi stays taken, since the NIC may use it.
 */
class LateOffers
{
  public:
    /**
     * @param settings of the kernel
     * @param table whose values wait here
     * @param withdrawals undo what a driver took too late
     * @param observers notified of it
     */
    LateOffers(const OffloadSettings& settings,
               SaHandleTable& table,
               HandleWithdrawals& withdrawals,
               OffloadObservers& observers);

    /** @return the number of one more offer, from 1 */
    uint64_t NextNumber()
    {
        return ++m_number;
    }

    /** @param number of an offer @param offer its driver did not answer in time */
    void Add(uint64_t number, LateOffer offer);

    /**
     * @param number of an offer
     * @return takes the answer, if it comes after Add() and before Clear()
     */
    OffloadDriver::OfferCompletion MakeCompletion(uint64_t number);

    /** @return SAs among the offers */
    size_t CountSas() const;

    /** Forget all, and what drivers answer from now on. */
    void Clear();

  private:
    void Answer(Ps now, uint64_t number, const DriverReply& reply, uint64_t cookie);
    void UndoSa(Ps now, const LateOffer& offer, uint64_t cookie);

    const OffloadSettings& m_settings;      //!< of the kernel
    SaHandleTable& m_table;                 //!< whose values wait here
    HandleWithdrawals& m_withdrawals;       //!< undo what a driver took too late
    OffloadObservers& m_observers;          //!< notified of it
    std::map<uint64_t, LateOffer> m_offers; //!< by number
    uint64_t m_number{0};                   //!< of the last offer
    LifeToken m_life;                       //!< voids answers that come later still
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_LATE_OFFERS_H */
