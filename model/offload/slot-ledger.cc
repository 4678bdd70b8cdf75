/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "slot-ledger.h"

#include "ipsec-offload.h"

#include "ns3/ipsec-event-timer.h"
#include "ns3/log.h"
#include "ns3/uinteger.h"

#include <algorithm>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("SlotLedger");
NS_OBJECT_ENSURE_REGISTERED(SlotLedger);

TypeId
SlotLedger::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::SlotLedger")
            .SetParent<SlotPolicy>()
            .SetGroupName("IpsecOffload")
            .AddAttribute("Period",
                          "From one ranking of the SAs to the next",
                          TimeValue(Seconds(1)),
                          MakeTimeAccessor(&SlotLedger::m_period),
                          MakeTimeChecker(TimeStep(1)))
            .AddAttribute("MaxRefusals",
                          "An SA that was refused so often in a row is not offered again: it does "
                          "not lack a slot",
                          UintegerValue(16),
                          MakeUintegerAccessor(&SlotLedger::m_maxRefusals),
                          MakeUintegerChecker<uint32_t>(1))
            .AddAttribute("MaxChanges",
                          "Promotions per interface and period at most, each with a demotion at "
                          "most: a bound on the load on the command channel",
                          UintegerValue(64),
                          MakeUintegerAccessor(&SlotLedger::m_maxChanges),
                          MakeUintegerChecker<uint32_t>(1));
    return tid;
}

void
SlotLedger::DoDispose()
{
    m_timer.Cancel();
    m_life.End();
    m_ports.clear();
    SlotPolicy::DoDispose();
}

/// @param interface an interface @return what is known of it
SlotLedger::Port&
SlotLedger::PortOf(const Ptr<OffloadInterface>& interface)
{
    auto& port = m_ports[interface->GetIndex()];
    if (!port)
    {
        port = std::make_unique<Port>();
        port->interface = interface;
    }
    return *port;
}

/// @param port where @param sa which @return its entry, or nullptr
SlotLedger::Entry*
SlotLedger::Find(Port& port, const SecurityAssociation& sa) const
{
    const auto order = port.orders.find(&sa);
    return order == port.orders.end() ? nullptr : &port.entries.at(order->second);
}

/// @param port where @param sa which
void
SlotLedger::Erase(Port& port, const SecurityAssociation& sa)
{
    const auto order = port.orders.find(&sa);
    if (order != port.orders.end())
    {
        port.waiting -= port.entries.at(order->second).holds ? 0 : 1;
        port.entries.erase(order->second);
        port.orders.erase(order);
    }
}

size_t
SlotLedger::CountHolders(const OffloadInterface& interface) const
{
    const auto port = m_ports.find(interface.GetIndex());
    return port == m_ports.end() ? 0 : port->second->entries.size() - port->second->waiting;
}

size_t
SlotLedger::CountWaiting(const OffloadInterface& interface) const
{
    const auto port = m_ports.find(interface.GetIndex());
    return port == m_ports.end() ? 0 : port->second->waiting;
}

void
SlotLedger::OfferAnswered(const HandleEvent& event)
{
    const bool taken = event.reason == SoftwareReason::NONE;
    if (!taken && !HasRefusal(event.reason))
    {
        return; // a slot would not help
    }
    NS_LOG_FUNCTION(this << event.now << event.sa->GetConfig().spi << taken);
    Port& port = PortOf(event.interface);
    port.moved = true;
    Entry* entry = Find(port, *event.sa);
    if (!entry)
    {
        const uint64_t order = port.nextOrder++;
        port.orders[PeekPointer(event.sa)] = order;
        entry = &port.entries[order];
        entry->sa = event.sa;
        entry->order = order;
        entry->octets = SaOffloadState::CountOctets(*event.sa);
        ++port.waiting;
    }
    if (taken)
    {
        port.waiting -= entry->holds ? 0 : 1;
        port.free -= port.free > 0 ? 1 : 0;
        entry->holds = true;
        entry->refusals = 0;
        return;
    }
    if (++entry->refusals >= m_maxRefusals || event.sa->GetState() == SaState::DEAD)
    {
        Erase(port, *event.sa);
        return;
    }
    Look(event.now, port);
    StartTimer(event.now);
}

void
SlotLedger::HandleWithdrawn(const HandleEvent& event)
{
    Port& port = PortOf(event.interface);
    Entry* entry = Find(port, *event.sa);
    if (!entry || !entry->holds)
    {
        return;
    }
    NS_LOG_FUNCTION(this << event.now << event.sa->GetConfig().spi << ToString(event.reason));
    port.moved = true;
    entry->holds = false;
    ++port.waiting;
    ++port.free;
    if (event.reason != SoftwareReason::DEMOTED || !event.sa->IsAlive())
    {
        Erase(port, *event.sa);
    }
    if (event.reason == SoftwareReason::INTERFACE_DOWN)
    {
        port.free = 0; // whoever waits there waits for the interface, not for a slot
    }
    else
    {
        Look(event.now, port);
    }
    StartTimer(event.now);
}

void
SlotLedger::SaDied([[maybe_unused]] Ps now,
                   const SecurityAssociation& sa,
                   [[maybe_unused]] size_t ahead)
{
    for (const auto& [index, port] : m_ports)
    {
        const Entry* entry = Find(*port, sa);
        if (entry && !entry->holds) // a holder goes with its handle
        {
            Erase(*port, sa);
        }
    }
}

void
SlotLedger::Promote(Ps now, Port& port, Entry& entry)
{
    NS_LOG_LOGIC("promotes SPI " << entry.sa->GetConfig().spi);
    GetKernel().Promote(now, entry.sa, port.interface, Begin(port, entry));
}

void
SlotLedger::Demote(Ps now, Port& port, Entry& entry)
{
    NS_LOG_LOGIC("demotes SPI " << entry.sa->GetConfig().spi);
    GetKernel().Demote(now, entry.sa, port.interface, Begin(port, entry));
}

/// @param port where @param entry what is promoted or demoted @return what to call at the end
std::function<void(Ps)>
SlotLedger::Begin(Port& port, Entry& entry)
{
    entry.changing = true;
    ++port.changes;
    return m_life.Guard([this, &port, sa = entry.sa](Ps then) { Changed(then, port, sa); });
}

/// A promotion or demotion is over. One that no driver was asked for (the interface cannot take SAs
/// now) is not tried again before the period is over. @param port where @param sa whose
void
SlotLedger::Changed(Ps now, Port& port, const Ptr<SecurityAssociation>& sa)
{
    --port.changes;
    if (Entry* entry = Find(port, *sa))
    {
        entry->changing = false;
    }
    if (port.moved)
    {
        Look(now, port);
    }
    StartTimer(now);
}

/// Look whether somebody should get a slot, unless changes are under way or nobody could be offered
/// now. @param port where
void
SlotLedger::Look(Ps now, Port& port)
{
    if (port.changes == 0 && port.interface->IsCapable())
    {
        port.moved = false;
        Consider(now, port);
    }
}

void
SlotLedger::Consider([[maybe_unused]] Ps now, [[maybe_unused]] Port& port)
{
}

bool
SlotLedger::NeedsTimer(const Port& port) const
{
    return port.waiting > 0;
}

/// The next period begins.
void
SlotLedger::StartTimer(Ps now)
{
    const bool needed = std::any_of(m_ports.begin(), m_ports.end(), [this](const auto& entry) {
        return NeedsTimer(*entry.second);
    });
    if (needed && m_timer.IsExpired())
    {
        m_timer =
            EventTimer::At(now + ToPs(m_period), m_life.Guard([this](Ps then) { Pass(then); }));
    }
}

/// The period is over.
void
SlotLedger::Pass(Ps now)
{
    NS_LOG_FUNCTION(this << now);
    for (const auto& [index, port] : m_ports)
    {
        for (auto& [order, entry] : port->entries)
        {
            const uint64_t octets = SaOffloadState::CountOctets(*entry.sa);
            entry.recent = octets - entry.octets;
            entry.octets = octets;
            entry.lastUsed = entry.recent > 0 ? now : entry.lastUsed;
        }
        // While changes of the last period are still in the worker's queue, no new ones.
        if (port->changes == 0 && port->interface->IsCapable())
        {
            Rank(now, *port);
        }
    }
    StartTimer(now);
}

} // namespace ns3
