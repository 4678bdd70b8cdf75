/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_OFFER_PROCESS_INTERNAL_H
#define IPSEC_OFFLOAD_IPSEC_OFFER_PROCESS_INTERNAL_H

#include "ipsec-handle-withdrawals.h"
#include "ipsec-late-offers.h"
#include "ipsec-sequential-process-internal.h"
#include "offload-driver.h"
#include "offload-interface.h"
#include "offload-observer.h"
#include "offload-settings.h"
#include "offload-worker.h"

#include "ns3/event-id.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * What offers of SAs and policies work with; all of it outlives them.
 */
struct OfferContext
{
    OffloadSettings& settings;                            //!< of the kernel
    const std::vector<Ptr<OffloadInterface>>& interfaces; //!< in order of attachment
    OffloadWorker& worker;                                //!< runs the offer as a task
    HandleWithdrawals& withdrawals; //!< of handles whose interface went down meanwhile
    LateOffers& late;               //!< offers whose drivers do not answer in time
    OffloadObservers& observers;    //!< notified of it
};

/**
 * @ingroup ipsec-offload
 * The offer of one SA or policy to the capable interfaces, one after another, in their order (R43,
 * R100). Each driver's answer continues it.
 */
class OfferProcess : public SequentialProcess
{
  public:
    /**
     * @param context what it works with
     * @param method what an interface's driver must have (R4)
     * @param only the only interface to offer to; nullptr: all of them
     */
    OfferProcess(const OfferContext& context,
                 OffloadDriver::Method method,
                 const Ptr<OffloadInterface>& only = nullptr);
    ~OfferProcess() override;

    /** @return true while a driver has been asked and has not answered */
    bool IsAsking() const
    {
        return m_asking;
    }

  protected:
    /**
     * Offer it to m_interface.
     * @return false when its driver has been asked
     */
    virtual bool Offer(Ps now) = 0;

    /**
     * The driver of m_interface has answered.
     * @param reply what
     * @param cookie its cookie
     */
    virtual void Keep(Ps now, const DriverReply& reply, uint64_t cookie) = 0;

    /**
     * All interfaces are done.
     */
    virtual void Finish(Ps now) = 0;

    /**
     * The driver of m_interface has not answered in time. What it answers later is not for Keep().
     * @return what to keep until then
     */
    virtual LateOffer GiveUp() = 0;

    /** @return the completion for one driver call */
    OffloadDriver::OfferCompletion Ask(Ps now);

    /** @return true when only one interface is asked: an SA is offered again */
    bool IsPromotion() const
    {
        return m_only != nullptr;
    }

    /** Leave out the interfaces that are left. */
    void SkipRest()
    {
        m_next = m_end;
    }

    /** @return true when the interface went down since its driver was asked */
    bool HasDeparted() const
    {
        return m_interface->GetDepartures() != m_departures;
    }

    const OfferContext m_context;      //!< what it works with
    Ptr<OffloadInterface> m_interface; //!< the one in turn

  private:
    void Step(Ps now) override;
    void Answered(Ps now, const DriverReply& reply, uint64_t cookie);
    void TimeOut(Ps now);

    Ptr<OffloadInterface> m_only;   //!< see IsPromotion()
    EventId m_timer;                //!< the driver's time is over
    OffloadDriver::Method m_method; //!< what the driver must have
    size_t m_next{0};               //!< the next interface
    const size_t m_end;             //!< interfaces that came during the offer are left out (R52)
    uint32_t m_departures{0};       //!< the interface's when its driver was asked
    uint64_t m_offer{0};            //!< number of the driver call; 0: no answer is waited for
    bool m_asking{false};           //!< see IsAsking()
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_OFFER_PROCESS_INTERNAL_H */
