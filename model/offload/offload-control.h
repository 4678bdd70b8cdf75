/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_OFFLOAD_CONTROL_H
#define IPSEC_OFFLOAD_OFFLOAD_CONTROL_H

#include "ipsec-handle-finder.h"
#include "ipsec-handle-withdrawals.h"
#include "ipsec-late-offers.h"
#include "ipsec-refusal-memory.h"
#include "offload-observer.h"
#include "offload-refusal-table.h"
#include "offload-settings.h"
#include "offload-statistics.h"
#include "offload-worker.h"
#include "policy-handle-table.h"
#include "sa-handle-table.h"

#include "ns3/ipsec-database-observer.h"
#include "ns3/security-association-database.h"
#include "ns3/security-policy-database.h"

#include <memory>
#include <vector>

namespace ns3
{

class OfferProcess;
struct OfferContext;

/**
 * @ingroup ipsec-offload
 * The control side of the offload infrastructure: starts offers and withdrawals when the databases
 * change, when an interface goes down, and when a slot policy says so. It owns the worker, the
 * handles, and the processes that make and withdraw them.
 *
 * Two sequential processes exist beside the data path. The worker offers and withdraws; the
 * interface-down routine runs in its caller's thread, so it does not wait for the worker's queue
 * (R207). An interface that goes down while its driver is asked leaves the handle to come to the
 * offer, which sees that the interface has departed meanwhile.
 *
 * Invariants (CheckInvariants(), at any instant between two events): SAs and policies that drivers
 * hold = acks - withdrawals; offers = acks + nacks + faults + the one that waits for its answer,
 * where late acks count twice; drv_spi values that are taken and not linked are those of the offer
 * that waits and of offers that timed out. See SaHandleTable for the tables' own.
 */
class OffloadControl : public DatabaseObserver
{
  public:
    /**
     * All of these must outlive this.
     * @param settings of the kernel
     * @param interfaces in order of attachment
     * @param finder tells why SAs are in software
     * @param observers notified of what happens
     */
    OffloadControl(OffloadSettings& settings,
                   const std::vector<Ptr<OffloadInterface>>& interfaces,
                   const HandleFinder& finder,
                   OffloadObservers& observers);
    ~OffloadControl() override;

    OffloadControl(const OffloadControl&) = delete;
    OffloadControl& operator=(const OffloadControl&) = delete;

    /**
     * Listen to a node's databases.
     * @param sad the SAD
     * @param spd the SPD
     */
    void Attach(const Ptr<SecurityAssociationDatabase>& sad,
                const Ptr<SecurityPolicyDatabase>& spd);

    /** @return the worker */
    OffloadWorker& GetWorker()
    {
        return m_worker;
    }

    /** @return the worker, to watch */
    const OffloadWorker& GetWorker() const
    {
        return m_worker;
    }

    /** @return the handles of SAs */
    SaHandleTable& GetSaHandles()
    {
        return m_saHandles;
    }

    /** @return the handles of SAs */
    const SaHandleTable& GetSaHandles() const
    {
        return m_saHandles;
    }

    /** @param visit called for each SA of the SAD that this listens to */
    void ForEachSa(const std::function<void(const SecurityAssociation&)>& visit) const;

    /** @return the handles of policies */
    const PolicyHandleTable& GetPolicyHandles() const
    {
        return m_policyHandles;
    }

    /** @return what drivers answered that keeps SAs in software */
    const RefusalTable& GetRefusals() const
    {
        return m_refusals;
    }

    /**
     * The interface-down routine (R207-R211): withdraw everything there, policies first.
     * @param interface which
     */
    void InterfaceDown(Ps now, const Ptr<OffloadInterface>& interface);

    /**
     * Offer an SA once more to one interface, as a task of the worker. Does nothing when the SA is
     * dead or HANDLED there by then.
     * @param sa which
     * @param interface where
     * @param done called at the end, may be empty
     */
    void Promote(Ps now,
                 const Ptr<SecurityAssociation>& sa,
                 const Ptr<OffloadInterface>& interface,
                 OffloadWorker::Done done);

    /**
     * Withdraw an alive SA's handle from one interface, as a task of the worker, with reason
     * DEMOTED.
     * @param sa which
     * @param interface where
     * @param done called at the end, may be empty
     */
    void Demote(Ps now,
                const Ptr<SecurityAssociation>& sa,
                const Ptr<OffloadInterface>& interface,
                OffloadWorker::Done done);

    /**
     * The end of a network stack (R216): its SAs and policies go, and the queue is drained.
     * @param done called when nothing is left to do
     */
    void TearDown(Ps now, OffloadWorker::Done done);

    /** Let go of everything. Answers of drivers and ends of waits that come later find nobody. */
    void Clear();

    /**
     * Assert the class invariants; ends the program with a message when one does not hold.
     * @param statistics of all that happened so far
     */
    void CheckInvariants(const OffloadStatistics& statistics) const;

    // documented in DatabaseObserver
    void SaComplete(Ps now, SecurityAssociation& sa, bool& waits) override;
    void SaTriggered(Ps now, SecurityAssociation& sa) override;
    void SaDead(Ps now, SecurityAssociation& sa) override;
    void SaCloned(Ps now, const SecurityAssociation& old, SecurityAssociation& clone) override;
    void PolicyAdded(Ps now, SecurityPolicy& policy) override;
    void PolicyRemoved(Ps now, SecurityPolicy& policy) override;

  private:
    bool IsOffered(const SecurityAssociation& sa) const;
    OfferContext MakeContext();
    void Run(Ps now, std::shared_ptr<OfferProcess> offer);
    void OfferSa(Ps now, const Ptr<SecurityAssociation>& sa, OffloadWorker::Done done);
    void OfferAgain(Ps now,
                    const Ptr<SecurityAssociation>& sa,
                    const Ptr<OffloadInterface>& interface,
                    OffloadWorker::Done done);
    void AnswerRequest(Ps now, SecurityAssociation& sa, bool refused, bool faulted);
    void EndOffer(Ps now, const Ptr<SecurityAssociation>& sa, OffloadWorker::Done done);
    static void TakeFromWorker(SecurityAssociation& sa,
                               const Ptr<OffloadInterface>& interface,
                               std::vector<SaHandleKey>& keys);
    void CheckSaCounts(const OffloadStatistics& statistics) const;
    void CheckPolicyCounts(const OffloadStatistics& statistics) const;

    OffloadSettings& m_settings;                            //!< of the kernel
    const std::vector<Ptr<OffloadInterface>>& m_interfaces; //!< in order of attachment
    const HandleFinder& m_finder;                           //!< tells why SAs are in software
    OffloadObservers& m_observers;                          //!< notified of what happens
    OffloadWorker m_worker;                                 //!< R7
    SaHandleTable m_saHandles;                              //!< handles of SAs
    PolicyHandleTable m_policyHandles;                      //!< handles of policies
    RefusalTable m_refusals;                                //!< see GetRefusals()
    RefusalMemory m_memory;                 //!< of SAs that are gone because nobody took them
    HandleWithdrawals m_withdrawals;        //!< those under way
    LateOffers m_late;                      //!< whose drivers did not answer in time
    std::shared_ptr<OfferProcess> m_offer;  //!< the one that the worker runs
    Ptr<SecurityAssociationDatabase> m_sad; //!< observed
    Ptr<SecurityPolicyDatabase> m_spd;      //!< observed
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_OFFLOAD_CONTROL_H */
