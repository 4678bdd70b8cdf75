/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "sa-installer.h"

#include "ipsec-counter-poller.h"
#include "nic-command-queue.h"
#include "nic-engine.h"
#include "nic-profile.h"
#include "sa-acceptance.h"

#include "ns3/abort.h"
#include "ns3/ipsec-event-timer.h"
#include "ns3/ipsec-step-listener.h"
#include "ns3/log.h"

#include <algorithm>
#include <utility>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("SaInstaller");

namespace
{

/**
 * A part of an SA has its slot, or has none.
 * @param listener who follows the SA
 * @param step how it went
 * @param part which part
 * @param engine whose slots
 * @param error of a full card
 */
void
AppendInstall(StepListener& listener,
              Ps now,
              StepCode step,
              SaPart part,
              NicEngine* engine,
              const std::string& error)
{
    listener.Append(
        {step, now, part, engine->GetTxSlotsUsed(now), engine->GetRxSlotsUsed(now), error});
}

/**
 * The slots of an SA are free. When they can be used again is a later step.
 * @param listener who follows the SA
 * @param coolOff until they can
 */
void
AppendRemoval(StepListener& listener, Ps now, Ps coolOff)
{
    if (coolOff == 0)
    {
        listener.Append({StepCode::SLOTS_FREED, now});
        return;
    }
    listener.Append({StepCode::SLOTS_COOL_OFF, now, coolOff});
    EventTimer::At(now + coolOff, [to = &listener](Ps then) {
        to->Append({StepCode::SLOTS_USABLE, then});
    });
}

} // namespace

SaInstaller::SaInstaller(const NicProfile& profile,
                         NicEngine& engine,
                         NicCommandQueue& commands,
                         CounterPoller& poller)
    : m_profile(profile),
      m_engine(engine),
      m_commands(commands),
      m_poller(poller),
      m_rules(profile)
{
}

/// @return an empty text, or why the driver refuses the offer in hand whatever the SA (N54)
std::string
SaInstaller::WhyRefusedNow()
{
    if (m_profile.refuseEvery != 0 && m_statistics.offers % m_profile.refuseEvery == 0)
    {
        return "every offer number " + std::to_string(m_profile.refuseEvery);
    }
    return m_commands.GetMaker().RefusesByChance() ? "by chance" : "";
}

void
SaInstaller::Install(Ps now,
                     const OffloadDriver::SaOffer& offer,
                     const SaAcceptance& acceptance,
                     OffloadDriver::OfferCompletion done)
{
    NS_LOG_FUNCTION(this << now << offer.drvSpi << offer.config.spi);
    ++m_statistics.offers;
    const std::string why = acceptance.IsTaken() ? WhyRefusedNow() : acceptance.refusal;
    if (!why.empty())
    {
        NS_LOG_INFO("SA " << offer.drvSpi << " (SPI " << offer.config.spi << ") refused: " << why
                          << " (" << m_profile.refusalError << ")");
        ++m_statistics.refused;
        AppendStep(offer.steps, StepCode::DRIVER_REFUSES, now, m_profile.refusalError, why);
        done(now,
             {NicProfile::AnswerOf(m_profile.refusalError),
              m_profile.refusalError,
              "refused: " + why},
             0);
        return;
    }
    ++m_statistics.pending;
    auto sa = std::make_shared<Installation>();
    sa->context = MakeContext(offer, acceptance);
    sa->done = std::move(done);
    SubmitHalf(now, sa->context.receive, sa);
    if (m_profile.acksBeforeContext)
    {
        AckEarly(now, sa);
    }
}

/// @param offer an SA @param acceptance its directions @return the SA as the NIC shall have it
SaContext
SaInstaller::MakeContext(const OffloadDriver::SaOffer& offer, const SaAcceptance& acceptance)
{
    SaContext context;
    context.drvSpi = offer.drvSpi;
    context.transmit = acceptance.transmit;
    context.receive = acceptance.receive;
    context.sizes = offer.sizes;
    // An own counter and window from the start of the SA, whatever software has sent and received
    // meanwhile (R143): mlx5's driver for FreeBSD hands its contexts the number 1 and no high half
    // (mlx5_ipsec.c, first number of RFC 4303 section 3.3.3). Other kernels hand over their own.
    const SequenceState begin = offer.sequence.value_or(SequenceState(offer.config));
    context.nextSequence = begin.next;
    context.window = begin.window;
    context.hostNumbers = offer.hostNumbers;
    context.hostEncapsulates = offer.hostEncapsulates;
    context.esnEvents = m_profile.esnEvents && offer.config.esn;
    context.esnReached = std::max(begin.next, begin.window.GetLast() + 1) >> 31U;
    context.esnConfirmed = context.esnReached;
    context.enforceLimits = offer.enforceLimits && m_profile.hardwareLimits;
    context.vlan = offer.vlan;
    context.config = offer.config;
    context.cookie = m_nextCookie++;
    context.steps = offer.steps;
    return context;
}

/**
 * Put an SA's commands for one direction on the channel.
 * @param receive which direction
 * @param sa the SA
 */
void
SaInstaller::SubmitHalf(Ps now, bool receive, const InstallationPtr& sa)
{
    const SaContext& context = sa->context;
    const auto commands = ListInstallCommands(m_profile, context, receive);
    const CommandMaker::Work work = m_commands.GetMaker().Install(commands, m_engine.GetContexts());
    sa->created += work.created;
    sa->result = work.result;
    const bool first = receive && context.transmit;
    const bool both = context.transmit && context.receive;
    AppendStep(context.steps,
               StepCode::INSTALL_SUBMITTED,
               now,
               !both     ? SaPart::WHOLE
               : receive ? SaPart::RECEIVE
                         : SaPart::TRANSMIT,
               m_profile.HasInstallLists() ? commands.size() : 0,
               m_commands.GetChannel().GetWait(now),
               work.duration);
    Submit(now,
           work.duration,
           first ? &SaInstaller::FirstHalfDone : &SaInstaller::LastHalfDone,
           sa);
}

/**
 * @param duration of commands
 * @param step what follows when they are through, unless the NIC is reset meanwhile
 * @param sa whose commands
 */
void
SaInstaller::Submit(Ps now,
                    Ps duration,
                    void (SaInstaller::*step)(Ps, const InstallationPtr&),
                    const InstallationPtr& sa)
{
    m_commands.Submit(now, duration, [this, step, sa](Ps then, bool wasReset) {
        if (wasReset)
        {
            FailAfterReset(then, sa);
            return;
        }
        (this->*step)(then, sa);
    });
}

/// The NIC was reset while it installed an SA. @param sa which
void
SaInstaller::FailAfterReset(Ps now, const InstallationPtr& sa)
{
    --m_statistics.pending;
    ++m_statistics.faults;
    if (sa->isAcked)
    {
        EndEarly(now, sa, false);
        return;
    }
    sa->done(now, {DriverAnswer::FAULT, "EIO", "reset while it was installed"}, 0);
}

/// @param outcome how an installation went @return the step
StepCode
SaInstaller::StepOf(Outcome outcome)
{
    switch (outcome)
    {
    case Outcome::OK:
        return StepCode::SLOT_TAKEN;
    case Outcome::FULL:
        return StepCode::SLOTS_FULL;
    case Outcome::TABLE_FULL:
        return StepCode::SLOT_TABLE_FULL;
    case Outcome::COMMAND_FAULT:
        return StepCode::SLOT_COMMAND_FAILED;
    case Outcome::TIMED_OUT:
        return StepCode::SLOT_TIMED_OUT;
    case Outcome::DUPLICATE:
        break;
    }
    return StepCode::SLOT_DUPLICATE;
}

/**
 * An SA's commands for one direction are through: give it its slot.
 * @param sa the SA
 * @param half the SA in that direction
 * @param part which part of the SA that is
 * @return how it went
 */
SaInstaller::Outcome
SaInstaller::InstallHalf(Ps now, const Installation& sa, const SaContext& half, SaPart part)
{
    Outcome outcome = Outcome::OK;
    if (sa.result != CommandMaker::Result::OK)
    {
        const bool late = sa.result == CommandMaker::Result::TIMED_OUT;
        outcome = late ? Outcome::TIMED_OUT : Outcome::COMMAND_FAULT;
    }
    else if (!m_rules.HasRoom(half))
    {
        outcome = Outcome::TABLE_FULL;
    }
    else
    {
        switch (m_engine.Install(now, half))
        {
        case NicEngine::InstallResult::OK:
            m_rules.Add(half);
            break;
        case NicEngine::InstallResult::FULL:
            outcome = Outcome::FULL;
            break;
        case NicEngine::InstallResult::DUPLICATE:
            outcome = Outcome::DUPLICATE;
            break;
        }
    }
    AppendStep(sa.context.steps,
               AppendInstall,
               now,
               StepOf(outcome),
               part,
               &m_engine,
               m_profile.fullError);
    return outcome;
}

void
SaInstaller::FirstHalfDone(Ps now, const InstallationPtr& sa)
{
    SaContext half = sa->context;
    half.transmit = false;
    half.held = true; // the kernel learns of the SA when both halves are in place
    sa->outcome = InstallHalf(now, *sa, half, SaPart::RECEIVE);
    if (sa->outcome != Outcome::OK)
    {
        Undo(now, sa);
        return;
    }
    ++m_heldContexts;
    SubmitHalf(now, false, sa);
}

void
SaInstaller::LastHalfDone(Ps now, const InstallationPtr& sa)
{
    const bool both = sa->context.transmit && sa->context.receive;
    SaContext half = sa->context;
    half.receive = half.receive && !both;
    sa->outcome = InstallHalf(now, *sa, half, both ? SaPart::TRANSMIT : SaPart::ONE_DIRECTION);
    if (sa->outcome != Outcome::OK)
    {
        Undo(now, sa);
        return;
    }
    m_heldContexts -= both ? 1 : 0;
    Answer(now, sa);
}

/**
 * An install failed: take away what it made (N13, N16), then answer.
 * @param sa the SA
 */
void
SaInstaller::Undo(Ps now, const InstallationPtr& sa)
{
    const bool holds = m_engine.Find(sa->context.drvSpi, sa->context.cookie) != nullptr;
    // Without a list the command that found no slot has made nothing.
    const uint32_t objects = m_profile.HasInstallLists() ? sa->created : (holds ? 1 : 0);
    if (objects == 0)
    {
        Undone(now, sa);
        return;
    }
    Submit(now, m_commands.GetMaker().Remove(objects).duration, &SaInstaller::Undone, sa);
}

void
SaInstaller::Undone(Ps now, const InstallationPtr& sa)
{
    if (TakeAway(now, sa->context.drvSpi, sa->context.cookie))
    {
        --m_heldContexts;
    }
    Answer(now, sa);
}

/// @param drvSpi of an SA @param cookie of its installation
/// @return false when the NIC does not have it
bool
SaInstaller::TakeAway(Ps now, uint16_t drvSpi, uint64_t cookie)
{
    const SaContext* context = m_engine.Find(drvSpi, cookie);
    if (context == nullptr)
    {
        return false;
    }
    m_rules.Remove(*context);
    return m_engine.Remove(now, drvSpi);
}

void
SaInstaller::Answer(Ps now, const InstallationPtr& sa)
{
    NS_LOG_LOGIC("SA " << sa->context.drvSpi << " answered " << static_cast<int>(sa->outcome));
    --m_statistics.pending;
    const bool isIn = sa->outcome == Outcome::OK;
    DriverReply reply = isIn ? DriverReply(DriverAnswer::ACK) : CountFailure(sa->outcome);
    if (isIn)
    {
        ++m_statistics.acks;
        ++m_installed;
        m_ackedContexts += sa->context.CountDirections();
        m_poller.Add(now, sa->context);
        reply.receives = sa->context.receive;
    }
    if (sa->isAcked)
    {
        EndEarly(now, sa, isIn);
        return;
    }
    sa->done(now, reply, sa->context.cookie);
}

/**
 * A driver with NicProfile::acksBeforeContext: tell the kernel that an SA is in the card, whatever
 * becomes of it.
 * @param sa the SA, whose commands are on the channel
 */
void
SaInstaller::AckEarly(Ps now, const InstallationPtr& sa)
{
    sa->isAcked = true;
    m_early[sa->context.cookie] = sa;
    m_engine.SetAcked(sa->context.drvSpi, true);
    DriverReply reply(DriverAnswer::ACK);
    reply.receives = sa->context.receive;
    sa->done(now, reply, sa->context.cookie);
}

/**
 * The install of an SA that was acked before is over.
 * @param sa the SA
 * @param isIn it is in the card
 */
void
SaInstaller::EndEarly(Ps now, const InstallationPtr& sa, bool isIn)
{
    sa->hasFailed = !isIn;
    if (isIn)
    {
        m_early.erase(sa->context.cookie);
        m_engine.SetAcked(sa->context.drvSpi, false);
    }
    if (sa->removal)
    {
        Remove(now, sa->context.drvSpi, sa->context.cookie, std::move(sa->removal));
    }
}

/**
 * The kernel takes an SA back that was acked and is not in the card.
 * @param sa the SA
 * @param done the answer
 */
void
SaInstaller::RemoveEarly(Ps now, const InstallationPtr& sa, OffloadDriver::WithdrawCompletion done)
{
    if (!sa->hasFailed)
    {
        sa->removal = std::move(done);
        return;
    }
    m_engine.SetAcked(sa->context.drvSpi, false);
    m_early.erase(sa->context.cookie);
    done(now, false);
}

/// @param outcome of an install that failed @return what the kernel gets to know
DriverReply
SaInstaller::CountFailure(Outcome outcome)
{
    m_statistics.faults += outcome == Outcome::FULL ? 0 : 1;
    switch (outcome)
    {
    case Outcome::FULL:
        ++m_statistics.full;
        return {NicProfile::AnswerOf(m_profile.fullError),
                m_profile.fullError,
                "card full: no free slot"};
    case Outcome::TIMED_OUT:
        ++m_statistics.timeouts;
        return {DriverAnswer::FAULT, "ETIMEDOUT", "no answer to a command"};
    case Outcome::COMMAND_FAULT:
        ++m_statistics.commandFaults;
        return {DriverAnswer::FAULT, "EIO", "a command failed"};
    case Outcome::TABLE_FULL:
        return {DriverAnswer::FAULT, "ENOSPC", "card full: no free rule in the flow table"};
    case Outcome::DUPLICATE:
    case Outcome::OK:
        break;
    }
    return {DriverAnswer::FAULT, "EEXIST", "SPI or drv_spi is in the card already"};
}

void
SaInstaller::Remove(Ps now,
                    uint16_t drvSpi,
                    uint64_t cookie,
                    OffloadDriver::WithdrawCompletion done)
{
    NS_LOG_FUNCTION(this << now << drvSpi << cookie);
    if (const auto early = m_early.find(cookie); early != m_early.end())
    {
        RemoveEarly(now, InstallationPtr(early->second), std::move(done));
        return;
    }
    const SaContext* context = m_engine.Find(drvSpi, cookie);
    if (context == nullptr)
    {
        done(now, false);
        return;
    }
    const uint32_t directions = context->CountDirections();
    const uint32_t objects = CountInstalledObjects(m_profile, *context);
    const Ps duration = m_commands.GetMaker().Remove(objects).duration;
    StepListener* const steps = context->steps;
    AppendStep(steps,
               StepCode::REMOVAL_SUBMITTED,
               now,
               SaPart::WHOLE,
               m_profile.HasInstallLists() ? objects : 0,
               m_commands.GetChannel().GetWait(now),
               duration);
    m_commands.Submit(
        now,
        duration,
        [this, drvSpi, cookie, directions, steps, done = std::move(done)](Ps then, bool) {
            const SaContext* there = m_engine.Find(drvSpi, cookie);
            if (there == nullptr) // lost meanwhile
            {
                done(then, false);
                return;
            }
            m_poller.Remove(*there);
            TakeAway(then, drvSpi, cookie);
            AppendStep(steps, AppendRemoval, then, m_profile.slotCoolOff);
            m_ackedContexts -= directions;
            ++m_statistics.removed;
            --m_installed;
            done(then, true);
        });
}

void
SaInstaller::Reset()
{
    m_lostContexts += m_engine.Reset();
    m_statistics.lost += m_installed;
    m_installed = 0;
    m_ackedContexts = 0;
    m_heldContexts = 0;
    m_rules.Clear();
}

void
SaInstaller::CheckInvariants() const
{
    const Statistics& s = m_statistics;
    NS_ABORT_MSG_UNLESS(s.offers == s.refused + s.acks + s.full + s.faults + s.pending,
                        "NIC driver: offers differ from refusals + answers + pending");
    NS_ABORT_MSG_UNLESS(s.acks == s.removed + s.lost + m_installed,
                        "NIC driver: acks differ from removals + SAs lost + installed SAs");
    NS_ABORT_MSG_UNLESS(m_engine.GetContexts() >= m_ackedContexts + m_heldContexts,
                        "NIC driver: contexts in the NIC: "
                            << m_engine.GetContexts() << ", of acked SAs: " << m_ackedContexts
                            << ", of installs under way: " << m_heldContexts);
}

} // namespace ns3
