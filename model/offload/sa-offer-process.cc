/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "sa-offer-walk-internal.h"

#include <algorithm>
#include <utility>

namespace ns3
{

IpsecOffload::SaOfferWalk::SaOfferWalk(IpsecOffload& kernel,
                                       const Ptr<SecurityAssociation>& sa,
                                       OffloadWorker::Done done,
                                       const Ptr<OffloadInterface>& only)
    : InterfaceWalk(kernel, OffloadDriver::SA_NEWKEY, only),
      m_sa(sa),
      m_done(std::move(done))
{
}

bool
IpsecOffload::SaOfferWalk::Offer(Ps now)
{
    const SaConfig& config = m_sa->GetConfig();
    const uint16_t drvSpi = m_kernel.m_allocator.Take(); // before the name test (R14)
    const bool fits =
        config.interfaceName.empty() || config.interfaceName == m_interface->GetName();
    if (drvSpi == 0 && (fits || !m_kernel.m_nameTestFirst)) // R16, R17
    {
        Refuse(now, 0, SoftwareReason::EXHAUSTED_DRV_SPI);
        return true;
    }
    if (!fits)
    {
        Link(now, MakeHandle(drvSpi, SoftwareReason::NAME_MISMATCH, 0));
        return true;
    }
    m_drvSpi = drvSpi;
    m_gaveUp = false;
    OffloadDriver::SaOffer offer{drvSpi,
                                 m_kernel.m_directionKnown ? config.direction
                                                           : IpsecDirection::UNKNOWN, // R49
                                 config,
                                 m_sa->GetSizes(),
                                 m_sa->GetSteps()};
    offer.hostNumbers = m_kernel.m_sharedSequence;
    offer.hostEncapsulates = m_kernel.m_hostEncapsulates;
    if (m_kernel.m_sequenceHandover || m_kernel.m_sharedSequence)
    {
        // Where the host numbers and checks, the NIC must still know the high half of the numbers.
        offer.sequence = m_sa->GetSequenceState();
    }
    offer.enforceLimits = m_kernel.m_nicLimits;
    m_kernel.m_observers.Tell(&OffloadObserver::DriverAsked,
                              HandleEvent{now, m_sa, m_interface, drvSpi});
    const auto driver = m_interface->GetDriver();
    driver->SaNewKey(now, offer, Ask(now));
    return false;
}

void
IpsecOffload::SaOfferWalk::Keep(Ps now, const DriverReply& reply, uint64_t cookie)
{
    switch (reply.answer)
    {
    case DriverAnswer::ACK: {
        if (m_kernel.m_loseHandles > 0) // R19
        {
            LoseHandle(now, cookie);
            break;
        }
        auto handle = MakeHandle(m_drvSpi, SoftwareReason::NONE, cookie);
        handle->receives = reply.receives;
        Link(now, std::move(handle));
        break;
    }
    case DriverAnswer::NOT_SUPPORTED: {
        m_refused = true;
        auto handle = MakeHandle(m_drvSpi, SoftwareReason::REJECTED, 0);
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
        else if (m_kernel.m_leakDrvSpiOnFault) // R18
        {
            ++m_kernel.m_leakedDrvSpis;
        }
        else
        {
            m_kernel.m_allocator.Free(m_drvSpi);
        }
        Refuse(now,
               m_drvSpi,
               SoftwareReason::DRIVER_FAULT,
               NumberOf(SoftwareReason::DRIVER_FAULT, reply));
        break;
    }
}

IpsecOffload::LateOffer
IpsecOffload::SaOfferWalk::GiveUp()
{
    m_gaveUp = true;
    return {m_sa, m_interface, m_drvSpi};
}

/**
 * A driver took the SA and there is no memory for the handle (R19).
 * @param now the time
 * @param cookie the driver's
 */
void
IpsecOffload::SaOfferWalk::LoseHandle(Ps now, uint64_t cookie)
{
    --m_kernel.m_loseHandles;
    m_refused = true;
    m_faulted = true;
    if (m_kernel.m_undoUnrecorded)
    {
        m_kernel.WithdrawUnrecorded(now, MakeHandle(m_drvSpi, SoftwareReason::NONE, cookie));
    }
    else
    {
        ++m_kernel.m_leakedDrvSpis;
        ++m_kernel.m_orphans;
    }
    Refuse(now, m_drvSpi, SoftwareReason::HANDLE_LOST);
}

/**
 * @param drvSpi its value
 * @param reason NONE for HANDLED
 * @param cookie the driver's
 * @return a handle
 */
std::unique_ptr<SaHandle>
IpsecOffload::SaOfferWalk::MakeHandle(uint16_t drvSpi, SoftwareReason reason, uint64_t cookie) const
{
    const SaConfig& config = m_sa->GetConfig();
    auto handle = std::make_unique<SaHandle>();
    handle->interface = m_interface;
    handle->sa = PeekPointer(m_sa);
    handle->drvSpi = drvSpi;
    handle->handled = reason == SoftwareReason::NONE;
    handle->reason = reason;
    handle->receives = true;
    handle->hostNumbers = m_kernel.m_sharedSequence;
    handle->cookie = cookie;
    handle->estimate = m_sa->GetSizes().GetEstimate();
    handle->history = {config.destination, config.spi, config.protocol, config.mode};
    return handle;
}

/// @param reason what the kernel makes of a refusal @param reply the refusal @return its number
uint16_t
IpsecOffload::SaOfferWalk::NumberOf(SoftwareReason reason, const DriverReply& reply) const
{
    return m_kernel.m_refusals.GetNumber({reason, reply.error, reply.words});
}

/**
 * Keep a handle, HANDLED or REJECTED.
 * @param now the time
 * @param handle the handle
 */
void
IpsecOffload::SaOfferWalk::Link(Ps now, std::unique_ptr<SaHandle> handle)
{
    const uint16_t drvSpi = handle->drvSpi;
    const SoftwareReason reason = handle->reason;
    const uint16_t refusal = handle->refusal;
    m_kernel.Link(std::move(handle));
    Report(now, drvSpi, reason, refusal);
    if (HasDeparted())
    {
        // The interface-down routine could not find this handle while its driver was busy.
        m_kernel.WithdrawSas(now,
                             {{drvSpi, m_sa, m_interface}},
                             SoftwareReason::INTERFACE_DOWN,
                             Thread::CALLER,
                             nullptr);
    }
}

/**
 * Note why there is no handle.
 * @param now the time
 * @param drvSpi the value that was offered, or 0
 * @param reason why
 * @param refusal number of the driver's refusal; 0: none
 */
void
IpsecOffload::SaOfferWalk::Refuse(Ps now, uint16_t drvSpi, SoftwareReason reason, uint16_t refusal)
{
    SaOffloadState::Of(*m_sa).SetUnhandled(m_interface->GetIndex(), reason, refusal);
    if (m_kernel.m_walkStopsOnError) // H1
    {
        SkipRest();
    }
    Report(now, drvSpi, reason, refusal);
}

/**
 * An interface is done.
 * @param now the time
 * @param drvSpi the value that was offered, or 0
 * @param reason NONE for HANDLED
 * @param refusal number of the driver's refusal; 0: none
 */
void
IpsecOffload::SaOfferWalk::Report(Ps now, uint16_t drvSpi, SoftwareReason reason, uint16_t refusal)
{
    m_kernel.m_observers.Tell(&OffloadObserver::OfferAnswered,
                              HandleEvent{now,
                                          m_sa,
                                          m_interface,
                                          drvSpi,
                                          reason,
                                          m_kernel.m_refusals.Find(refusal),
                                          IsPromotion()});
}

void
IpsecOffload::SaOfferWalk::Finish(Ps now)
{
    SaOffloadState& state = SaOffloadState::Of(*m_sa);
    state.walking = false;
    const SaConfig& config = m_sa->GetConfig();
    const bool taken = std::any_of(state.handles.begin(),
                                   state.handles.end(),
                                   [](const auto& handle) { return handle->handled; });
    const bool fails = (m_kernel.m_refusalFails && (m_refused || !config.interfaceName.empty())) ||
                       (m_kernel.m_faultFails && m_faulted);
    if (fails && !taken && !IsPromotion())
    {
        if (m_sa->GetState() != SaState::DEAD)
        {
            m_kernel.RememberRefusal(*m_sa);
        }
        m_kernel.m_sad->Refuse(now, *m_sa);
    }
    else
    {
        m_kernel.m_sad->Admit(now, *m_sa);
    }
    m_kernel.m_walk.reset();
    m_kernel.m_observers.Tell(&OffloadObserver::OfferEnds, now, *m_sa);
    if (state.deinstalled) // R51, case C
    {
        m_kernel.WithdrawSas(now,
                             TargetsOf(m_sa),
                             SoftwareReason::WITHDRAWN,
                             Thread::WORKER,
                             m_done);
        return;
    }
    state.forgetRecord = true; // R50
    m_done(now);
}

} // namespace ns3
