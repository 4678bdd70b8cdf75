/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-nic.h"
#include "sa-acceptance.h"

#include "ns3/event-timer.h"
#include "ns3/log.h"
#include "ns3/step-listener.h"

#include <algorithm>
#include <utility>

/**
 * @file
 * @ingroup ipsec-offload
 * How a NIC's driver takes SAs and drops them (N13, N16, N18, N52-N55).
 */

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("IpsecNicOffers");

/// An offer on its way through the command channel.
struct IpsecNic::PendingOffer
{
    SaContext context;                                     //!< what is installed
    uint64_t resets;                                       //!< resets before it
    OfferCompletion done;                                  //!< the kernel waits for this
    uint32_t created{0};                                   //!< objects made so far
    CommandMaker::Result result{CommandMaker::Result::OK}; //!< of the last commands
    InstallOutcome outcome{InstallOutcome::OK};            //!< of an install that is undone
};

std::string
IpsecNic::WhyRefused(const SaConfig& config) const
{
    return AssessSa(m_profile, config, config.direction, m_localAddresses).refusal;
}

/// @return an empty text, or why the driver refuses the offer in hand whatever the SA (N54)
std::string
IpsecNic::WhyRefusedNow()
{
    if (m_profile.refuseEvery != 0 && m_statistics.offers % m_profile.refuseEvery == 0)
    {
        return "every offer number " + std::to_string(m_profile.refuseEvery);
    }
    return m_commands->RefusesByChance() ? "by chance" : "";
}

void
IpsecNic::SaNewKey(Ps now, const SaOffer& offer, OfferCompletion done)
{
    NS_LOG_FUNCTION(this << now << offer.drvSpi << offer.config.spi);
    NS_ABORT_MSG_UNLESS(m_engine, "IpsecNic: used before Configure()");
    ++m_statistics.offers;
    const SaAcceptance acceptance =
        AssessSa(m_profile, offer.config, offer.direction, m_localAddresses);
    const std::string why = acceptance.IsTaken() ? WhyRefusedNow() : acceptance.refusal;
    if (!why.empty())
    {
        NS_LOG_INFO("SA " << offer.drvSpi << " (SPI " << offer.config.spi << ") refused: " << why
                          << " (" << m_profile.refusalError << ")");
        ++m_statistics.refused;
        NoteStep(offer.steps, now, "driver", "N4-N12", [&] {
            return "refuses it: " + why + " (" + m_profile.refusalError + ")";
        });
        done(now,
             {NicProfile::AnswerOf(m_profile.refusalError),
              m_profile.refusalError,
              "refused: " + why},
             0);
        return;
    }
    ++m_statistics.pending;
    auto pending = std::make_shared<PendingOffer>();
    SaContext& context = pending->context;
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
    pending->done = std::move(done);
    pending->resets = m_statistics.resets;
    SubmitInstall(now, context.receive, pending);
}

/**
 * @param context an SA
 * @param receive which direction of it
 * @return the commands that install it; none where installs are no lists
 */
std::vector<InstallCommand>
IpsecNic::ListCommands(const SaContext& context, bool receive) const
{
    std::vector<InstallCommand> commands =
        receive ? m_profile.rxInstallCommands : m_profile.txInstallCommands;
    const auto last = std::remove_if(commands.begin(), commands.end(), [&](InstallCommand command) {
        return (command == InstallCommand::RULE_IF_UNTAGGED && context.vlan != 0) ||
               (command == InstallCommand::RULE_IF_REQID && context.config.reqid == 0);
    });
    commands.erase(last, commands.end());
    return commands;
}

/// @param context an SA @return its entries in the receive flow table (N14)
uint32_t
IpsecNic::CountReceiveRules(const SaContext& context) const
{
    const auto commands = ListCommands(context, true);
    return context.receive ? static_cast<uint32_t>(std::count_if(
                                 commands.begin(),
                                 commands.end(),
                                 [](InstallCommand command) {
                                     return command == InstallCommand::RULE ||
                                            command == InstallCommand::RULE_IF_UNTAGGED;
                                 }))
                           : 0;
}

/// @param context an SA @return objects that were made for it
uint32_t
IpsecNic::CountObjects(const SaContext& context) const
{
    if (!m_profile.HasInstallLists())
    {
        return CountHalves(context);
    }
    uint32_t objects = 0;
    for (const bool receive : {false, true})
    {
        if (receive ? context.receive : context.transmit)
        {
            for (const InstallCommand command : ListCommands(context, receive))
            {
                objects += command == InstallCommand::MODIFY ? 0 : 1;
            }
        }
    }
    return objects;
}

/**
 * Put an SA's commands for one direction on the channel.
 * @param now the time
 * @param receive which direction
 * @param offer the SA
 */
void
IpsecNic::SubmitInstall(Ps now, bool receive, const PendingPtr& offer)
{
    const auto commands = ListCommands(offer->context, receive);
    const CommandMaker::Work work = m_commands->Install(commands, GetContexts());
    offer->created += work.created;
    offer->result = work.result;
    const bool first = receive && offer->context.transmit;
    const char* const list = receive ? "receive half" : "transmit half";
    NoteStep(offer->context.steps, now, "command channel", "N18, R8", [&] {
        const bool both = offer->context.transmit && offer->context.receive;
        return (both ? std::string(list) + ": " : std::string()) +
               DescribeCommands(now,
                                work.duration,
                                m_profile.HasInstallLists() ? commands.size() : 0);
    });
    Submit(now, work.duration, first ? &IpsecNic::FirstHalfDone : &IpsecNic::LastHalfDone, offer);
}

void
IpsecNic::Submit(Ps now,
                 Ps duration,
                 void (IpsecNic::*step)(Ps, const PendingPtr&),
                 const PendingPtr& offer)
{
    ++m_commandLists;
    m_channel.Submit(now,
                     duration,
                     [this, step, offer, life = std::weak_ptr<int>(m_life)](Ps then) {
                         if (life.expired())
                         {
                             return;
                         }
                         --m_commandLists;
                         if (offer->resets != m_statistics.resets)
                         {
                             FailAfterReset(then, offer);
                             return;
                         }
                         (this->*step)(then, offer);
                     });
}

/// @param context an SA @return its contexts, each direction for itself
uint32_t
IpsecNic::CountHalves(const SaContext& context)
{
    return (context.transmit ? 1 : 0) + (context.receive ? 1 : 0);
}

/// The NIC was reset while it installed an SA. @param now the time @param offer which
void
IpsecNic::FailAfterReset(Ps now, const PendingPtr& offer)
{
    --m_statistics.pending;
    ++m_statistics.faults;
    offer->done(now, {DriverAnswer::FAULT, "EIO", "reset while it was installed"}, 0);
}

/**
 * @param now the time
 * @param duration of commands that are about to be submitted
 * @param count how many they are; 0: not told
 * @return what they meet, in words
 */
std::string
IpsecNic::DescribeCommands(Ps now, Ps duration, size_t count) const
{
    const Ps wait = m_channel.GetWait(now);
    const std::string commands = count == 0 ? "commands" : std::to_string(count) + " commands";
    return (wait > 0 ? commands + " wait " + SpanInWords(wait) + " and take "
                     : "idle, " + commands + " take ") +
           SpanInWords(duration);
}

/**
 * Tell what became of an installation.
 * @param now the time
 * @param offer what was installed
 * @param what part of it
 * @param outcome how it went
 */
void
IpsecNic::NoteInstall(Ps now, const PendingOffer& offer, const char* what, InstallOutcome outcome)
{
    NoteStep(offer.context.steps, now, "NIC slots", "N13, N52", [&] {
        const std::string slots = " (in use: " + GroupDigits(GetEngine().GetTxSlotsUsed(now)) +
                                  " transmit, " + GroupDigits(GetEngine().GetRxSlotsUsed(now)) +
                                  " receive)";
        switch (outcome)
        {
        case InstallOutcome::OK:
            return what + (" has its slot" + slots);
        case InstallOutcome::FULL:
            return what + (" finds no slot" + slots + ": " + m_profile.fullError);
        case InstallOutcome::TABLE_FULL:
            return what + std::string(" finds its flow table full");
        case InstallOutcome::COMMAND_FAULT:
            return what + std::string(": a command failed, what was made before it goes");
        case InstallOutcome::TIMED_OUT:
            return what + std::string(": no answer to a command, what was made before it goes");
        case InstallOutcome::DUPLICATE:
            break;
        }
        return what + std::string(" is there already");
    });
}

/**
 * An SA's commands for one direction are through: give it its slot.
 * @param now the time
 * @param offer the SA
 * @param half the SA in that direction
 * @param what its name
 * @return how it went
 */
IpsecNic::InstallOutcome
IpsecNic::InstallHalf(Ps now, const PendingPtr& offer, SaContext half, const char* what)
{
    InstallOutcome outcome = InstallOutcome::OK;
    const uint32_t rules = m_profile.flowTableEntries;
    const uint32_t rxRules = CountReceiveRules(half);
    const uint32_t txRules = half.transmit ? 1 : 0;
    if (offer->result != CommandMaker::Result::OK)
    {
        const bool late = offer->result == CommandMaker::Result::TIMED_OUT;
        outcome = late ? InstallOutcome::TIMED_OUT : InstallOutcome::COMMAND_FAULT;
    }
    else if (rules != 0 && ((half.receive && m_rxRules + rxRules > rules) ||
                            (half.transmit && m_txRules + txRules > rules)))
    {
        outcome = InstallOutcome::TABLE_FULL;
    }
    else
    {
        switch (GetEngine().Install(now, std::move(half)))
        {
        case NicEngine::InstallResult::OK:
            m_rxRules += rxRules;
            m_txRules += txRules;
            break;
        case NicEngine::InstallResult::FULL:
            outcome = InstallOutcome::FULL;
            break;
        case NicEngine::InstallResult::DUPLICATE:
            outcome = InstallOutcome::DUPLICATE;
            break;
        }
    }
    NoteInstall(now, *offer, what, outcome);
    return outcome;
}

void
IpsecNic::FirstHalfDone(Ps now, const PendingPtr& offer)
{
    SaContext half = offer->context;
    half.transmit = false;
    half.held = true; // the kernel learns of the SA when both halves are in place
    offer->outcome = InstallHalf(now, offer, std::move(half), "receive half");
    if (offer->outcome != InstallOutcome::OK)
    {
        Undo(now, offer);
        return;
    }
    ++m_heldContexts;
    SubmitInstall(now, false, offer);
}

void
IpsecNic::LastHalfDone(Ps now, const PendingPtr& offer)
{
    const bool both = offer->context.transmit && offer->context.receive;
    SaContext half = offer->context;
    half.receive = half.receive && !both;
    offer->outcome =
        InstallHalf(now, offer, std::move(half), both ? "transmit half" : "its one direction");
    if (offer->outcome != InstallOutcome::OK)
    {
        Undo(now, offer);
        return;
    }
    m_heldContexts -= both ? 1 : 0;
    Answer(now, offer);
}

/**
 * An install failed: take away what it made (N13, N16), then answer.
 * @param now the time
 * @param offer the SA
 */
void
IpsecNic::Undo(Ps now, const PendingPtr& offer)
{
    const SaContext* held = GetEngine().Find(offer->context.drvSpi);
    const bool holds = held != nullptr && held->cookie == offer->context.cookie;
    // Without a list the command that found no slot has made nothing.
    const uint32_t objects = m_profile.HasInstallLists() ? offer->created : (holds ? 1 : 0);
    if (objects == 0)
    {
        Undone(now, offer);
        return;
    }
    Submit(now, m_commands->Remove(objects).duration, &IpsecNic::Undone, offer);
}

void
IpsecNic::Undone(Ps now, const PendingPtr& offer)
{
    const SaContext* held = GetEngine().Find(offer->context.drvSpi);
    if (held != nullptr && held->cookie == offer->context.cookie)
    {
        m_rxRules -= CountReceiveRules(*held);
        GetEngine().Remove(now, offer->context.drvSpi);
        --m_heldContexts;
    }
    Answer(now, offer);
}

void
IpsecNic::Answer(Ps now, const PendingPtr& offer)
{
    NS_LOG_LOGIC("SA " << offer->context.drvSpi << " answered "
                       << static_cast<int>(offer->outcome));
    --m_statistics.pending;
    DriverReply reply(DriverAnswer::ACK);
    reply.receives = offer->context.receive;
    switch (offer->outcome)
    {
    case InstallOutcome::OK:
        ++m_statistics.acks;
        ++m_contexts;
        m_ackedContexts += CountHalves(offer->context);
        m_counters->Install(now, offer->context);
        StartPolling(now);
        break;
    case InstallOutcome::FULL:
        ++m_statistics.full;
        reply = {NicProfile::AnswerOf(m_profile.fullError),
                 m_profile.fullError,
                 "card full: no free slot"};
        break;
    case InstallOutcome::TIMED_OUT:
        ++m_statistics.timeouts;
        ++m_statistics.faults;
        reply = {DriverAnswer::FAULT, "ETIMEDOUT", "no answer to a command"};
        break;
    case InstallOutcome::COMMAND_FAULT:
        ++m_statistics.commandFaults;
        ++m_statistics.faults;
        reply = {DriverAnswer::FAULT, "EIO", "a command failed"};
        break;
    case InstallOutcome::TABLE_FULL:
        ++m_statistics.faults;
        reply = {DriverAnswer::FAULT, "ENOSPC", "card full: no free rule in the flow table"};
        break;
    case InstallOutcome::DUPLICATE:
        ++m_statistics.faults;
        reply = {DriverAnswer::FAULT, "EEXIST", "SPI or drv_spi is in the card already"};
        break;
    }
    offer->done(now, reply, offer->context.cookie);
}

/**
 * Tell that the slots of an SA are free, and when they can be used again.
 * @param now the time
 * @param steps who follows the SA's life; nullptr: nobody
 */
void
IpsecNic::NoteRemoval(Ps now, StepListener* steps) const
{
    if (!steps)
    {
        return;
    }
    const Ps coolOff = m_profile.slotCoolOff;
    steps->Note(now,
                "NIC slots",
                coolOff == 0 ? "contexts removed, slots free at once"
                             : "contexts removed, slots cool off for " + SpanInWords(coolOff),
                "R21, N47");
    if (coolOff > 0)
    {
        EventTimer::At(now + coolOff, [steps](Ps then) {
            steps->Note(then, "NIC slots", "slots can be used again", "R21, N47");
        });
    }
}

void
IpsecNic::SaDeinstall(Ps now, uint16_t drvSpi, uint64_t cookie, WithdrawCompletion done)
{
    NS_LOG_FUNCTION(this << now << drvSpi << cookie);
    const SaContext* context = m_engine ? m_engine->Find(drvSpi) : nullptr;
    if (context == nullptr || context->cookie != cookie)
    {
        done(now, false);
        return;
    }
    const uint32_t directions = CountHalves(*context);
    const uint32_t objects = CountObjects(*context);
    const Ps duration = m_commands->Remove(objects).duration;
    ++m_commandLists;
    StepListener* const steps = context->steps;
    NoteStep(steps, now, "command channel", "N18, R71", [&] {
        return "removal: " +
               DescribeCommands(now, duration, m_profile.HasInstallLists() ? objects : 0);
    });
    m_channel.Submit(now,
                     duration,
                     [this,
                      drvSpi,
                      cookie,
                      directions,
                      steps,
                      done = std::move(done),
                      life = std::weak_ptr<int>(m_life)](Ps then) {
                         if (life.expired())
                         {
                             return;
                         }
                         --m_commandLists;
                         const SaContext* there = m_engine->Find(drvSpi);
                         const bool removed =
                             there != nullptr && there->cookie == cookie; // not lost meanwhile
                         if (removed)
                         {
                             m_rxRules -= CountReceiveRules(*there);
                             m_txRules -= there->transmit ? 1 : 0;
                             m_counters->Remove(*there);
                             m_engine->Remove(then, drvSpi);
                             NoteRemoval(then, steps);
                             m_ackedContexts -= directions;
                             ++m_statistics.removed;
                             --m_contexts;
                             StopPolling();
                         }
                         done(then, removed);
                     });
}

} // namespace ns3
