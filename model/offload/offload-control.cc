/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "offload-control.h"

#include "policy-offer-process-internal.h"
#include "sa-offer-process-internal.h"

#include "ns3/abort.h"
#include "ns3/ipsec-step-listener.h"
#include "ns3/log.h"

#include <algorithm>
#include <utility>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("OffloadControl");

namespace
{

/// @param end the worker's completion @param done who else waits; nullptr: nobody @return both
OffloadWorker::Done
EndWith(OffloadWorker::Done end, OffloadWorker::Done done)
{
    return [end = std::move(end), done = std::move(done)](Ps when) {
        if (done)
        {
            done(when);
        }
        end(when);
    };
}

} // namespace

OffloadControl::OffloadControl(OffloadSettings& settings,
                               const std::vector<Ptr<OffloadInterface>>& interfaces,
                               const HandleFinder& finder,
                               OffloadObservers& observers)
    : m_settings(settings),
      m_interfaces(interfaces),
      m_finder(finder),
      m_observers(observers),
      m_withdrawals(settings, m_worker, m_saHandles, m_policyHandles, observers),
      m_late(settings, m_saHandles, m_withdrawals, observers)
{
}

OffloadControl::~OffloadControl()
{
    Clear();
}

void
OffloadControl::Attach(const Ptr<SecurityAssociationDatabase>& sad,
                       const Ptr<SecurityPolicyDatabase>& spd)
{
    NS_ABORT_MSG_UNLESS(sad && spd, "IpsecOffload::Attach() needs a SAD and an SPD");
    NS_ABORT_MSG_IF(m_sad, "IpsecOffload listens to a SAD already");
    m_sad = sad;
    m_spd = spd;
    m_sad->AddObserver(this);
    m_spd->AddObserver(this);
}

void
OffloadControl::ForEachSa(const std::function<void(const SecurityAssociation&)>& visit) const
{
    if (m_sad)
    {
        m_sad->ForEach(visit);
    }
}

/// @param sa an SA @return true when SAs like it are offered at all
bool
OffloadControl::IsOffered(const SecurityAssociation& sa) const
{
    return m_settings.enabled &&
           !(m_settings.offerOnlyNamed && sa.GetConfig().interfaceName.empty());
}

/// @return what offers work with
OfferContext
OffloadControl::MakeContext()
{
    return {m_settings, m_interfaces, m_worker, m_withdrawals, m_late, m_observers};
}

/// Begin the worker's task. @param offer what it does
void
OffloadControl::Run(Ps now, std::shared_ptr<OfferProcess> offer)
{
    m_offer = std::move(offer);
    m_offer->Continue(now);
}

void
OffloadControl::SaComplete([[maybe_unused]] Ps now, SecurityAssociation& sa, bool& waits)
{
    waits = waits || (m_settings.useAfterAnswer && m_settings.loseOffers == 0 && IsOffered(sa));
}

void
OffloadControl::SaTriggered(Ps now, SecurityAssociation& sa)
{
    NS_LOG_FUNCTION(this << now << sa.GetConfig().spi);
    if (!IsOffered(sa))
    {
        m_memory.Recall(sa);
        return;
    }
    SaOffloadState& state = SaOffloadState::Of(sa);
    if (state.installed || state.deinstalled) // R38
    {
        m_observers.Tell(&OffloadObserver::OfferIgnored, now, sa);
        return;
    }
    if (m_settings.loseOffers > 0) // R39
    {
        --m_settings.loseOffers;
        state.offerLost = true;
        m_observers.Tell(&OffloadObserver::OfferLost, now, sa);
        NS_LOG_WARN("no memory to offer SA spi " << SpiInWords(sa.GetConfig().spi));
        return;
    }
    ++state.queued;
    m_observers.Tell(&OffloadObserver::OfferQueued, now, sa, m_worker.GetLength());
    m_worker.Enqueue(
        now,
        [this, held = Ptr<SecurityAssociation>(&sa)](Ps start, OffloadWorker::Done done) {
            OfferSa(start, held, std::move(done));
        });
}

/**
 * The worker comes to a queued offer.
 * @param sa the SA
 * @param done the end of the task
 */
void
OffloadControl::OfferSa(Ps now, const Ptr<SecurityAssociation>& sa, OffloadWorker::Done done)
{
    SaOffloadState& state = SaOffloadState::Of(*sa);
    --state.queued;
    const bool ready = sa->GetState() == SaState::MATURE || sa->GetState() == SaState::PENDING;
    if (!m_settings.enabled || state.installed || state.deinstalled || !ready) // R41, R42
    {
        m_sad->Admit(now, *sa); // nobody will answer
        m_observers.Tell(&OffloadObserver::OfferSkipped, now, *sa);
        done(now);
        return;
    }
    state.installed = true;
    state.walking = true;
    m_observers.Tell(&OffloadObserver::OfferBegins, now, *sa, m_interfaces.size());
    Run(now,
        std::make_shared<SaOfferProcess>(
            MakeContext(),
            m_saHandles,
            m_refusals,
            sa,
            [this, sa, done = std::move(done)](Ps end, bool refused, bool faulted) {
                SaOffloadState::Of(*sa).walking = false;
                AnswerRequest(end, *sa, refused, faulted);
                EndOffer(end, sa, done);
            }));
}

/**
 * In kernels whose requests return what the drivers say: they have.
 * @param sa the SA
 * @param refused a driver said no
 * @param faulted a driver failed
 */
void
OffloadControl::AnswerRequest(Ps now, SecurityAssociation& sa, bool refused, bool faulted)
{
    const auto& handles = SaOffloadState::Of(sa).handles;
    const bool taken = std::any_of(handles.begin(), handles.end(), [](const auto& handle) {
        return handle->handled;
    });
    const bool fails =
        (m_settings.refusalFails && (refused || !sa.GetConfig().interfaceName.empty())) ||
        (m_settings.faultFails && faulted);
    if (!fails || taken)
    {
        m_sad->Admit(now, sa);
        return;
    }
    if (sa.GetState() != SaState::DEAD)
    {
        m_memory.Remember(sa, m_interfaces, m_finder);
    }
    m_sad->Refuse(now, sa);
}

/**
 * The interfaces are done with an SA.
 * @param sa the SA
 * @param done the end of the task
 */
void
OffloadControl::EndOffer(Ps now, const Ptr<SecurityAssociation>& sa, OffloadWorker::Done done)
{
    SaOffloadState& state = SaOffloadState::Of(*sa);
    m_offer.reset();
    m_observers.Tell(&OffloadObserver::OfferEnds, now, *sa);
    if (state.deinstalled) // R51, case C
    {
        m_withdrawals.Withdraw(now,
                               SaHandleTable::GetKeys(sa),
                               SoftwareReason::WITHDRAWN,
                               HandleWithdrawals::Thread::WORKER,
                               std::move(done));
        return;
    }
    state.forgetRecord = true; // R50
    done(now);
}

void
OffloadControl::SaDead(Ps now, SecurityAssociation& sa)
{
    NS_LOG_FUNCTION(this << now << sa.GetConfig().spi);
    if (!SaOffloadState::Find(sa))
    {
        return;
    }
    SaOffloadState& state = SaOffloadState::Of(sa);
    state.deinstalled = true; // R62
    m_observers.Tell(&OffloadObserver::SaDied, now, sa, m_worker.GetLength());
    if (!state.forgetRecord) // R63
    {
        return;
    }
    state.forgetRecord = false;
    m_worker.Enqueue(
        now,
        [this, held = Ptr<SecurityAssociation>(&sa)](Ps start, OffloadWorker::Done done) {
            m_observers.Tell(&OffloadObserver::WithdrawalBegins,
                             start,
                             *held,
                             ToPs(m_settings.epochWait));
            m_withdrawals.Withdraw(start,
                                   SaHandleTable::GetKeys(held),
                                   SoftwareReason::WITHDRAWN,
                                   HandleWithdrawals::Thread::WORKER,
                                   std::move(done));
        });
}

void
OffloadControl::SaCloned(Ps now, const SecurityAssociation& old, SecurityAssociation& clone)
{
    NS_LOG_FUNCTION(this << now << clone.GetConfig().spi);
    const SaOffloadState* state = SaOffloadState::Find(old);
    if (!state)
    {
        return;
    }
    SaOffloadState& mine = SaOffloadState::Of(clone);
    mine.cloned = true;
    mine.hardwareTotals = state->hardwareTotals; // they are part of its CURRENT (R192)
    if (m_settings.sequenceHandover)
    {
        // Behind the withdrawal of the old one, and before the offer of the clone.
        m_worker.Enqueue(
            now,
            [from = Ptr<const SecurityAssociation>(&old),
             to = Ptr<SecurityAssociation>(&clone)](Ps start, const OffloadWorker::Done& done) {
                to->TakeOver(from->GetSequenceState());
                done(start);
            });
    }
}

void
OffloadControl::PolicyAdded(Ps now, SecurityPolicy& policy)
{
    NS_LOG_FUNCTION(this << now << policy.GetId());
    const PolicyConfig& config = policy.GetConfig();
    const bool isOffered = !config.requirements.empty() || config.scope == PolicyScope::PCB; // R98
    if (!m_settings.enabled || !isOffered ||
        (m_settings.offerOnlyNamed && config.interfaceName.empty()))
    {
        return;
    }
    PolicyOffloadState& state = PolicyOffloadState::Of(policy);
    if (state.addQueued) // R99
    {
        return;
    }
    state.addQueued = true;
    m_worker.Enqueue(
        now,
        [this, held = Ptr<SecurityPolicy>(&policy)](Ps start, OffloadWorker::Done done) {
            Run(start,
                std::make_shared<PolicyOfferProcess>(MakeContext(),
                                                     m_policyHandles,
                                                     held,
                                                     [this, done = std::move(done)](Ps end) {
                                                         m_offer.reset();
                                                         done(end);
                                                     }));
        });
}

void
OffloadControl::PolicyRemoved(Ps now, SecurityPolicy& policy)
{
    NS_LOG_FUNCTION(this << now << policy.GetId());
    auto* state = static_cast<PolicyOffloadState*>(policy.GetOffloadSlot());
    if (!state || state->deleteQueued) // R106
    {
        return;
    }
    state->deleteQueued = true;
    m_worker.Enqueue( // behind its offer (R104)
        now,
        [this, held = Ptr<SecurityPolicy>(&policy)](Ps start, OffloadWorker::Done done) {
            m_withdrawals.Withdraw(start,
                                   PolicyHandleTable::GetKeys(held),
                                   HandleWithdrawals::Thread::WORKER,
                                   std::move(done));
        });
}

/**
 * An SA dies with its interface. Unless a driver elsewhere has it, too, whoever takes the interface
 * down removes all its handles: the worker need not, and requests for new SAs do not wait for it.
 * @param sa the SA
 * @param interface that goes down
 * @param keys gets its handles elsewhere, which are REJECTED
 */
void
OffloadControl::TakeFromWorker(SecurityAssociation& sa,
                               const Ptr<OffloadInterface>& interface,
                               std::vector<SaHandleKey>& keys)
{
    SaOffloadState& state = SaOffloadState::Of(sa);
    const bool isHandledElsewhere =
        std::any_of(state.handles.begin(), state.handles.end(), [&interface](const auto& handle) {
            return handle->handled && handle->interface != interface;
        });
    if (!state.forgetRecord || isHandledElsewhere)
    {
        return;
    }
    state.forgetRecord = false;
    for (const auto& key : SaHandleTable::GetKeys(Ptr<SecurityAssociation>(&sa)))
    {
        if (key.interface != interface)
        {
            keys.push_back(key);
        }
    }
}

void
OffloadControl::InterfaceDown(Ps now, const Ptr<OffloadInterface>& interface)
{
    NS_LOG_FUNCTION(this << now << interface->GetName());
    if (!interface->IsUp())
    {
        return;
    }
    interface->Depart();
    std::vector<SaHandleKey> sas;
    std::vector<Ptr<SecurityAssociation>> doomed;
    for (const auto& key : m_saHandles.GetKeys(interface))
    {
        sas.push_back(key);
        const SaHandle* handle = m_saHandles.Find(key.drvSpi);
        if (m_settings.downDeletes && handle && handle->handled)
        {
            doomed.push_back(key.sa);
            TakeFromWorker(*key.sa, interface, sas);
        }
    }
    // Policies first (R207).
    m_withdrawals.Withdraw(now,
                           m_policyHandles.GetKeys(interface),
                           HandleWithdrawals::Thread::CALLER,
                           [this, sas = std::move(sas)](Ps when) {
                               m_withdrawals.Withdraw(when,
                                                      sas,
                                                      SoftwareReason::INTERFACE_DOWN,
                                                      HandleWithdrawals::Thread::CALLER);
                           });
    for (const auto& sa : doomed)
    {
        m_sad->Lose(now, *sa);
    }
}

void
OffloadControl::TearDown(Ps now, OffloadWorker::Done done)
{
    NS_LOG_FUNCTION(this << now);
    for (IpsecProtocol protocol :
         {IpsecProtocol::ESP, IpsecProtocol::AH, IpsecProtocol::IPCOMP, IpsecProtocol::TCP_MD5})
    {
        m_sad->Flush(now, protocol);
    }
    m_spd->Flush(now);
    m_worker.WhenIdle(now, std::move(done));
}

void
OffloadControl::Promote(Ps now,
                        const Ptr<SecurityAssociation>& sa,
                        const Ptr<OffloadInterface>& interface,
                        OffloadWorker::Done done)
{
    NS_LOG_FUNCTION(this << now << sa->GetConfig().spi << interface->GetName());
    m_worker.Enqueue(
        now,
        [this, sa, interface, done = std::move(done)](Ps start, OffloadWorker::Done end) {
            OfferAgain(start, sa, interface, EndWith(std::move(end), done));
        });
}

/**
 * The worker comes to a promotion.
 * @param sa which
 * @param interface where
 * @param done the end of the task
 */
void
OffloadControl::OfferAgain(Ps now,
                           const Ptr<SecurityAssociation>& sa,
                           const Ptr<OffloadInterface>& interface,
                           OffloadWorker::Done done)
{
    SaOffloadState& state = SaOffloadState::Of(*sa);
    const auto before =
        std::find_if(state.handles.begin(), state.handles.end(), [&interface](const auto& handle) {
            return handle->interface == interface;
        });
    const bool isKnown = before != state.handles.end();
    // Not before its offer (R41), nor while that could still be undone.
    if (!m_settings.enabled || state.deinstalled || !state.forgetRecord || !sa->IsAlive() ||
        (isKnown && (*before)->handled))
    {
        done(now);
        return;
    }
    if (isKnown) // a REJECTED handle goes without a call (R66)
    {
        const uint16_t drvSpi = (*before)->drvSpi;
        m_saHandles.Unlink({drvSpi, sa, interface});
        m_saHandles.Release(drvSpi);
    }
    state.SetUnhandled(interface->GetIndex(), SoftwareReason::NONE);
    state.forgetRecord = false; // the offer undoes all when the SA dies meanwhile (R51)
    state.walking = true;
    Run(now,
        std::make_shared<SaOfferProcess>(
            MakeContext(),
            m_saHandles,
            m_refusals,
            sa,
            [this, sa, done = std::move(done)](Ps end, bool, bool) {
                SaOffloadState::Of(*sa).walking = false;
                EndOffer(end, sa, done);
            },
            interface));
}

void
OffloadControl::Demote(Ps now,
                       const Ptr<SecurityAssociation>& sa,
                       const Ptr<OffloadInterface>& interface,
                       OffloadWorker::Done done)
{
    NS_LOG_FUNCTION(this << now << sa->GetConfig().spi << interface->GetName());
    m_worker.Enqueue(
        now,
        [this, sa, interface, done = std::move(done)](Ps start, OffloadWorker::Done end) {
            std::vector<SaHandleKey> keys;
            for (const auto& handle : SaOffloadState::Of(*sa).handles)
            {
                if (handle->interface == interface && handle->handled)
                {
                    keys.push_back({handle->drvSpi, sa, interface});
                }
            }
            m_withdrawals.Withdraw(start,
                                   std::move(keys),
                                   SoftwareReason::DEMOTED,
                                   HandleWithdrawals::Thread::WORKER,
                                   EndWith(std::move(end), done));
        });
}

void
OffloadControl::Clear()
{
    if (m_offer)
    {
        m_offer->Cancel();
        m_offer.reset();
    }
    m_withdrawals.Clear();
    m_late.Clear();
    m_worker.Clear();
    m_saHandles.Clear();
    m_policyHandles.Clear();
    if (m_sad)
    {
        m_sad->RemoveObserver(this);
        m_spd->RemoveObserver(this);
    }
    m_sad = nullptr;
    m_spd = nullptr;
}

void
OffloadControl::CheckInvariants(const OffloadStatistics& statistics) const
{
    if (m_sad) // attached, and not disposed of
    {
        m_saHandles.CheckInvariants(*m_sad);
        m_policyHandles.CheckInvariants(*m_spd);
        CheckSaCounts(statistics);
        CheckPolicyCounts(statistics);
    }
}

/// Assert what was counted about SAs. @param statistics of all that happened so far
void
OffloadControl::CheckSaCounts(const OffloadStatistics& statistics) const
{
    const uint64_t asking = statistics.offers + statistics.lateAcks - statistics.acks -
                            statistics.nacks - statistics.faults;
    NS_ABORT_MSG_UNLESS(m_saHandles.CountOffered() == asking + m_late.CountSas(),
                        "drv_spis in use: " << m_saHandles.GetTaken()
                                            << ", not linked: " << m_saHandles.CountOffered()
                                            << ", being offered: " << asking
                                            << ", timed out: " << m_late.CountSas());
    NS_ABORT_MSG_UNLESS(m_saHandles.CountHeld() == statistics.acks - statistics.withdrawals,
                        "drivers hold " << m_saHandles.CountHeld()
                                        << " SAs, acks: " << statistics.acks
                                        << ", withdrawals: " << statistics.withdrawals);
    NS_ABORT_MSG_UNLESS(asking <= (m_offer && m_offer->IsAsking() ? 1 : 0),
                        "offers: " << statistics.offers << ", acks: " << statistics.acks
                                   << ", nacks: " << statistics.nacks
                                   << ", faults: " << statistics.faults);
}

/// Assert what was counted about policies. @param statistics of all that happened so far
void
OffloadControl::CheckPolicyCounts(const OffloadStatistics& statistics) const
{
    NS_ABORT_MSG_UNLESS(m_policyHandles.CountHeld() ==
                            statistics.policyAcks - statistics.policyWithdrawals,
                        "drivers hold " << m_policyHandles.CountHeld()
                                        << " policies, acks: " << statistics.policyAcks
                                        << ", withdrawals: " << statistics.policyWithdrawals);
    NS_ABORT_MSG_UNLESS(
        statistics.policyOffers ==
            statistics.policyAcks + statistics.policyRefusals + m_policyHandles.CountAsking(),
        "policies: offers: " << statistics.policyOffers << ", acks: " << statistics.policyAcks
                             << ", refusals: " << statistics.policyRefusals
                             << ", waiting: " << m_policyHandles.CountAsking());
}

} // namespace ns3
