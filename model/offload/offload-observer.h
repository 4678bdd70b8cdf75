/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_OFFLOAD_OBSERVER_H
#define IPSEC_OFFLOAD_OFFLOAD_OBSERVER_H

#include "offload-interface.h"
#include "offload-refusal-table.h"
#include "sa-handle.h"

#include "ns3/ipsec-observer-list.h"
#include "ns3/ipsec-pico-time.h"
#include "ns3/ipsec-reasons.h"
#include "ns3/ptr.h"
#include "ns3/security-association.h"

#include <cstddef>
#include <cstdint>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * One SA at one interface, where something happens to its handle. The references are valid during
 * the call only.
 */
struct HandleEvent
{
    Ps now;                                      //!< when
    const Ptr<SecurityAssociation>& sa;          //!< whose handle
    const Ptr<OffloadInterface>& interface;      //!< where
    uint16_t drvSpi;                             //!< its value, or 0 when there was none
    SoftwareReason reason{SoftwareReason::NONE}; //!< why there is no handle that is HANDLED
    const Refusal* refusal{nullptr};             //!< the driver's, when it is the reason
    bool again{false};                           //!< a slot policy had the SA offered once more
};

/**
 * @ingroup ipsec-offload
 * A driver's counter report that found its handle.
 */
struct CounterReport
{
    Ps now;                         //!< when
    const SaHandle& handle;         //!< whose counters
    const OffloadInterface& source; //!< who reports: the handle's interface, or its parent
    const PacketOctets& absolute;   //!< since install
    PacketOctets difference;        //!< since the last report (R178)
};

/**
 * @ingroup ipsec-offload
 * The one way in which the offload infrastructure reports what it does: statistics, SA
 * traces, log, trace sources and slot policies all listen here. Nothing here happens on a packet's
 * way.
 */
class OffloadObserver
{
  public:
    virtual ~OffloadObserver() = default;

    /**
     * A trigger queued an offer (R37).
     * @param sa the SA
     * @param ahead tasks that the worker runs first
     */
    virtual void OfferQueued([[maybe_unused]] Ps now,
                             [[maybe_unused]] const SecurityAssociation& sa,
                             [[maybe_unused]] size_t ahead)
    {
    }

    /**
     * A trigger came too late or once too often: INST or DEINST is set (R38).
     * @param sa the SA
     */
    virtual void OfferIgnored([[maybe_unused]] Ps now,
                              [[maybe_unused]] const SecurityAssociation& sa)
    {
    }

    /**
     * There was no memory to queue an offer (R39).
     * @param sa the SA
     */
    virtual void OfferLost([[maybe_unused]] Ps now, [[maybe_unused]] const SecurityAssociation& sa)
    {
    }

    /**
     * The worker came to a queued offer that is not wanted any more (R41, R42).
     * @param sa the SA
     */
    virtual void OfferSkipped([[maybe_unused]] Ps now,
                              [[maybe_unused]] const SecurityAssociation& sa)
    {
    }

    /**
     * The worker begins to offer an SA to the interfaces, one after another (R43).
     * @param sa the SA
     * @param interfaces how many the node has
     */
    virtual void OfferBegins([[maybe_unused]] Ps now,
                             [[maybe_unused]] const SecurityAssociation& sa,
                             [[maybe_unused]] size_t interfaces)
    {
    }

    /**
     * A driver is about to be asked to take an SA.
     * @param event which SA, where
     */
    virtual void DriverAsked([[maybe_unused]] const HandleEvent& event)
    {
    }

    /**
     * A driver has not answered in time; OfferAnswered() follows for an SA.
     * @param interface whose driver
     */
    virtual void DriverTimedOut([[maybe_unused]] Ps now,
                                [[maybe_unused]] const OffloadInterface& interface)
    {
    }

    /**
     * An interface is done with an SA, whether its driver was asked or not.
     * @param event which SA, where; reason NONE: the driver took it
     */
    virtual void OfferAnswered([[maybe_unused]] const HandleEvent& event)
    {
    }

    /**
     * A driver that had timed out took the SA after all, which will be undone.
     * @param sa the SA
     */
    virtual void LateAck([[maybe_unused]] Ps now, [[maybe_unused]] const SecurityAssociation& sa)
    {
    }

    /**
     * All interfaces are done with an SA.
     * @param sa the SA; when DEINST is set by now, all is undone (R51)
     */
    virtual void OfferEnds([[maybe_unused]] Ps now, [[maybe_unused]] const SecurityAssociation& sa)
    {
    }

    /**
     * An SA died; its handles are withdrawn later (R62).
     * @param sa the SA
     * @param ahead tasks that the worker runs first
     */
    virtual void SaDied([[maybe_unused]] Ps now,
                        [[maybe_unused]] const SecurityAssociation& sa,
                        [[maybe_unused]] size_t ahead)
    {
    }

    /**
     * The worker begins to withdraw the handles of an SA that died (R65).
     * @param sa the SA
     * @param wait the epoch wait for each of them
     */
    virtual void WithdrawalBegins([[maybe_unused]] Ps now,
                                  [[maybe_unused]] const SecurityAssociation& sa,
                                  [[maybe_unused]] Ps wait)
    {
    }

    /**
     * A driver is about to be asked to drop an SA.
     * @param event which SA, where
     */
    virtual void DeinstallAsked([[maybe_unused]] const HandleEvent& event)
    {
    }

    /**
     * A handle is gone, the driver has let go of it, and its drv_spi is free again.
     * @param event which SA, where; the reason is WITHDRAWN, INTERFACE_DOWN, DEMOTED or HANDLE_LOST
     */
    virtual void HandleWithdrawn([[maybe_unused]] const HandleEvent& event)
    {
    }

    /**
     * A driver reported the counters of an SA (R176).
     * @param report which, and what
     */
    virtual void CountersReported([[maybe_unused]] const CounterReport& report)
    {
    }

    /**
     * A driver reported counters for a drv_spi without a handle there (R177).
     * @param drvSpi what it said
     */
    virtual void StrayReport([[maybe_unused]] Ps now, [[maybe_unused]] uint16_t drvSpi)
    {
    }

    /**
     * A driver is about to be asked to take a policy.
     * @param policy the policy
     * @param interface where
     */
    virtual void PolicyOffered([[maybe_unused]] Ps now,
                               [[maybe_unused]] const SecurityPolicy& policy,
                               [[maybe_unused]] const OffloadInterface& interface)
    {
    }

    /**
     * A driver answered the offer of a policy.
     * @param policy the policy
     * @param interface where
     * @param taken false: it refused or failed (R101)
     */
    virtual void PolicyAnswered([[maybe_unused]] Ps now,
                                [[maybe_unused]] const SecurityPolicy& policy,
                                [[maybe_unused]] const OffloadInterface& interface,
                                [[maybe_unused]] bool taken)
    {
    }

    /**
     * A driver is about to be asked to drop a policy.
     * @param policy the policy
     * @param interface where
     */
    virtual void PolicyDeleteAsked([[maybe_unused]] Ps now,
                                   [[maybe_unused]] const SecurityPolicy& policy,
                                   [[maybe_unused]] const OffloadInterface& interface)
    {
    }
};

/// The observers of a kernel's offload infrastructure.
using OffloadObservers = ObserverList<OffloadObserver>;

} // namespace ns3

#endif /* IPSEC_OFFLOAD_OFFLOAD_OBSERVER_H */
