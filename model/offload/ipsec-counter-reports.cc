/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-counter-reports.h"

#include "ns3/log.h"

#include <algorithm>
#include <cstddef>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("CounterReports");

CounterReports::CounterReports(const OffloadSettings& settings,
                               const SaHandleTable& table,
                               const HandleFinder& finder,
                               OffloadObservers& observers)
    : m_settings(settings),
      m_table(table),
      m_finder(finder),
      m_observers(observers)
{
}

void
CounterReports::Attach(const Ptr<SecurityAssociationDatabase>& sad)
{
    m_sad = sad;
    m_sad->AddObserver(this);
}

void
CounterReports::Detach()
{
    if (m_sad)
    {
        m_sad->RemoveObserver(this);
        m_sad = nullptr;
    }
}

void
CounterReports::Report(Ps now,
                       const OffloadInterface& interface,
                       uint16_t drvSpi,
                       const PacketOctets& absolute)
{
    NS_LOG_FUNCTION(this << now << interface.GetName() << drvSpi << absolute.packets
                         << absolute.octets);
    SaHandle* handle = m_table.Find(drvSpi);
    if (!handle || !interface.Carries(*handle->interface))
    {
        m_observers.Tell(&OffloadObserver::StrayReport, now, drvSpi); // R177
        SecurityAssociation* leaving = handle ? nullptr : m_table.FindSa(drvSpi);
        if (leaving)
        {
            MarkUsed(now, *leaving, absolute);
        }
        return;
    }
    SaOffloadState& state = SaOffloadState::Of(*handle->sa);
    MarkUsed(now, *handle->sa, absolute);
    // Unsigned on purpose: a counter that goes backwards adds a huge number (R179).
    const PacketOctets difference{absolute.packets - handle->lastReport.packets,
                                  absolute.octets - handle->lastReport.octets};
    handle->lastReport = absolute;
    state.hardwareTotals.Add(difference);
    handle->sa->CountHardware(now, difference);
    m_observers.Tell(&OffloadObserver::CountersReported,
                     CounterReport{now, *handle, interface, absolute, difference});
}

void
CounterReports::ExpiryBegins(Ps now)
{
    if (!m_settings.liveCounters)
    {
        return;
    }
    for (uint32_t drvSpi = 0; drvSpi < m_table.GetEnd(); ++drvSpi)
    {
        const SaHandle* handle = m_table.Find(static_cast<uint16_t>(drvSpi));
        if (!handle)
        {
            continue;
        }
        const SaConfig& config = handle->sa->GetConfig();
        if (config.hard.octets == 0 && config.soft.octets == 0 && config.hard.useTime == 0 &&
            config.soft.useTime == 0)
        {
            continue;
        }
        const OffloadInterface& interface = *handle->interface;
        if (const auto absolute = ReadHardware(now, *handle->sa, interface))
        {
            Report(now, interface, handle->drvSpi, *absolute);
        }
    }
}

void
CounterReports::ReachLimit(Ps now, uint16_t drvSpi, bool hard)
{
    NS_LOG_FUNCTION(this << now << drvSpi << hard);
    const SaHandle* handle = m_table.Find(drvSpi);
    if (!handle || !m_sad || m_sad->FindBySpi(handle->sa->GetConfig().spi) != handle->sa)
    {
        return;
    }
    if (const auto absolute = ReadHardware(now, *handle->sa, *handle->interface))
    {
        Report(now, *handle->interface, drvSpi, *absolute);
    }
    m_sad->ReachLimit(now, handle->sa->GetConfig().spi, hard);
}

std::optional<PacketOctets>
CounterReports::GetReported(const OffloadInterface& interface, uint16_t drvSpi) const
{
    const SaHandle* handle = m_table.Find(drvSpi);
    if (!handle || PeekPointer(handle->interface) != &interface)
    {
        return std::nullopt;
    }
    return handle->lastReport;
}

std::optional<PacketOctets>
CounterReports::ReadHardware(Ps now,
                             const SecurityAssociation& sa,
                             const OffloadInterface& interface) const
{
    const SaHandle* handle = m_finder.Find(sa, &interface).handle;
    if (!handle || !(interface.GetDriver()->GetMethods() & OffloadDriver::SA_COUNTERS))
    {
        return std::nullopt;
    }
    return interface.GetDriver()->GetSaCounters(now, handle->drvSpi, handle->cookie);
}

std::optional<PacketOctets>
CounterReports::ReadHardwareTotal(Ps now, const SecurityAssociation& sa) const
{
    PacketOctets total;
    const SaOffloadState* state = SaOffloadState::Find(sa);
    for (size_t i = 0; state && i < state->handles.size(); ++i)
    {
        const OffloadInterface& interface = *state->handles[i]->interface;
        if (!m_finder.Find(sa, &interface).handle ||
            !(interface.GetDriver()->GetMethods() & OffloadDriver::SA_COUNTERS))
        {
            continue;
        }
        const auto counters = ReadHardware(now, sa, interface);
        if (!counters)
        {
            return std::nullopt;
        }
        total.Add(*counters);
    }
    return total;
}

bool
CounterReports::ReadLifetime(Ps now,
                             const SecurityAssociation& sa,
                             CounterView view,
                             const OffloadInterface* interface,
                             bool update,
                             LifetimeRecord& record) const
{
    const SaOffloadState* state = SaOffloadState::Find(sa);
    std::optional<PacketOctets> counters;
    // Live counters are added up in a record that was zeroed: its use time stays 0 (R185, R187).
    std::optional<Ps> useTime;
    switch (view)
    {
    case CounterView::SOFTWARE_TOTAL:
        if (state)
        {
            counters = state->softwareView;
            useTime = state->hardwareFirstUsed;
        }
        break;
    case CounterView::HARDWARE_INTERFACE:
        counters = interface ? ReadHardware(now, sa, *interface) : std::nullopt;
        break;
    case CounterView::HARDWARE_TOTAL:
        counters = ReadHardwareTotal(now, sa);
        break;
    }
    if (!counters)
    {
        return false;
    }
    if (!update)
    {
        record = {}; // and the least of 0 and any use time is 0 (R186)
    }
    record.packets += static_cast<uint32_t>(counters->packets); // R190
    record.octets += counters->octets;
    record.useTime = record.useTime && useTime
                         ? std::optional<Ps>(std::min(*record.useTime, *useTime))
                         : std::nullopt; // a zero wins (R188)
    return true;
}

/**
 * A driver says that an SA was used (R176).
 * @param sa the SA
 * @param absolute its counters
 */
void
CounterReports::MarkUsed(Ps now, SecurityAssociation& sa, const PacketOctets& absolute)
{
    if (absolute.packets != 0)
    {
        sa.MarkUsed(now);
        SaOffloadState& state = SaOffloadState::Of(sa);
        state.hardwareFirstUsed = state.hardwareFirstUsed.value_or(now);
    }
}

} // namespace ns3
