/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "policy-offer-walk-internal.h"
#include "policy-withdrawal-internal.h"
#include "sa-offer-walk-internal.h"
#include "sa-withdrawal-internal.h"

#include "ns3/abort.h"
#include "ns3/log.h"
#include "ns3/step-listener.h"

#include <algorithm>
#include <iostream>
#include <string>
#include <utility>

/**
 * @file
 * @ingroup ipsec-offload
 * The control side of IpsecOffload: what starts offers and withdrawals, and the books on handles.
 * Its doors to the data path and to drivers are in ipsec-offload.cc.
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

void
IpsecOffload::SaTriggered(Ps now, SecurityAssociation& sa)
{
    NS_LOG_FUNCTION(this << now << sa.GetConfig().spi);
    if (!m_enabled || (m_offerOnlyNamed && sa.GetConfig().interfaceName.empty()))
    {
        return;
    }
    SaOffloadState& state = StateOf(sa);
    if (state.installed || state.deinstalled) // R38
    {
        NoteStep(sa.GetSteps(), now, "IpsecOffload", "R38", [&state] {
            return std::string("trigger ignored: ") + (state.deinstalled ? "DEINST" : "INST") +
                   " is set";
        });
        return;
    }
    if (m_loseOffers > 0) // R39
    {
        --m_loseOffers;
        ++m_statistics.lostOffers;
        state.offerLost = true;
        NS_LOG_WARN("no memory to offer SA spi 0x" << std::hex << sa.GetConfig().spi);
        return;
    }
    ++state.queued;
    NoteStep(sa.GetSteps(), now, "IpsecOffload", "R37, R59", [this] {
        return "trigger: offer task queued behind " + GroupDigits(m_worker.GetLength()) + " others";
    });
    m_worker.Enqueue(
        now,
        [this, held = Ptr<SecurityAssociation>(&sa)](Ps start, OffloadWorker::Done done) {
            SaOffloadState& mine = StateOf(*held);
            --mine.queued;
            if (!m_enabled || mine.installed || mine.deinstalled ||
                held->GetState() != SaState::MATURE) // R41, R42
            {
                NoteStep(held->GetSteps(), start, "worker", "R41, R42", [&mine] {
                    return std::string("offer task: nothing to do, ") +
                           (mine.deinstalled ? "DEINST is set"
                            : mine.installed ? "INST is set"
                                             : "the SA is not MATURE");
                });
                done(start);
                return;
            }
            mine.installed = true;
            mine.walking = true;
            NoteStep(held->GetSteps(), start, "worker", "R41, R43", [this] {
                return "offer task runs: INST set, walk over the interfaces begins, known: " +
                       std::to_string(m_interfaces.size());
            });
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
    NoteStep(sa.GetSteps(), now, "IpsecOffload", "R62-R64", [this, state] {
        return state->forgetRecord
                   ? "DEINST set; forget task queued behind " + GroupDigits(m_worker.GetLength()) +
                         " others"
                   : std::string("DEINST set; no forget record: never offered, or its walk undoes");
    });
    if (m_slotPolicy)
    {
        m_slotPolicy->SaDied(now, sa);
    }
    if (!state->forgetRecord) // R63
    {
        return;
    }
    state->forgetRecord = false;
    m_worker.Enqueue(
        now,
        [this, held = Ptr<SecurityAssociation>(&sa)](Ps start, OffloadWorker::Done done) {
            NoteStep(held->GetSteps(), start, "worker", "R65", [this, &held] {
                return "forget task runs: unlinks in turn, each with an epoch wait of " +
                       SpanInWords(ToPs(m_epochWait)) +
                       ", handles: " + std::to_string(TargetsOf(held).size());
            });
            WithdrawSas(start,
                        TargetsOf(held),
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
        SaOffloadState& mine = StateOf(clone);
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
    PolicyOffloadState& state = StateOf(policy);
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
        for (const auto& handle : StateOf(*policy).handles)
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
        const uint32_t spi = sa->GetConfig().spi;
        if (m_sad->FindBySpi(spi) == PeekPointer(sa))
        {
            m_sad->Delete(now, spi);
        }
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
            SaOffloadState& state = StateOf(*sa);
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
            for (const auto& handle : StateOf(*sa).handles)
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

/// @param sa an SA @return its offload state, made when missing
SaOffloadState&
IpsecOffload::StateOf(SecurityAssociation& sa)
{
    if (!sa.GetOffloadSlot())
    {
        sa.SetOffloadSlot(std::make_unique<SaOffloadState>());
    }
    return *static_cast<SaOffloadState*>(sa.GetOffloadSlot());
}

/// @param sa an SA @return all its handles
std::vector<IpsecOffload::SaTarget>
IpsecOffload::TargetsOf(const Ptr<SecurityAssociation>& sa)
{
    std::vector<SaTarget> targets;
    for (const auto& handle : StateOf(*sa).handles)
    {
        targets.push_back({handle->drvSpi, sa, handle->interface});
    }
    return targets;
}

/// @param policy a policy @return its offload state, made when missing
PolicyOffloadState&
IpsecOffload::StateOf(SecurityPolicy& policy)
{
    if (!policy.GetOffloadSlot())
    {
        policy.SetOffloadSlot(std::make_unique<PolicyOffloadState>());
    }
    return *static_cast<PolicyOffloadState*>(policy.GetOffloadSlot());
}

/// @param policy a policy @return all its handles
std::vector<IpsecOffload::PolicyTarget>
IpsecOffload::TargetsOf(const Ptr<SecurityPolicy>& policy)
{
    std::vector<PolicyTarget> targets;
    for (const auto& handle : StateOf(*policy).handles)
    {
        targets.push_back({policy, handle->interface});
    }
    return targets;
}

/// @param handle a new handle, for its SA and for the drv_spi map
void
IpsecOffload::Link(std::unique_ptr<SaHandle> handle)
{
    const Ptr<SecurityAssociation> sa(handle->sa);
    if (handle->drvSpi == 0)
    {
        m_withoutDrvSpi.push_back({0, sa, handle->interface});
    }
    else
    {
        if (handle->drvSpi >= m_byDrvSpi.size())
        {
            m_byDrvSpi.resize(handle->drvSpi + size_t{1});
        }
        m_byDrvSpi[handle->drvSpi] = {handle.get(), sa};
    }
    StateOf(*handle->sa).handles.push_back(std::move(handle));
}

/**
 * Make a handle unknown to the data path.
 * @param target which
 * @return the handle, or nullptr when somebody else unlinked it first
 */
std::unique_ptr<SaHandle>
IpsecOffload::Unlink(const SaTarget& target)
{
    auto& handles = StateOf(*target.sa).handles;
    auto place = std::find_if(handles.begin(), handles.end(), [&](const auto& handle) {
        return handle->interface == target.interface && handle->drvSpi == target.drvSpi;
    });
    if (place == handles.end())
    {
        return nullptr;
    }
    auto handle = std::move(*place);
    handles.erase(place);
    if (target.drvSpi == 0)
    {
        const auto listed =
            std::find_if(m_withoutDrvSpi.begin(), m_withoutDrvSpi.end(), [&](const auto& other) {
                return other.sa == target.sa && other.interface == target.interface;
            });
        m_withoutDrvSpi.erase(listed);
    }
    else
    {
        m_byDrvSpi[target.drvSpi].handle = nullptr;
        ++m_unlinked;
    }
    m_unlinkedHandled += handle->handled ? 1 : 0;
    return handle;
}

/**
 * @param target which
 * @return the handle, or nullptr when somebody else unlinked it first
 */
std::unique_ptr<PolicyHandle>
IpsecOffload::Unlink(const PolicyTarget& target)
{
    auto& handles = StateOf(*target.policy).handles;
    auto place = std::find_if(handles.begin(), handles.end(), [&](const auto& handle) {
        return handle->interface == target.interface;
    });
    if (place == handles.end())
    {
        return nullptr;
    }
    auto handle = std::move(*place);
    handles.erase(place);
    m_unlinkedPolicies += handle->rejected ? 0 : 1;
    if (handles.empty())
    {
        m_policies.erase(target.policy->GetId());
    }
    return handle;
}

/// @param drvSpi the value of an unlinked handle that is gone now
void
IpsecOffload::Release(uint16_t drvSpi)
{
    if (drvSpi == 0)
    {
        return;
    }
    m_byDrvSpi[drvSpi].sa = nullptr;
    m_allocator.Free(drvSpi);
    --m_unlinked;
}

/**
 * Start to withdraw handles of SAs.
 * @param now the time
 * @param targets which
 * @param reason WITHDRAWN, INTERFACE_DOWN or DEMOTED
 * @param thread who runs it
 * @param done what to call at the end, may be empty
 */
void
IpsecOffload::WithdrawSas(Ps now,
                          std::vector<SaTarget> targets,
                          SoftwareReason reason,
                          Thread thread,
                          OffloadWorker::Done done)
{
    Start(
        now,
        std::make_shared<SaWithdrawal>(*this, std::move(targets), reason, thread, std::move(done)));
}

/**
 * Start to withdraw handles of policies.
 * @param now the time
 * @param targets which
 * @param thread who runs it
 * @param done what to call at the end, may be empty
 */
void
IpsecOffload::WithdrawPolicies(Ps now,
                               std::vector<PolicyTarget> targets,
                               Thread thread,
                               OffloadWorker::Done done)
{
    Start(now,
          std::make_shared<PolicyWithdrawal>(*this, std::move(targets), thread, std::move(done)));
}

/**
 * A driver holds an SA that the kernel does not know: let it drop it (R19, and acks after a
 * time-out).
 * @param now the time
 * @param handle what would have been its handle; its drv_spi is taken
 */
void
IpsecOffload::WithdrawUnrecorded(Ps now, std::unique_ptr<SaHandle> handle)
{
    if (handle->drvSpi >= m_byDrvSpi.size())
    {
        m_byDrvSpi.resize(handle->drvSpi + size_t{1});
    }
    m_byDrvSpi[handle->drvSpi] = {nullptr, Ptr<SecurityAssociation>(handle->sa)};
    ++m_unlinked;
    ++m_unlinkedHandled;
    Start(now, std::make_shared<SaWithdrawal>(*this, std::move(handle)));
}

/**
 * A driver answers an offer that timed out.
 * @param now the time
 * @param offer number of the offer
 * @param answer what
 * @param cookie its cookie
 */
void
IpsecOffload::AnswerLate(Ps now, uint64_t offer, DriverAnswer answer, uint64_t cookie)
{
    const auto found = m_late.find(offer);
    if (found == m_late.end())
    {
        NS_LOG_WARN("a driver answered an offer more than once");
        return;
    }
    const LateOffer late = std::move(found->second);
    m_late.erase(found);
    if (!late.sa)
    {
        if (answer == DriverAnswer::ACK)
        {
            late.interface->GetDriver()->PolicyDelete(now, cookie, [](Ps, bool) {});
        }
        return;
    }
    if (answer == DriverAnswer::ACK)
    {
        ++m_statistics.acks;
        ++m_statistics.lateAcks;
        auto handle = std::make_unique<SaHandle>();
        handle->interface = late.interface;
        handle->sa = PeekPointer(late.sa);
        handle->drvSpi = late.drvSpi;
        handle->handled = true;
        handle->cookie = cookie;
        WithdrawUnrecorded(now, std::move(handle));
    }
    else if (m_leakDrvSpiOnFault)
    {
        ++m_leakedDrvSpis;
    }
    else
    {
        m_allocator.Free(late.drvSpi);
    }
}

/**
 * A driver is about to be asked.
 * @param now the time
 * @param sa what it is offered
 * @param interface where
 * @param drvSpi under which value
 */
void
IpsecOffload::TellOffer(Ps now,
                        const SecurityAssociation& sa,
                        const OffloadInterface& interface,
                        uint16_t drvSpi) const
{
    if (m_verbose)
    {
        std::clog << now << " ps " << interface.GetName() << ": SA spi 0x" << std::hex
                  << sa.GetConfig().spi << std::dec << " offered as drv_spi " << drvSpi
                  << std::endl;
    }
    m_offerTrace(now, sa, interface, drvSpi);
}

/**
 * An offer is answered, and the books are made.
 * @param now the time
 * @param sa what was offered
 * @param interface where
 * @param drvSpi under which value, or 0
 * @param reason NONE for an ack
 */
void
IpsecOffload::TellAnswer(Ps now,
                         const Ptr<SecurityAssociation>& sa,
                         const Ptr<OffloadInterface>& interface,
                         uint16_t drvSpi,
                         SoftwareReason reason)
{
    if (m_verbose)
    {
        std::clog << now << " ps " << interface->GetName() << ": SA spi 0x" << std::hex
                  << sa->GetConfig().spi << std::dec << " drv_spi " << drvSpi
                  << (reason == SoftwareReason::NONE ? " taken" : " refused: ")
                  << (reason == SoftwareReason::NONE ? "" : ToString(reason)) << std::endl;
    }
    m_answerTrace(now, *sa, *interface, drvSpi, reason);
    if (m_slotPolicy)
    {
        m_slotPolicy->OfferAnswered(now, sa, interface, reason);
    }
}

/**
 * A handle is gone.
 * @param now the time
 * @param sa whose
 * @param interface where
 * @param drvSpi its value, free again
 * @param reason WITHDRAWN, INTERFACE_DOWN or DEMOTED
 */
void
IpsecOffload::TellWithdrawal(Ps now,
                             const Ptr<SecurityAssociation>& sa,
                             const Ptr<OffloadInterface>& interface,
                             uint16_t drvSpi,
                             SoftwareReason reason)
{
    if (m_verbose)
    {
        std::clog << now << " ps " << interface->GetName() << ": SA spi 0x" << std::hex
                  << sa->GetConfig().spi << std::dec << " drv_spi " << drvSpi
                  << " free: " << ToString(reason) << std::endl;
    }
    m_statistics.demotions += reason == SoftwareReason::DEMOTED ? 1 : 0;
    m_withdrawTrace(now, *sa, *interface, drvSpi, reason);
    if (m_slotPolicy)
    {
        m_slotPolicy->HandleWithdrawn(now, sa, interface, reason);
    }
}

/// @param now the time @param withdrawal what to start
void
IpsecOffload::Start(Ps now, std::shared_ptr<HandleWithdrawal> withdrawal)
{
    m_withdrawals.push_back(std::move(withdrawal));
    m_withdrawals.back()->Continue(now);
}

void
IpsecOffload::CheckInvariants() const
{
    if (m_sad) // attached, and not disposed of
    {
        CheckSaHandles();
        CheckPolicyHandles();
    }
}

/// The part of CheckInvariants() that is about SAs.
void
IpsecOffload::CheckSaHandles() const
{
    uint32_t linked = 0;
    uint32_t handled = 0;
    for (size_t drvSpi = 0; drvSpi < m_byDrvSpi.size(); ++drvSpi)
    {
        const Entry& entry = m_byDrvSpi[drvSpi];
        if (!entry.handle)
        {
            continue;
        }
        ++linked;
        handled += entry.handle->handled ? 1 : 0;
        const auto& mine = GetState(*entry.sa)->handles;
        NS_ABORT_MSG_UNLESS(entry.handle->drvSpi == drvSpi &&
                                entry.handle->sa == PeekPointer(entry.sa),
                            "the handle of drv_spi " << drvSpi << " stands in the wrong place");
        NS_ABORT_MSG_UNLESS(std::count_if(mine.begin(),
                                          mine.end(),
                                          [&](const auto& handle) {
                                              return handle->interface == entry.handle->interface;
                                          }) == 1,
                            "drv_spi " << drvSpi << ": not the SA's only handle there (R46)");
        NS_ABORT_MSG_UNLESS(entry.handle->handled == (entry.handle->reason == SoftwareReason::NONE),
                            "drv_spi " << drvSpi << " is neither HANDLED nor REJECTED");
    }
    m_sad->ForEach([this](SecurityAssociation& sa) {
        const SaOffloadState* state = GetState(sa);
        for (size_t i = 0; state && i < state->handles.size(); ++i)
        {
            const SaHandle* handle = state->handles[i].get();
            NS_ABORT_MSG_UNLESS(
                handle->drvSpi == 0 ? !handle->handled : FindByDrvSpi(handle->drvSpi) == handle,
                "SA spi " << sa.GetConfig().spi << " has a handle that drv_spi does not find");
        }
    });
    const uint64_t asking = m_statistics.offers + m_statistics.lateAcks - m_statistics.acks -
                            m_statistics.nacks - m_statistics.faults;
    const auto late = std::count_if(m_late.begin(), m_late.end(), [](const auto& offer) {
        return offer.second.sa != nullptr;
    });
    NS_ABORT_MSG_UNLESS(
        m_allocator.GetTaken() == linked + m_unlinked + asking + m_leakedDrvSpis + late,
        "drv_spis in use: " << m_allocator.GetTaken() << ", handles: " << linked
                            << ", being withdrawn: " << m_unlinked << ", being offered: " << asking
                            << ", timed out: " << late << ", leaked: " << m_leakedDrvSpis);
    NS_ABORT_MSG_UNLESS(
        handled + m_unlinkedHandled + m_orphans == m_statistics.acks - m_statistics.withdrawals,
        "HANDLED: " << handled << " and " << m_unlinkedHandled << " being withdrawn, acks: "
                    << m_statistics.acks << ", withdrawals: " << m_statistics.withdrawals);
    NS_ABORT_MSG_UNLESS(asking <= (m_walk && m_walk->IsAsking() ? 1 : 0),
                        "offers: " << m_statistics.offers << ", acks: " << m_statistics.acks
                                   << ", nacks: " << m_statistics.nacks
                                   << ", faults: " << m_statistics.faults);
}

/// The part of CheckInvariants() that is about policies.
void
IpsecOffload::CheckPolicyHandles() const
{
    uint64_t handled = 0;
    uint64_t asking = 0;
    for (const auto& [id, policy] : m_policies)
    {
        const auto& handles = GetState(*policy)->handles;
        NS_ABORT_MSG_IF(handles.empty(), "policy " << id << " is listed without a handle");
        for (const auto& handle : handles)
        {
            asking += handle->asking ? 1 : 0;
            handled += handle->asking || handle->rejected ? 0 : 1;
        }
    }
    m_spd->ForEach([this](SecurityPolicy& policy) {
        const PolicyOffloadState* state = GetState(policy);
        NS_ABORT_MSG_IF(state && !state->handles.empty() && m_policies.count(policy.GetId()) == 0,
                        "policy " << policy.GetId() << " has a handle that is not listed");
    });
    NS_ABORT_MSG_UNLESS(
        handled + m_unlinkedPolicies == m_statistics.policyAcks - m_statistics.policyWithdrawals,
        "policies: HANDLED: " << handled << " and " << m_unlinkedPolicies
                              << " being withdrawn, acks: " << m_statistics.policyAcks
                              << ", withdrawals: " << m_statistics.policyWithdrawals);
    NS_ABORT_MSG_UNLESS(
        m_statistics.policyOffers == m_statistics.policyAcks + m_statistics.policyRefusals + asking,
        "policies: offers: " << m_statistics.policyOffers << ", acks: " << m_statistics.policyAcks
                             << ", refusals: " << m_statistics.policyRefusals
                             << ", waiting: " << asking);
}

} // namespace ns3
