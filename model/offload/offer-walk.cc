/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "offer-walk-internal.h"

#include "ns3/log.h"

#include <algorithm>
#include <utility>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("OfferWalk");

IpsecOffload::OfferWalk::OfferWalk(IpsecOffload& kernel,
                                   const Ptr<SecurityAssociation>& sa,
                                   OffloadWorker::Done done)
    : m_kernel(kernel),
      m_sa(sa),
      m_done(std::move(done)),
      m_end(kernel.m_interfaces.size())
{
}

void
IpsecOffload::OfferWalk::Step(Ps now)
{
    while (m_next < m_end && !IsCancelled())
    {
        m_interface = m_kernel.m_interfaces[m_next++];
        if (m_interface->IsCapable() &&
            (m_interface->GetDriver()->GetMethods() & OffloadDriver::SA_NEWKEY) && !Offer(now))
        {
            return;
        }
    }
    if (!IsCancelled())
    {
        Finish(now);
    }
}

/**
 * @param now the time
 * @return false when a driver has been asked and will continue the walk
 */
bool
IpsecOffload::OfferWalk::Offer(Ps now)
{
    const uint16_t drvSpi = m_kernel.m_allocator.Take(); // before the name test (R14)
    if (drvSpi == 0)
    {
        ++m_kernel.m_statistics.exhausted;
        Refuse(now, 0, SoftwareReason::EXHAUSTED_DRV_SPI);
        return true;
    }
    const std::string& name = m_sa->GetConfig().interfaceName;
    if (!name.empty() && name != m_interface->GetName())
    {
        ++m_kernel.m_statistics.nameMismatches;
        Keep(now, drvSpi, SoftwareReason::NAME_MISMATCH, 0);
        return true;
    }
    Ask(now, drvSpi);
    return false;
}

void
IpsecOffload::OfferWalk::Ask(Ps now, uint16_t drvSpi)
{
    const SaConfig& config = m_sa->GetConfig();
    m_drvSpi = drvSpi;
    m_departures = m_interface->GetDepartures();
    m_asking = true;
    ++m_question;
    ++m_kernel.m_statistics.offers;
    NS_LOG_INFO(m_interface->GetName()
                << ": SA spi 0x" << std::hex << config.spi << std::dec << " offered as drv_spi "
                << drvSpi << " at " << now << " ps");
    auto self = std::static_pointer_cast<OfferWalk>(shared_from_this());
    const OffloadDriver::SaOffer offer{drvSpi,
                                       m_kernel.m_directionKnown ? config.direction
                                                                 : IpsecDirection::UNKNOWN, // R49
                                       config,
                                       m_sa->GetSizes(),
                                       m_sa->GetLastSequence() + 1};
    const auto driver = m_interface->GetDriver();
    driver->SaNewKey(now,
                     offer,
                     [walk = std::weak_ptr<OfferWalk>(self),
                      question = m_question](Ps when, DriverAnswer answer, uint64_t cookie)
                     {
                         if (auto alive = walk.lock())
                         {
                             alive->Answered(when, question, answer, cookie);
                         }
                     });
}

void
IpsecOffload::OfferWalk::Answered(Ps now, uint32_t question, DriverAnswer answer, uint64_t cookie)
{
    if (!m_asking || question != m_question || IsCancelled())
    {
        NS_LOG_WARN(m_interface->GetName() << ": driver answered more than once");
        return;
    }
    m_asking = false;
    switch (answer)
    {
    case DriverAnswer::ACK:
        ++m_kernel.m_statistics.acks;
        Keep(now, m_drvSpi, SoftwareReason::NONE, cookie);
        break;
    case DriverAnswer::NOT_SUPPORTED:
        ++m_kernel.m_statistics.nacks;
        m_refused = true;
        Keep(now, m_drvSpi, SoftwareReason::REJECTED, 0);
        break;
    case DriverAnswer::FAULT:
        ++m_kernel.m_statistics.faults;
        m_refused = true;
        if (m_kernel.m_leakDrvSpiOnFault) // R18
        {
            ++m_kernel.m_leakedDrvSpis;
        }
        else
        {
            m_kernel.m_allocator.Free(m_drvSpi);
        }
        Refuse(now, m_drvSpi, SoftwareReason::DRIVER_FAULT);
        break;
    }
    Continue(now);
}

/**
 * Keep a handle, HANDLED or REJECTED.
 * @param now the time
 * @param drvSpi its value
 * @param reason NONE for HANDLED
 * @param cookie the driver's
 */
void
IpsecOffload::OfferWalk::Keep(Ps now, uint16_t drvSpi, SoftwareReason reason, uint64_t cookie)
{
    const SaConfig& config = m_sa->GetConfig();
    auto handle = std::make_unique<SaHandle>();
    handle->interface = m_interface;
    handle->sa = PeekPointer(m_sa);
    handle->drvSpi = drvSpi;
    handle->handled = reason == SoftwareReason::NONE;
    handle->reason = reason;
    handle->cookie = cookie;
    handle->estimate = m_sa->GetSizes().GetEstimate();
    handle->history = {config.destination, config.spi, config.protocol, config.mode};
    m_kernel.Link(std::move(handle));
    NS_LOG_INFO(m_interface->GetName()
                << ": SA spi 0x" << std::hex << config.spi << std::dec << " drv_spi " << drvSpi
                << (reason == SoftwareReason::NONE ? " taken" : " refused: ")
                << (reason == SoftwareReason::NONE ? "" : ToString(reason)) << " at " << now
                << " ps");
    m_kernel.m_answerTrace(now, *m_sa, *m_interface, drvSpi, reason);
    if (reason != SoftwareReason::NAME_MISMATCH && m_interface->GetDepartures() != m_departures)
    {
        // The interface went while its driver was busy, and the interface-down routine could not
        // find this handle yet.
        m_kernel.Withdraw(now,
                          {{drvSpi, m_sa, m_interface}},
                          SoftwareReason::INTERFACE_DOWN,
                          nullptr);
    }
}

/**
 * Note why there is no handle.
 * @param now the time
 * @param drvSpi the value that was offered, or 0
 * @param reason why
 */
void
IpsecOffload::OfferWalk::Refuse(Ps now, uint16_t drvSpi, SoftwareReason reason)
{
    NS_LOG_INFO(m_interface->GetName()
                << ": SA spi 0x" << std::hex << m_sa->GetConfig().spi << std::dec
                << " without handle: " << ToString(reason) << " at " << now << " ps");
    StateOf(*m_sa).unhandled.emplace_back(m_interface->GetIndex(), reason);
    if (m_kernel.m_walkStopsOnError) // H1
    {
        m_next = m_end;
    }
    m_kernel.m_answerTrace(now, *m_sa, *m_interface, drvSpi, reason);
}

void
IpsecOffload::OfferWalk::Finish(Ps now)
{
    SaOffloadState& state = StateOf(*m_sa);
    state.walking = false;
    const uint32_t spi = m_sa->GetConfig().spi;
    const bool taken = std::any_of(state.handles.begin(),
                                   state.handles.end(),
                                   [](const auto& handle) { return handle->handled; });
    if (m_kernel.m_refusalFails && !taken &&
        (m_refused || !m_sa->GetConfig().interfaceName.empty()) &&
        m_kernel.m_sad->FindBySpi(spi) == PeekPointer(m_sa))
    {
        m_kernel.m_sad->Delete(now, spi);
    }
    IpsecOffload& kernel = m_kernel;
    const auto done = std::move(m_done);
    kernel.m_walk.reset();
    if (state.deinstalled) // R51, case C
    {
        kernel.Withdraw(now, TargetsOf(m_sa), SoftwareReason::WITHDRAWN, done);
        return;
    }
    state.forgetRecord = true; // R50
    done(now);
}

} // namespace ns3
