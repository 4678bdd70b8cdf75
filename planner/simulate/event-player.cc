/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "event-player.h"

#include "planner/scenario/node-attributes.h"

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
    const auto& interfaces = place.node->GetOffload()->GetInterfaces();
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
    for (const auto& place : m_places)
    {
        if (place.role == event.role && place.port == event.port)
        {
            PlayAt(event, place, ToPs(Simulator::Now()));
        }
    }
}

void
EventPlayer::PlayAt(const EventSpec& event, const Place& place, Ps now)
{
    const Ptr<OffloadInterface> interface = FindInterface(place);
    switch (event.action)
    {
    case EventAction::INTERFACE_DOWN:
        place.node->GetOffload()->InterfaceDown(now, interface);
        break;
    case EventAction::INTERFACE_UP:
        place.node->GetOffload()->InterfaceUp(interface);
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
    case EventAction::SET_ATTRIBUTES:
        ApplyAttributes(event.attributes, place.node);
        ApplyAttributes(event.attributes, place.nic);
        break;
    case EventAction::ROUTE_CHANGE: // not at a port
        break;
    }
}

void
EventPlayer::ScheduleVlans()
{
    for (const auto& place : m_places)
    {
        if (place.port == 1 && m_scenario.nodes.at(place.role).vlans > 0)
        {
            Simulator::ScheduleNow(&EventPlayer::MakeVlans, this, place);
        }
    }
}

void
EventPlayer::MakeVlans(const Place& place) const
{
    const Ptr<OffloadInterface> parent = FindInterface(place);
    for (uint32_t id = 1; id <= m_scenario.nodes.at(place.role).vlans; ++id)
    {
        place.node->GetOffload()->AddVlanInterface(place.name + "." + std::to_string(id),
                                                   parent,
                                                   static_cast<uint16_t>(id));
    }
}

} // namespace ns3::planner
