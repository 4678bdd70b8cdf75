/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "event-reader.h"

#include "node-attributes.h"

#include "planner/topology/network-graph.h"
#include "planner/topology/protected-path.h"

#include <string>
#include <utility>

namespace ns3::planner
{

namespace
{

/// @param value one event @param scenario topology and nodes @return the event
EventSpec
ReadEvent(const ScenarioValue& value, const Scenario& scenario)
{
    ScenarioMap map(value);
    EventSpec event;
    map.Read("at", event.at);
    if (auto node = map.Take("node"))
    {
        std::vector<std::pair<std::string, std::string>> roles;
        for (const auto& [role, spec] : scenario.nodes)
        {
            roles.emplace_back(role, role);
        }
        event.role = node->Get().ToChoice<std::string>(roles).value_or("");
    }
    map.Read("do", event.action);
    if (event.action == EventAction::SET_ATTRIBUTES)
    {
        if (auto attributes = map.Require("attributes"))
        {
            event.attributes = ReadAttributes(*attributes);
        }
    }
    const bool isMeasured = event.role == scenario.GetMeasuredRole();
    if (event.action == EventAction::ROUTE_CHANGE && !isMeasured && !event.role.empty())
    {
        value.Complain("a change of routes at the measured node, " +
                       std::string(scenario.GetMeasuredRole()));
    }
    uint64_t ports = 1;
    if (isMeasured)
    {
        const NetworkGraph graph = scenario.MakeGraph();
        ports = graph.FindParallel(scenario.FindPaths(graph).front().between.front()).size();
    }
    auto port = event.action == EventAction::ROUTE_CHANGE ? map.Require("port") : map.Take("port");
    if (port)
    {
        event.port = static_cast<uint32_t>(port->ToWhole(ports).value_or(1));
    }
    map.Finish();
    return event;
}

} // namespace

std::vector<EventSpec>
ReadEvents(const ScenarioValue& value, const Scenario& scenario)
{
    std::vector<EventSpec> events;
    for (const auto& element : value.ToList())
    {
        events.push_back(ReadEvent(element, scenario));
    }
    return events;
}

} // namespace ns3::planner
