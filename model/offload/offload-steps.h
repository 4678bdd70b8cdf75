/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_OFFLOAD_STEPS_H
#define IPSEC_OFFLOAD_OFFLOAD_STEPS_H

#include "offload-observer.h"

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * Notes each step of an SA's life on the control side for whoever follows that SA
 * (SecurityAssociationDatabase::Watch()). Everybody else pays one branch.
 */
class OffloadSteps : public OffloadObserver
{
  public:
    // documented in OffloadObserver
    void OfferQueued(Ps now, const SecurityAssociation& sa, size_t ahead) override;
    void OfferIgnored(Ps now, const SecurityAssociation& sa) override;
    void OfferSkipped(Ps now, const SecurityAssociation& sa) override;
    void OfferBegins(Ps now, const SecurityAssociation& sa, size_t interfaces) override;
    void DriverAsked(const HandleEvent& event) override;
    void OfferAnswered(const HandleEvent& event) override;
    void OfferEnds(Ps now, const SecurityAssociation& sa) override;
    void SaDied(Ps now, const SecurityAssociation& sa, size_t ahead) override;
    void WithdrawalBegins(Ps now, const SecurityAssociation& sa, Ps wait) override;
    void DeinstallAsked(const HandleEvent& event) override;
    void HandleWithdrawn(const HandleEvent& event) override;
    void CountersReported(const CounterReport& report) override;
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_OFFLOAD_STEPS_H */
