/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_EXPIRY_TIMER_H
#define IPSEC_OFFLOAD_IPSEC_EXPIRY_TIMER_H

#include "ns3/event-id.h"
#include "ns3/ipsec-database-observer.h"
#include "ns3/ipsec-pico-time.h"
#include "ns3/ptr.h"

namespace ns3
{

class SecurityAssociationDatabase;
class SecurityPolicyDatabase;

/**
 * @ingroup ipsec-offload
 * The kernel's timer that lets SAs and policies expire (R107, R193). It ticks at whole seconds, and
 * only while an SA or a policy has a limited life, so a simulation without any costs nothing and
 * ends by itself.
 */
class ExpiryTimer : public DatabaseObserver
{
  public:
    /// Between two passes (R193).
    static constexpr Ps PERIOD = PS_PER_SECOND;

    /**
     * @param sad what to look after; must outlive this object
     * @param spd what to look after; must outlive this object
     */
    ExpiryTimer(Ptr<SecurityAssociationDatabase> sad, Ptr<SecurityPolicyDatabase> spd);
    ~ExpiryTimer() override;

    ExpiryTimer(const ExpiryTimer&) = delete;
    ExpiryTimer& operator=(const ExpiryTimer&) = delete;

    // documented in DatabaseObserver
    void LimitGiven(Ps now) override;

  private:
    void Tick(Ps now);

    Ptr<SecurityAssociationDatabase> m_sad; //!< looked after
    Ptr<SecurityPolicyDatabase> m_spd;      //!< looked after
    EventId m_tick;                         //!< the next one
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_EXPIRY_TIMER_H */
