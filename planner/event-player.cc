/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "event-player.h"

#include "ns3/abort.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <utility>

namespace ns3::planner
{

EventPlayer::EventPlayer(const Scenario& scenario)
    : m_scenario(scenario)
{
}

void
EventPlayer::Add(const Place& place)
{
    m_places.push_back(place);
}

void
EventPlayer::SetRouteChange(RouteChange change)
{
    m_routeChange = std::move(change);
}

void
EventPlayer::Schedule(Ps start)
{
    for (const auto& event : m_scenario.events)
    {
        Simulator::Schedule(FromPs(start + event.at) - Simulator::Now(),
                            [this, &event] { Play(event); });
    }
}

Ptr<OffloadInterface>
EventPlayer::FindInterface(const Place& place)
{
    const auto& interfaces = place.kernel->GetInterfaces();
    const auto found =
        std::find_if(interfaces.begin(), interfaces.end(), [&place](const auto& interface) {
            return interface->GetName() == place.name;
        });
    NS_ABORT_MSG_IF(found == interfaces.end(), "no interface " << place.name);
    return *found;
}

void
EventPlayer::Play(const EventSpec& event) const
{
    if (event.action == EventAction::ROUTE_CHANGE)
    {
        m_routeChange(event.port);
        return;
    }
    const Ps now = ToPs(Simulator::Now());
    for (const auto& place : m_places)
    {
        if (place.role != event.role || place.port != event.port)
        {
            continue;
        }
        const Ptr<OffloadInterface> interface = FindInterface(place);
        switch (event.action)
        {
        case EventAction::INTERFACE_DOWN:
            place.kernel->InterfaceDown(now, interface);
            break;
        case EventAction::INTERFACE_UP:
            place.kernel->InterfaceUp(interface);
            break;
        case EventAction::OFFLOAD_OFF:
            interface->SetCapabilityEnabled(false);
            break;
        case EventAction::OFFLOAD_ON:
            interface->SetCapabilityEnabled(true);
            break;
        case EventAction::NIC_RESET:
            place.nic->Reset(now);
            break;
        case EventAction::ROUTE_CHANGE:
            break;
        }
    }
}

} // namespace ns3::planner
