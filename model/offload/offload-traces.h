/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_OFFLOAD_TRACES_H
#define IPSEC_OFFLOAD_OFFLOAD_TRACES_H

#include "offload-observer.h"

#include "ns3/traced-callback.h"

#include <cstdint>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * The trace sources of IpsecOffload, which has them as a base class, since ns-3 looks for a trace
 * source in the object itself.
 */
class OffloadTraces : public OffloadObserver
{
  public:
    /// Signature of the trace source Offer.
    typedef void (*OfferTracedCallback)(Ps now,
                                        const SecurityAssociation& sa,
                                        const OffloadInterface& interface,
                                        uint16_t drvSpi);

    /// Signature of the trace source Report.
    typedef void (*ReportTracedCallback)(Ps now,
                                         const SecurityAssociation& sa,
                                         const OffloadInterface& interface,
                                         uint16_t drvSpi,
                                         const PacketOctets& absolute);

    /// Signature of the trace sources Answer and Withdraw.
    typedef void (*HandleTracedCallback)(Ps now,
                                         const SecurityAssociation& sa,
                                         const OffloadInterface& interface,
                                         uint16_t drvSpi,
                                         SoftwareReason reason);

    // documented in OffloadObserver
    void DriverAsked(const HandleEvent& event) override;
    void OfferAnswered(const HandleEvent& event) override;
    void HandleWithdrawn(const HandleEvent& event) override;
    void CountersReported(const CounterReport& report) override;

  protected:
    /// A trace source that is about a handle.
    using HandleTrace = TracedCallback<Ps,
                                       const SecurityAssociation&,
                                       const OffloadInterface&,
                                       uint16_t,
                                       SoftwareReason>;

    TracedCallback<Ps, const SecurityAssociation&, const OffloadInterface&, uint16_t>
        m_offerTrace; //!< a driver is about to be asked
    TracedCallback<Ps,
                   const SecurityAssociation&,
                   const OffloadInterface&,
                   uint16_t,
                   const PacketOctets&>
        m_reportTrace;           //!< a driver reported counters
    HandleTrace m_answerTrace;   //!< an offer was answered; NONE for an ack
    HandleTrace m_withdrawTrace; //!< a handle was released
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_OFFLOAD_TRACES_H */
