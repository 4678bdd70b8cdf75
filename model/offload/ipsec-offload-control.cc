/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "policy-offer-walk-internal.h"
#include "sa-offer-walk-internal.h"

#include "ns3/abort.h"
#include "ns3/log.h"
#include "ns3/step-listener.h" // SpiInWords()

#include <utility>

/**
 * @file
 * @ingroup ipsec-offload
 * The control side of IpsecOffload: what starts offers and withdrawals. The books on handles are in
 * ipsec-offload-handles.cc, the doors to the data path and to drivers in ipsec-offload.cc.
 */

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("IpsecOffloadControl");

namespace
{

/// @param end the worker's completion @param done who else waits; nullptr: nobody @return both
OffloadWorker::Done
EndWith(OffloadWorker::Done end, IpsecOffload::ChangeDone done)
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

/// @param sa an SA @return true when SAs like it are offered at all
bool
IpsecOffload::IsOffered(const SecurityAssociation& sa) const
{
    return m_enabled && !(m_offerOnlyNamed && sa.GetConfig().interfaceName.empty());
}

/**
 * An SA that no driver took is about to go. If it comes back without a wish, as key daemons of
 * Linux have it, its packets are in software for the same reason.
 * @param sa the SA
 */
void
IpsecOffload::RememberRefusal(const SecurityAssociation& sa)
{
    const SaConfig& config = sa.GetConfig();
    auto& answers = m_lastAnswers[{config.spi, config.destination}];
    answers.clear();
    for (const auto& interface : m_interfaces)
    {
        const Lookup last = Find(sa, PeekPointer(interface));
        if (last.reason != SoftwareReason::NO_HANDLE)
        {
            answers.push_back({interface->GetIndex(), last.reason, last.refusal});
        }
    }
}

/// @param sa an SA that is not offered; learns what was answered when it had the wish to be
void
IpsecOffload::RecallRefusal(SecurityAssociation& sa)
{
    const auto found = m_lastAnswers.find({sa.GetConfig().spi, sa.GetConfig().destination});
    if (found != m_lastAnswers.end())
    {
        SaOffloadState::Of(sa).unhandled = std::move(found->second);
        m_lastAnswers.erase(found);
    }
}

void
IpsecOffload::SaComplete([[maybe_unused]] Ps now, SecurityAssociation& sa, bool& waits)
{
    waits = waits || (m_useAfterAnswer && m_loseOffers == 0 && IsOffered(sa));
}

void
IpsecOffload::SaTriggered(Ps now, SecurityAssociation& sa)
{
    NS_LOG_FUNCTION(this << now << sa.GetConfig().spi);
    if (!IsOffered(sa))
    {
        RecallRefusal(sa);
        return;
    }
    SaOffloadState& state = SaOffloadState::Of(sa);
    if (state.installed || state.deinstalled) // R38
    {
        m_observers.Tell(&OffloadObserver::OfferIgnored, now, sa);
        return;
    }
    if (m_loseOffers > 0) // R39
    {
        --m_loseOffers;
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
            SaOffloadState& mine = SaOffloadState::Of(*held);
            --mine.queued;
            const bool ready =
                held->GetState() == SaState::MATURE || held->GetState() == SaState::PENDING;
            if (!m_enabled || mine.installed || mine.deinstalled || !ready) // R41, R42
            {
                m_sad->Admit(start, *held); // nobody will answer
                m_observers.Tell(&OffloadObserver::OfferSkipped, start, *held);
                done(start);
                return;
            }
            mine.installed = true;
            mine.walking = true;
            m_observers.Tell(&OffloadObserver::OfferBegins, start, *held, m_interfaces.size());
            m_walk = std::make_shared<SaOfferWalk>(*this, held, std::move(done));
            m_walk->Continue(start);
        });
}

void
IpsecOffload::SaDead(Ps now, SecurityAssociation& sa)
{
    NS_LOG_FUNCTION(this << now << sa.GetConfig().spi);
    auto* state = static_cast<SaOffloadState*>(sa.GetOffloadSlot());
    if (!state)
    {
        return;
    }
    state->deinstalled = true; // R62
    m_observers.Tell(&OffloadObserver::SaDied, now, sa, m_worker.GetLength());
    if (!state->forgetRecord) // R63
    {
        return;
    }
    state->forgetRecord = false;
    m_worker.Enqueue(
        now,
        [this, held = Ptr<SecurityAssociation>(&sa)](Ps start, OffloadWorker::Done done) {
            m_observers.Tell(&OffloadObserver::WithdrawalBegins, start, *held, ToPs(m_epochWait));
            WithdrawSas(start,
                        std::move(targets),
                        SoftwareReason::WITHDRAWN,
                        Thread::WORKER,
                        std::move(done));
        });
}

void
IpsecOffload::SaCloned([[maybe_unused]] Ps now,
                       const SecurityAssociation& old,
                       SecurityAssociation& clone)
{
    NS_LOG_FUNCTION(this << now << clone.GetConfig().spi);
    if (const SaOffloadState* state = GetState(old))
    {
        SaOffloadState& mine = SaOffloadState::Of(clone);
        mine.cloned = true;
        mine.hardwareTotals = state->hardwareTotals; // they are part of its CURRENT (R192)
    }
}

void
IpsecOffload::ExpiryBegins(Ps now)
{
    RefreshCounters(now);
}

void
IpsecOffload::PolicyAdded(Ps now, SecurityPolicy& policy)
{
    NS_LOG_FUNCTION(this << now << policy.GetId());
    const PolicyConfig& config = policy.GetConfig();
    const bool isOffered = !config.requirements.empty() || config.scope == PolicyScope::PCB; // R98
    if (!m_enabled || !isOffered || (m_offerOnlyNamed && config.interfaceName.empty()))
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
            m_walk = std::make_shared<PolicyOfferWalk>(*this, held, std::move(done));
            m_walk->Continue(start);
        });
}

void
IpsecOffload::PolicyRemoved(Ps now, SecurityPolicy& policy)
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
            WithdrawPolicies(start, TargetsOf(held), Thread::WORKER, std::move(done));
        });
}

void
IpsecOffload::InterfaceDown(Ps now, const Ptr<OffloadInterface>& interface)
{
    NS_LOG_FUNCTION(this << now << interface->GetName());
    if (!interface->IsUp())
    {
        return;
    }
    interface->m_up = false;
    ++interface->m_departures;
    std::vector<PolicyTarget> policies;
    for (const auto& [id, policy] : m_policies)
    {
        for (const auto& handle : PolicyOffloadState::Of(*policy).handles)
        {
            if (handle->interface == interface && !handle->asking) // else its walk withdraws it
            {
                policies.push_back({policy, interface});
            }
        }
    }
    std::vector<SaTarget> sas;
    std::vector<Ptr<SecurityAssociation>> doomed;
    for (const auto& entry : m_byDrvSpi)
    {
        if (entry.handle && entry.handle->interface == interface)
        {
            sas.push_back({entry.handle->drvSpi, entry.sa, interface});
            if (m_downDeletes && entry.handle->handled)
            {
                doomed.push_back(entry.sa);
            }
        }
    }
    for (const auto& target : m_withoutDrvSpi)
    {
        if (target.interface == interface)
        {
            sas.push_back(target);
        }
    }
    // Policies first (R207).
    WithdrawPolicies(
        now,
        std::move(policies),
        Thread::CALLER,
        [this, sas = std::move(sas)](Ps when) {
            WithdrawSas(when, sas, SoftwareReason::INTERFACE_DOWN, Thread::CALLER, nullptr);
        });
    for (const auto& sa : doomed)
    {
        m_sad->Lose(now, *sa);
    }
}

void
IpsecOffload::InterfaceUp(const Ptr<OffloadInterface>& interface)
{
    NS_LOG_FUNCTION(this << interface->GetName());
    interface->m_up = true;
}

void
IpsecOffload::TearDown(Ps now, std::function<void(Ps)> done)
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
IpsecOffload::Promote(Ps now,
                      const Ptr<SecurityAssociation>& sa,
                      const Ptr<OffloadInterface>& interface,
                      ChangeDone done)
{
    NS_LOG_FUNCTION(this << now << sa->GetConfig().spi << interface->GetName());
    m_worker.Enqueue(
        now,
        [this, sa, interface, done = std::move(done)](Ps start, OffloadWorker::Done end) {
            auto finish = EndWith(std::move(end), done);
            SaOffloadState& state = SaOffloadState::Of(*sa);
            const SaHandle* before = nullptr;
            for (const auto& handle : state.handles)
            {
                before = handle->interface == interface ? handle.get() : before;
            }
            // Not before its offer (R41), nor while that could still be undone.
            if (!m_enabled || state.deinstalled || !state.forgetRecord || !sa->IsAlive() ||
                (before && before->handled))
            {
                finish(start);
                return;
            }
            if (before) // a REJECTED handle goes without a call (R66)
            {
                const uint16_t drvSpi = before->drvSpi;
                Unlink(SaTarget{drvSpi, sa, interface});
                Release(drvSpi);
            }
            state.SetUnhandled(interface->GetIndex(), SoftwareReason::NONE);
            state.forgetRecord = false; // the walk undoes all when the SA dies meanwhile (R51)
            state.walking = true;
            m_walk = std::make_shared<SaOfferWalk>(*this, sa, std::move(finish), interface);
            m_walk->Continue(start);
        });
}

void
IpsecOffload::Demote(Ps now,
                     const Ptr<SecurityAssociation>& sa,
                     const Ptr<OffloadInterface>& interface,
                     ChangeDone done)
{
    NS_LOG_FUNCTION(this << now << sa->GetConfig().spi << interface->GetName());
    m_worker.Enqueue(
        now,
        [this, sa, interface, done = std::move(done)](Ps start, OffloadWorker::Done end) {
            auto finish = EndWith(std::move(end), done);
            std::vector<SaTarget> targets;
            for (const auto& handle : SaOffloadState::Of(*sa).handles)
            {
                if (handle->interface == interface && handle->handled)
                {
                    targets.push_back({handle->drvSpi, sa, interface});
                }
            }
            WithdrawSas(start,
                        std::move(targets),
                        SoftwareReason::DEMOTED,
                        Thread::WORKER,
                        std::move(finish));
        });
}

} // namespace ns3
