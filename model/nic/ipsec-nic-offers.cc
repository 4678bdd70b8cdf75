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
    SaContext context;    //!< what is installed
    uint64_t resets;      //!< resets before it
    OfferCompletion done; //!< the kernel waits for this
};

std::string
IpsecNic::WhyRefused(const SaConfig& config) const
{
    return ns3::WhyRefused(m_profile, config);
}

void
IpsecNic::Submit(Ps now,
                 Ps duration,
                 void (IpsecNic::*step)(Ps, const PendingPtr&),
                 PendingPtr offer)
{
    NoteStep(offer->context.steps, now, "command channel", "N18, R8", [this, now, duration] {
        return DescribeCommands(now, duration);
    });
    ++m_commands;
    m_channel.Submit(
        now,
        duration,
        [this, step, offer = std::move(offer), life = std::weak_ptr<int>(m_life)](Ps then) {
            if (life.expired())
            {
                return;
            }
            --m_commands;
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
    offer->done(now, DriverAnswer::FAULT, 0);
}

void
IpsecNic::SaNewKey(Ps now, const SaOffer& offer, OfferCompletion done)
{
    NS_LOG_FUNCTION(this << now << offer.drvSpi << offer.config.spi);
    ++m_statistics.offers;
    const std::string why = WhyRefused(offer.config);
    if (!why.empty())
    {
        NS_LOG_INFO("SA " << offer.drvSpi << " (SPI " << offer.config.spi << ") refused: " << why);
        ++m_statistics.refused;
        NoteStep(offer.steps, now, "driver", "N4-N12", [&why] { return "refuses it: " + why; });
        done(now, DriverAnswer::NOT_SUPPORTED, 0);
        return;
    }
    ++m_statistics.pending;
    auto pending = std::make_shared<PendingOffer>();
    SaContext& context = pending->context;
    context.drvSpi = offer.drvSpi;
    context.transmit = offer.direction != IpsecDirection::IN;
    context.receive = offer.direction != IpsecDirection::OUT;
    context.sizes = offer.sizes;
    // An own counter from the start of the SA, whatever software has sent meanwhile (R143): mlx5's
    // driver hands its context the number 1 (mlx5_ipsec.c, first number of RFC 4303 section 3.3.3).
    // Other kernels hand over their own counter, or number every packet themselves.
    context.nextSequence = offer.firstSequence.value_or(offer.config.firstSequence);
    context.hostNumbers = offer.hostNumbers;
    context.enforceLimits = offer.enforceLimits;
    context.vlan = offer.vlan;
    context.config = offer.config;
    context.window = ReplayWindow(offer.config.replayWindow, offer.config.esn, offer.config.cyclic);
    context.cookie = m_nextCookie++;
    context.steps = offer.steps;
    pending->done = std::move(done);
    pending->resets = m_statistics.resets;
    const bool twoHalves = context.transmit && context.receive;
    Submit(now,
           m_profile.installTime,
           twoHalves ? &IpsecNic::InstallReceiveHalf : &IpsecNic::InstallOnly,
           std::move(pending));
}

/**
 * @param now the time
 * @param duration of commands that are about to be submitted
 * @return what they meet, in words
 */
std::string
IpsecNic::DescribeCommands(Ps now, Ps duration) const
{
    const Ps wait = m_channel.GetFreeAt() - now;
    return (wait > 0 ? "commands wait " + SpanInWords(wait) + " and take "
                     : std::string("idle, commands take ")) +
           SpanInWords(duration);
}

/**
 * Tell what became of an installation.
 * @param now the time
 * @param offer what was installed
 * @param what part of it
 * @param result of the engine
 */
void
IpsecNic::NoteInstall(Ps now,
                      const PendingOffer& offer,
                      const char* what,
                      NicEngine::InstallResult result)
{
    NoteStep(offer.context.steps, now, "NIC slots", "N13, N52", [&] {
        const std::string slots = " (in use: " + GroupDigits(GetEngine().GetTxSlotsUsed(now)) +
                                  " transmit, " + GroupDigits(GetEngine().GetRxSlotsUsed(now)) +
                                  " receive)";
        switch (result)
        {
        case NicEngine::InstallResult::OK:
            return what + (" has its slot" + slots);
        case NicEngine::InstallResult::FULL:
            return what + (" finds no slot" + slots);
        case NicEngine::InstallResult::DUPLICATE:
            break;
        }
        return what + std::string(" is there already");
    });
}

void
IpsecNic::InstallOnly(Ps now, const PendingPtr& offer)
{
    const NicEngine::InstallResult result = GetEngine().Install(now, offer->context);
    NoteInstall(now, *offer, "its one direction", result);
    Answer(now, offer, result);
}

void
IpsecNic::InstallReceiveHalf(Ps now, const PendingPtr& offer)
{
    SaContext half = offer->context;
    half.transmit = false;
    half.held = true; // the kernel learns of the SA when both halves are in place
    const NicEngine::InstallResult result = GetEngine().Install(now, std::move(half));
    NoteInstall(now, *offer, "receive half", result);
    if (result != NicEngine::InstallResult::OK)
    {
        Answer(now, offer, result);
        return;
    }
    ++m_heldContexts;
    Submit(now, m_profile.installTime, &IpsecNic::InstallTransmitHalf, offer);
}

void
IpsecNic::InstallTransmitHalf(Ps now, const PendingPtr& offer)
{
    SaContext half = offer->context;
    half.receive = false;
    const NicEngine::InstallResult result = GetEngine().Install(now, std::move(half));
    NoteInstall(now, *offer, "transmit half", result);
    if (result != NicEngine::InstallResult::OK)
    {
        Submit(now, m_profile.removeTime, &IpsecNic::RemoveReceiveHalf, offer);
        return;
    }
    --m_heldContexts;
    Answer(now, offer, result);
}

void
IpsecNic::RemoveReceiveHalf(Ps now, const PendingPtr& offer)
{
    GetEngine().Remove(now, offer->context.drvSpi);
    --m_heldContexts;
    Answer(now, offer, NicEngine::InstallResult::FULL);
}

void
IpsecNic::Answer(Ps now, const PendingPtr& offer, NicEngine::InstallResult result)
{
    NS_LOG_LOGIC("SA " << offer->context.drvSpi << " answered " << static_cast<int>(result));
    --m_statistics.pending;
    DriverAnswer answer = DriverAnswer::ACK;
    switch (result)
    {
    case NicEngine::InstallResult::OK:
        ++m_statistics.acks;
        ++m_contexts;
        m_ackedContexts += CountHalves(offer->context);
        StartPolling(now);
        break;
    case NicEngine::InstallResult::FULL:
        ++m_statistics.full;
        answer = GetFaultWhenFull() ? DriverAnswer::FAULT : DriverAnswer::NOT_SUPPORTED;
        break;
    case NicEngine::InstallResult::DUPLICATE:
        ++m_statistics.faults;
        answer = DriverAnswer::FAULT;
        break;
    }
    offer->done(now, answer, offer->context.cookie);
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
    ++m_commands;
    StepListener* const steps = context->steps;
    NoteStep(steps, now, "command channel", "N18, R71", [&] {
        return "removal: " +
               DescribeCommands(now, static_cast<Ps>(directions) * m_profile.removeTime);
    });
    m_channel.Submit(now,
                     directions * m_profile.removeTime,
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
                         --m_commands;
                         const SaContext* there = m_engine->Find(drvSpi);
                         const bool removed =
                             there != nullptr && there->cookie == cookie; // not lost meanwhile
                         if (removed)
                         {
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
