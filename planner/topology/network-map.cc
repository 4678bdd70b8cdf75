/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "network-map.h"

#include "map-layout.h"
#include "network-graph.h"

#include <algorithm>
#include <set>
#include <utility>

namespace ns3::planner
{

namespace
{

/// Nodes of a graph that has a map.
constexpr uint32_t LEAST_IPSEC = 3;
constexpr uint32_t MOST_NODES = 600;

/// @param graph a network @return nodes with IPsec
uint32_t
CountIpsec(const NetworkGraph& graph)
{
    uint32_t count = 0;
    for (uint32_t node = 0; node < graph.CountNodes(); ++node)
    {
        count += graph.GetNode(node).kind == NodeKind::IPSEC ? 1 : 0;
    }
    return count;
}

/// @param graph a network @param node of it @param kind of others @return those beside it
std::vector<uint32_t>
NeighborsOf(const NetworkGraph& graph, uint32_t node, NodeKind kind)
{
    std::set<uint32_t> neighbors;
    for (const auto link : graph.FindLinks(node))
    {
        const uint32_t other = graph.GetOtherEnd(link, node);
        if (graph.GetNode(other).kind == kind)
        {
            neighbors.insert(other);
        }
    }
    return {neighbors.begin(), neighbors.end()};
}

/// @param graph a network @param node of it @return the node as part of which it is drawn
uint32_t
FindWhole(const NetworkGraph& graph, uint32_t node)
{
    if (graph.GetNode(node).kind == NodeKind::GENERATOR)
    {
        const auto gateways = NeighborsOf(graph, node, NodeKind::IPSEC);
        return gateways.empty() ? node : FindWhole(graph, gateways.front());
    }
    const auto routers = NeighborsOf(graph, node, NodeKind::ROUTER);
    if (graph.GetNode(node).kind != NodeKind::IPSEC || routers.size() != 1 ||
        !NeighborsOf(graph, node, NodeKind::IPSEC).empty())
    {
        return node;
    }
    const bool isAlone = NeighborsOf(graph, routers.front(), NodeKind::IPSEC).size() == 1;
    return isAlone ? routers.front() : node;
}

/// @param graph a network @return for each of its nodes the one as part of which it is drawn
std::vector<uint32_t>
FindWholes(const NetworkGraph& graph)
{
    std::vector<uint32_t> wholes(graph.CountNodes());
    for (uint32_t node = 0; node < graph.CountNodes(); ++node)
    {
        wholes[node] = FindWhole(graph, node);
    }
    return wholes;
}

/// @param nodes some @return true when two of them are at different places
bool
AreApart(const std::vector<MapNode>& nodes)
{
    return std::any_of(nodes.begin(), nodes.end(), [&nodes](const MapNode& node) {
        return node.place.x != nodes.front().place.x || node.place.y != nodes.front().place.y;
    });
}

} // namespace

bool
HasMap(const NetworkGraph& graph)
{
    return graph.CountNodes() <= MOST_NODES && CountIpsec(graph) >= LEAST_IPSEC;
}

std::vector<std::string>
FindDrawnLinks(const NetworkGraph& graph)
{
    const std::vector<uint32_t> wholes = FindWholes(graph);
    std::vector<std::string> names;
    for (uint32_t link = 0; link < graph.CountLinks(); ++link)
    {
        const auto [near, far] = graph.GetEnds(link);
        if (wholes[near] != wholes[far])
        {
            names.push_back(graph.GetLinkName(link));
        }
    }
    return names;
}

NetworkMap
MakeNetworkMap(const NetworkGraph& graph)
{
    NetworkMap map;
    const std::vector<uint32_t> wholes = FindWholes(graph);
    std::vector<uint32_t> positions(graph.CountNodes());
    bool isPlaced = true;
    for (uint32_t node = 0; node < graph.CountNodes(); ++node)
    {
        if (wholes[node] == node)
        {
            const auto& place = graph.GetNode(node).place;
            isPlaced = isPlaced && place.has_value();
            positions[node] = static_cast<uint32_t>(map.nodes.size());
            map.nodes.push_back({graph.GetNode(node).name, place.value_or(MapPlace{0, 0})});
        }
    }
    for (uint32_t node = 0; node < graph.CountNodes(); ++node)
    {
        MapNode& whole = map.nodes[positions[wholes[node]]];
        whole.isMeasured = whole.isMeasured || node == 0;
        if (graph.GetNode(node).kind == NodeKind::IPSEC)
        {
            whole.gateways.push_back(graph.GetNode(node).name);
        }
    }
    for (uint32_t link = 0; link < graph.CountLinks(); ++link)
    {
        const auto [near, far] = graph.GetEnds(link);
        if (wholes[near] != wholes[far])
        {
            map.edges.push_back({positions[wholes[near]],
                                 positions[wholes[far]],
                                 graph.GetLinkName(link),
                                 graph.GetLink(link).isDown});
        }
    }
    if (!isPlaced || !AreApart(map.nodes))
    {
        LayOut(map);
    }
    return map;
}

} // namespace ns3::planner
