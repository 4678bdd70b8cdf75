/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "network-graph.h"

#include "ns3/abort.h"
#include "ns3/ipsec-ip-address.h"

#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <boost/property_map/function_property_map.hpp>

#include <algorithm>
#include <tuple>

namespace ns3::planner
{

namespace
{

/// What a path costs: its weights, and what tells paths of the same weights apart.
struct PathCost
{
    uint64_t weight;
    uint64_t tie;

    /// @param other another cost @return whether this one is smaller
    bool operator<(const PathCost& other) const
    {
        return std::tie(weight, tie) < std::tie(other.weight, other.tie);
    }
};

/// Bits of a link's part of a tie: no sum of 2^20 links overflows.
constexpr uint32_t TIE_SHIFT = 20;

/// Writes down over which link a search comes to each node.
class ArrivalRecorder : public boost::default_dijkstra_visitor
{
  public:
    /// @param arrivals gets the links by node
    explicit ArrivalRecorder(std::vector<uint32_t>& arrivals)
        : m_arrivals(arrivals)
    {
    }

    /// @param edge by which a node is reached at less cost than before @param graph what is
    /// searched
    // NOLINTNEXTLINE(readability-identifier-naming): the name is Boost's
    void edge_relaxed(NetworkGraph::Graph::edge_descriptor edge, const NetworkGraph::Graph& graph)
    {
        m_arrivals[boost::target(edge, graph)] = graph[edge].number;
    }

  private:
    std::vector<uint32_t>& m_arrivals; //!< links by node
};

} // namespace

uint32_t
NetworkGraph::AddNode(const NetworkNode& node)
{
    return static_cast<uint32_t>(boost::add_vertex(node, m_graph));
}

uint32_t
NetworkGraph::AddLink(uint32_t near, uint32_t far, NetworkLink link)
{
    NS_ABORT_MSG_IF(near >= CountNodes() || far >= CountNodes(), "a link of unknown nodes");
    const uint32_t number = CountLinks();
    link.number = number;
    boost::add_edge(near, far, link, m_graph);
    return number;
}

void
NetworkGraph::Fail(uint32_t link)
{
    m_graph[EdgeOf(link)].isDown = true;
}

std::string
NetworkGraph::GetLinkName(uint32_t link) const
{
    const auto [near, far] = GetEnds(link);
    const auto links = FindParallel(link);
    const auto place = std::find(links.begin(), links.end(), link) - links.begin();
    return GetNode(near).name + " - " + GetNode(far).name +
           (place > 0 ? " " + std::to_string(place + 1) : "");
}

std::pair<uint32_t, uint32_t>
NetworkGraph::GetEnds(uint32_t link) const
{
    const auto edge = EdgeOf(link);
    return {static_cast<uint32_t>(boost::source(edge, m_graph)),
            static_cast<uint32_t>(boost::target(edge, m_graph))};
}

uint32_t
NetworkGraph::GetOtherEnd(uint32_t link, uint32_t node) const
{
    const auto [near, far] = GetEnds(link);
    return node == near ? far : near;
}

std::vector<uint32_t>
NetworkGraph::FindNodes(const std::string& role) const
{
    std::vector<uint32_t> nodes;
    for (uint32_t node = 0; node < CountNodes(); ++node)
    {
        if (GetNode(node).role == role)
        {
            nodes.push_back(node);
        }
    }
    return nodes;
}

std::vector<uint32_t>
NetworkGraph::FindLinks(uint32_t node) const
{
    std::vector<uint32_t> links;
    const auto [first, last] = boost::out_edges(node, m_graph);
    for (auto edge = first; edge != last; ++edge)
    {
        links.push_back(m_graph[*edge].number);
    }
    return links;
}

std::vector<uint32_t>
NetworkGraph::FindParallel(uint32_t link) const
{
    auto [near, far] = GetEnds(link);
    if (boost::out_degree(far, m_graph) < boost::out_degree(near, m_graph))
    {
        std::swap(near, far); // a hub has many links
    }
    std::vector<uint32_t> links = FindLinks(near);
    links.erase(std::remove_if(links.begin(),
                               links.end(),
                               [this, near = near, far = far](uint32_t other) {
                                   return GetOtherEnd(other, near) != far;
                               }),
                links.end());
    return links;
}

uint32_t
NetworkGraph::FindHost(uint32_t node) const
{
    for (const auto link : FindLinks(node))
    {
        const uint32_t other = GetOtherEnd(link, node);
        if (GetNode(other).kind == NodeKind::GENERATOR)
        {
            return other;
        }
    }
    return node;
}

/// @param host a node @return the node beside it when it is a traffic generator; itself otherwise
uint32_t
NetworkGraph::FindGateway(uint32_t host) const
{
    const auto links = FindLinks(host);
    return GetNode(host).kind == NodeKind::GENERATOR && !links.empty()
               ? GetOtherEnd(links.front(), host)
               : host;
}

std::vector<std::vector<uint32_t>>
NetworkGraph::FindPaths(uint32_t from, const std::vector<uint32_t>& to) const
{
    constexpr uint32_t NO_LINK = UINT32_MAX;
    constexpr PathCost NOWHERE{UINT64_MAX, UINT64_MAX};
    std::vector<uint32_t> arrivals(CountNodes(), NO_LINK); // by node: over which link
    const uint32_t beside = FindGateway(from);
    const auto costOf = [this, from, beside, NOWHERE](const Graph::edge_descriptor& edge) {
        const auto near = static_cast<uint32_t>(boost::source(edge, m_graph));
        const auto far = static_cast<uint32_t>(boost::target(edge, m_graph));
        const bool isForeign = GetNode(near).kind == NodeKind::IPSEC && near != from &&
                               near != beside && GetNode(far).kind != NodeKind::GENERATOR;
        const auto ends = std::minmax({near, far});
        return m_graph[edge].isDown || isForeign
                   ? NOWHERE
                   : PathCost{m_graph[edge].weight, MixHash(ends.first, ends.second) >> TIE_SHIFT};
    };
    std::vector<PathCost> costs(CountNodes());
    boost::dijkstra_shortest_paths(
        m_graph,
        boost::vertex(from, m_graph),
        boost::distance_map(
            boost::make_iterator_property_map(costs.begin(),
                                              boost::get(boost::vertex_index, m_graph)))
            .weight_map(boost::make_function_property_map<Graph::edge_descriptor, PathCost>(costOf))
            .distance_compare(std::less<PathCost>())
            .distance_combine([NOWHERE](const PathCost& path, const PathCost& link) {
                return path.weight == NOWHERE.weight || link.weight == NOWHERE.weight
                           ? NOWHERE
                           : PathCost{path.weight + link.weight, path.tie + link.tie};
            })
            .distance_inf(NOWHERE)
            .distance_zero(PathCost{0, 0})
            .visitor(ArrivalRecorder(arrivals)));
    std::vector<std::vector<uint32_t>> paths;
    for (uint32_t node : to)
    {
        std::vector<uint32_t> path;
        while (node != from && arrivals[node] != NO_LINK)
        {
            path.push_back(arrivals[node]);
            node = GetOtherEnd(path.back(), node);
        }
        std::reverse(path.begin(), path.end());
        paths.push_back(std::move(path));
    }
    return paths;
}

} // namespace ns3::planner
