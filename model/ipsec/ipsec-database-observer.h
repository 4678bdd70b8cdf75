/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_DATABASE_OBSERVER_H
#define IPSEC_OFFLOAD_IPSEC_DATABASE_OBSERVER_H

#include "ns3/ipsec-pico-time.h"

#include <cstdint>

namespace ns3
{

class SecurityAssociation;
class SecurityPolicy;
struct AcquireRequest;

/**
 * @ingroup ipsec-offload
 * The one way in which the databases tell the world what happens to SAs and policies. offload/
 * listens to make and withdraw offers, key/ to send PF_KEY messages, the planner to count.
 */
class DatabaseObserver
{
  public:
    virtual ~DatabaseObserver() = default;

    /**
     * An SA is MATURE, or an UPDATE succeeded on it: a trigger for an offer. ADD triggers twice
     * (R37).
     * @param sa the SA
     */
    virtual void SaTriggered([[maybe_unused]] Ps now, [[maybe_unused]] SecurityAssociation& sa)
    {
    }

    /**
     * An SA has all that it needs, and nobody knows it yet. In kernels that answer a request only
     * after the drivers have, it must not be used before: it is PENDING until the SAD is told to
     * Admit() or to Refuse() it.
     * @param sa the SA
     * @param waits set it to true to have the SA wait
     */
    virtual void SaComplete([[maybe_unused]] Ps now,
                            [[maybe_unused]] SecurityAssociation& sa,
                            [[maybe_unused]] bool& waits)
    {
    }

    /**
     * A PENDING SA became MATURE: its request succeeded.
     * @param sa the SA
     */
    virtual void SaAdmitted([[maybe_unused]] Ps now, [[maybe_unused]] SecurityAssociation& sa)
    {
    }

    /**
     * The request for an SA failed, because no driver took it; SaDead() came before.
     * @param sa the SA; it is DEAD
     */
    virtual void SaRefused([[maybe_unused]] Ps now, [[maybe_unused]] SecurityAssociation& sa)
    {
    }

    /**
     * The kernel deleted an SA because the interface that held it went down; SaDead() came before.
     * @param sa the SA; it is DEAD
     */
    virtual void SaLost([[maybe_unused]] Ps now, [[maybe_unused]] SecurityAssociation& sa)
    {
    }

    /**
     * GETSPI made an SA in LARVAL (R25). It is nothing to offer yet.
     * @param sa the SA
     */
    virtual void SaLarval([[maybe_unused]] Ps now, [[maybe_unused]] SecurityAssociation& sa)
    {
    }

    /**
     * An UPDATE replaced an SA by a clone (R60); SaDead() of the old one came before. When the
     * clone is to be offered, SaTriggered() follows.
     * @param old the SA that was cloned; it is DEAD
     * @param clone the SA in its place
     */
    virtual void SaCloned([[maybe_unused]] Ps now,
                          [[maybe_unused]] const SecurityAssociation& old,
                          [[maybe_unused]] SecurityAssociation& clone)
    {
    }

    /**
     * A packet needs an SA that is not there: PF_KEY's ACQUIRE, already limited in rate (R32).
     * @param request what it needs
     */
    virtual void Acquire([[maybe_unused]] Ps now, [[maybe_unused]] const AcquireRequest& request)
    {
    }

    /**
     * An SA became DYING (soft limit, R197).
     * @param sa the SA
     */
    virtual void SaDying([[maybe_unused]] Ps now, [[maybe_unused]] SecurityAssociation& sa)
    {
    }

    /**
     * An SA became DEAD for whatever reason (R61); it is already out of the SAD.
     * @param sa the SA
     */
    virtual void SaDead([[maybe_unused]] Ps now, [[maybe_unused]] SecurityAssociation& sa)
    {
    }

    /**
     * An SA or a policy has a life that ends by itself: somebody must call ExpireAt() of its
     * database from now on, for as long as HasLimits() says so.
     */
    virtual void LimitGiven([[maybe_unused]] Ps now)
    {
    }

    /**
     * The SAD is about to look which limits are exceeded: counters that are late can be brought up
     * to date.
     */
    virtual void ExpiryBegins([[maybe_unused]] Ps now)
    {
    }

    /**
     * A policy was inserted (R99).
     * @param policy the policy
     */
    virtual void PolicyAdded([[maybe_unused]] Ps now, [[maybe_unused]] SecurityPolicy& policy)
    {
    }

    /**
     * A policy was removed; it is already out of the SPD.
     * @param policy the policy
     */
    virtual void PolicyRemoved([[maybe_unused]] Ps now, [[maybe_unused]] SecurityPolicy& policy)
    {
    }
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_DATABASE_OBSERVER_H */
