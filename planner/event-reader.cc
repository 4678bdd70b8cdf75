/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "event-reader.h"

#include <utility>

namespace ns3::planner
{

namespace
{

/// @param value one event @param nodes the nodes that there are @return the event
EventSpec
ReadEvent(const InputValue& value, const std::map<std::string, NodeSpec>& nodes)
{
    InputMap map(value);
    EventSpec event;
    if (auto at = map.Require("at"))
    {
        event.at = at->ToDuration().value_or(0);
    }
    if (auto node = map.Require("node"))
    {
        std::vector<std::pair<std::string, std::string>> roles;
        for (const auto& [role, spec] : nodes)
        {
            roles.emplace_back(role, role);
        }
        event.role = node->ToChoice<std::string>(roles).value_or("");
    }
    if (auto action = map.Require("do"))
    {
        const auto choice =
            action->ToChoice<EventAction>({{"interface-down", EventAction::INTERFACE_DOWN},
                                           {"interface-up", EventAction::INTERFACE_UP},
                                           {"offload-off", EventAction::OFFLOAD_OFF},
                                           {"offload-on", EventAction::OFFLOAD_ON}});
        event.action = choice.value_or(event.action);
    }
    map.Finish();
    return event;
}

} // namespace

std::vector<EventSpec>
ReadEvents(const InputValue& value, const std::map<std::string, NodeSpec>& nodes)
{
    std::vector<EventSpec> events;
    for (const auto& element : value.ToList())
    {
        events.push_back(ReadEvent(element, nodes));
    }
    return events;
}

} // namespace ns3::planner
