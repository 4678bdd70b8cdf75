/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "network-graph.h"

#include "ns3/abort.h"

#include <boost/graph/breadth_first_search.hpp>

#include <algorithm>

namespace ns3::planner
{

namespace
{

/// Writes down over which link a search comes to each node.
class ArrivalRecorder : public boost::default_bfs_visitor
{
  public:
    /// @param arrivals gets the links by node
    explicit ArrivalRecorder(std::vector<uint32_t>& arrivals)
        : m_arrivals(arrivals)
    {
    }

    /// @param edge by which the search comes to a new node @param graph what is searched
    // NOLINTNEXTLINE(readability-identifier-naming): the name is Boost's
    void tree_edge(NetworkGraph::Graph::edge_descriptor edge, const NetworkGraph::Graph& graph)
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
    const auto [near, far] = GetEnds(link);
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

std::vector<std::vector<uint32_t>>
NetworkGraph::FindPaths(uint32_t from, const std::vector<uint32_t>& to) const
{
    constexpr uint32_t NO_LINK = UINT32_MAX;
    std::vector<uint32_t> arrivals(CountNodes(), NO_LINK); // by node: over which link
    boost::breadth_first_search(m_graph,
                                boost::vertex(from, m_graph),
                                boost::visitor(ArrivalRecorder(arrivals)));
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
