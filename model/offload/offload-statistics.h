/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_OFFLOAD_STATISTICS_H
#define IPSEC_OFFLOAD_OFFLOAD_STATISTICS_H

#include "offload-observer.h"

#include <cstdint>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * How often what happened on the control side.
 */
struct OffloadStatistics
{
    uint64_t offers{0};            //!< driver calls newkey
    uint64_t acks{0};              //!< answered ACK
    uint64_t nacks{0};             //!< answered NOT_SUPPORTED
    uint64_t faults{0};            //!< answered FAULT
    uint64_t nameMismatches{0};    //!< REJECTED without a call (R44)
    uint64_t exhausted{0};         //!< skipped, no drv_spi (R16)
    uint64_t withdrawals{0};       //!< driver calls deinstall
    uint64_t policyOffers{0};      //!< driver calls policy add
    uint64_t policyAcks{0};        //!< answered ACK
    uint64_t policyRefusals{0};    //!< answered anything else (R101)
    uint64_t policyWithdrawals{0}; //!< driver calls policy delete
    uint64_t reports{0};           //!< counter reports that found their handle
    uint64_t strayReports{0};      //!< counter reports without one (R177)
    uint64_t lostOffers{0};        //!< triggers without memory for their task (R39)
    uint64_t lostHandles{0};       //!< acks without memory for their handle (R19)
    uint64_t timeouts{0};          //!< faults because the driver did not answer in time
    uint64_t lateAcks{0};          //!< acks after the time-out, undone
    uint64_t promotions{0};        //!< acks to SAs that were offered again
    uint64_t demotions{0};         //!< handles withdrawn for another SA's sake
    uint64_t repeatedNumbers{0};   //!< of SAs that are gone (IpsecOffload::CountRepeatedNumbers())
};

/**
 * @ingroup ipsec-offload
 * Counts what it observes. First among the observers, so the others see counters that are up to
 * date.
 */
class OffloadTally : public OffloadObserver
{
  public:
    /** @return what happened so far */
    const OffloadStatistics& Get() const
    {
        return m_counts;
    }

    // documented in OffloadObserver
    void OfferLost(Ps now, const SecurityAssociation& sa) override;
    void DriverAsked(const HandleEvent& event) override;
    void DriverTimedOut(Ps now, const OffloadInterface& interface) override;
    void OfferAnswered(const HandleEvent& event) override;
    void SaDied(Ps now, const SecurityAssociation& sa, size_t ahead) override;
    void LateAck(Ps now, const SecurityAssociation& sa) override;
    void DeinstallAsked(const HandleEvent& event) override;
    void HandleWithdrawn(const HandleEvent& event) override;
    void CountersReported(const CounterReport& report) override;
    void StrayReport(Ps now, uint16_t drvSpi) override;
    void PolicyOffered(Ps now,
                       const SecurityPolicy& policy,
                       const OffloadInterface& interface) override;
    void PolicyAnswered(Ps now,
                        const SecurityPolicy& policy,
                        const OffloadInterface& interface,
                        bool taken) override;
    void PolicyDeleteAsked(Ps now,
                           const SecurityPolicy& policy,
                           const OffloadInterface& interface) override;

  private:
    OffloadStatistics m_counts; //!< see Get()
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_OFFLOAD_STATISTICS_H */
