/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "sa-offer-process-internal.h"

#include <utility>
#include <vector>

namespace ns3
{

SaOfferProcess::SaOfferProcess(const OfferContext& context,
                               SaHandleTable& table,
                               RefusalTable& refusals,
                               const Ptr<SecurityAssociation>& sa,
                               Done done,
                               const Ptr<OffloadInterface>& only)
    : OfferProcess(context, OffloadDriver::SA_NEWKEY, only),
      m_table(table),
      m_refusals(refusals),
      m_sa(sa),
      m_done(std::move(done))
{
}

bool
SaOfferProcess::Offer(Ps now)
{
    const SaConfig& config = m_sa->GetConfig();
    m_drvSpi = m_table.Take(); // before the name test (R14)
    const bool fits =
        config.interfaceName.empty() || config.interfaceName == m_interface->GetName();
    if (m_drvSpi == 0 && (fits || !m_context.settings.nameTestFirst)) // R16, R17
    {
        Refuse(now, SoftwareReason::EXHAUSTED_DRV_SPI);
        return true;
    }
    if (!fits)
    {
        Link(now, MakeHandle(SoftwareReason::NAME_MISMATCH, 0));
        return true;
    }
    AskDriver(now);
    return false;
}

/// Ask the driver whose turn it is.
void
SaOfferProcess::AskDriver(Ps now)
{
    const OffloadSettings& settings = m_context.settings;
    const SaConfig& config = m_sa->GetConfig();
    m_gaveUp = false;
    OffloadDriver::SaOffer offer{m_drvSpi,
                                 settings.directionKnown ? config.direction
                                                         : IpsecDirection::UNKNOWN, // R49
                                 config,
                                 m_sa->GetSizes(),
                                 m_sa->GetSteps()};
    offer.hostNumbers = settings.sharedSequence;
    offer.hostEncapsulates = settings.hostEncapsulates;
    if (settings.sequenceHandover || settings.sharedSequence)
    {
        // Where the host numbers and checks, the NIC must still know the high half of the numbers.
        offer.sequence = m_sa->GetSequenceState();
    }
    offer.enforceLimits = settings.nicLimits;
    m_context.observers.Tell(&OffloadObserver::DriverAsked,
                             HandleEvent{now, m_sa, m_interface, m_drvSpi});
    const auto driver = m_interface->GetDriver();
    driver->SaNewKey(now, offer, Ask(now));
}

void
SaOfferProcess::Keep(Ps now, const DriverReply& reply, uint64_t cookie)
{
    switch (reply.answer)
    {
    case DriverAnswer::ACK: {
        if (m_context.settings.loseHandles > 0) // R19
        {
            LoseHandle(now, cookie);
            break;
        }
        auto handle = MakeHandle(SoftwareReason::NONE, cookie);
        handle->receives = reply.receives;
        Link(now, std::move(handle));
        break;
    }
    case DriverAnswer::NOT_SUPPORTED: {
        m_refused = true;
        auto handle = MakeHandle(SoftwareReason::REJECTED, 0);
        handle->refusal = NumberOf(SoftwareReason::REJECTED, reply);
        Link(now, std::move(handle));
        break;
    }
    case DriverAnswer::FAULT:
        m_refused = true;
        m_faulted = true;
        if (m_gaveUp)
        {
            // its value goes with the late answer
        }
        else if (m_context.settings.leakDrvSpiOnFault) // R18
        {
            m_table.Lose();
        }
        else
        {
            m_table.Return(m_drvSpi);
        }
        Refuse(now, SoftwareReason::DRIVER_FAULT, NumberOf(SoftwareReason::DRIVER_FAULT, reply));
        break;
    }
}

LateOffer
SaOfferProcess::GiveUp()
{
    m_gaveUp = true;
    return {m_sa, m_interface, m_drvSpi};
}

/**
 * A driver took the SA and there is no memory for the handle (R19).
 * @param cookie the driver's
 */
void
SaOfferProcess::LoseHandle(Ps now, uint64_t cookie)
{
    --m_context.settings.loseHandles;
    m_refused = true;
    m_faulted = true;
    if (m_context.settings.undoUnrecorded)
    {
        m_context.withdrawals.Undo(now, MakeHandle(SoftwareReason::NONE, cookie));
    }
    else
    {
        m_table.LoseHeld();
    }
    Refuse(now, SoftwareReason::HANDLE_LOST);
}

/**
 * @param reason NONE for HANDLED
 * @param cookie the driver's
 * @return a handle for the interface in turn
 */
std::unique_ptr<SaHandle>
SaOfferProcess::MakeHandle(SoftwareReason reason, uint64_t cookie) const
{
    const SaConfig& config = m_sa->GetConfig();
    auto handle = std::make_unique<SaHandle>();
    handle->interface = m_interface;
    handle->sa = PeekPointer(m_sa);
    handle->drvSpi = m_drvSpi;
    handle->handled = reason == SoftwareReason::NONE;
    handle->reason = reason;
    handle->receives = true;
    handle->hostNumbers = m_context.settings.sharedSequence;
    handle->cookie = cookie;
    const auto begin = GetNumbersOfNic(*handle);
    handle->firstNumber = begin                                 ? begin->next
                          : m_context.settings.sequenceHandover ? m_sa->GetSequenceState().next
                                                                : config.firstSequence;
    handle->estimate = m_sa->GetSizes().GetEstimate();
    handle->history = {config.destination, config.spi, config.protocol, config.mode};
    return handle;
}

/// @param reason what the kernel makes of a refusal @param reply the refusal @return its number
uint16_t
SaOfferProcess::NumberOf(SoftwareReason reason, const DriverReply& reply) const
{
    return m_refusals.GetNumber({reason, reply.error, reply.words});
}

/**
 * Keep a handle, HANDLED or REJECTED.
 * @param handle the handle
 */
void
SaOfferProcess::Link(Ps now, std::unique_ptr<SaHandle> handle)
{
    const SoftwareReason reason = handle->reason;
    const uint16_t refusal = handle->refusal;
    m_table.Link(std::move(handle));
    Report(now, reason, refusal);
    if (HasDeparted())
    {
        // The interface-down routine could not find this handle while its driver was busy.
        m_context.withdrawals.Withdraw(now,
                                       std::vector<SaHandleKey>{{m_drvSpi, m_sa, m_interface}},
                                       SoftwareReason::INTERFACE_DOWN,
                                       HandleWithdrawals::Thread::CALLER);
    }
}

/**
 * Remember why there is no handle.
 * @param reason why
 * @param refusal number of the driver's refusal; 0: none
 */
void
SaOfferProcess::Refuse(Ps now, SoftwareReason reason, uint16_t refusal)
{
    SaOffloadState::Of(*m_sa).SetUnhandled(m_interface->GetIndex(), reason, refusal);
    if (m_context.settings.walkStopsOnError) // H1
    {
        SkipRest();
    }
    Report(now, reason, refusal);
}

/**
 * The interface in turn is done.
 * @param reason NONE for HANDLED
 * @param refusal number of the driver's refusal; 0: none
 */
void
SaOfferProcess::Report(Ps now, SoftwareReason reason, uint16_t refusal) const
{
    m_context.observers.Tell(&OffloadObserver::OfferAnswered,
                             HandleEvent{now,
                                         m_sa,
                                         m_interface,
                                         m_drvSpi,
                                         reason,
                                         m_refusals.Find(refusal),
                                         IsPromotion()});
}

void
SaOfferProcess::Finish(Ps now)
{
    m_done(now, m_refused, m_faulted);
}

} // namespace ns3
