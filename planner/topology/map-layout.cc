/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "map-layout.h"

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/circle_layout.hpp>
#include <boost/graph/topology.hpp>

// Boost 1.74 compares iterators that have no value yet, which g++ 12 notices where it is optimized.
#ifndef __clang__
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#include <boost/graph/kamada_kawai_spring_layout.hpp>
#ifndef __clang__
#pragma GCC diagnostic pop
#endif

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

namespace ns3::planner
{

namespace
{

/// Of a whole turn.
constexpr double TURN = 2 * 3.14159265358979323846;

/// Springs are at rest with less than this, of one where the map is two wide; or after so many
/// steps per node.
constexpr double LITTLE_FORCE = 1e-4;
constexpr size_t MOST_STEPS = 200;

/// Nodes and which of them have links with each other.
using Graph = boost::adjacency_list<boost::vecS,
                                    boost::vecS,
                                    boost::undirectedS,
                                    boost::no_property,
                                    boost::property<boost::edge_weight_t, double>>;

/// @param map any @return its nodes; parallel links are one
Graph
MakeGraph(const NetworkMap& map)
{
    Graph graph(map.nodes.size());
    for (const auto& edge : map.edges)
    {
        if (!boost::edge(edge.from, edge.to, graph).second)
        {
            boost::add_edge(edge.from, edge.to, 1.0, graph);
        }
    }
    return graph;
}

/// Places the nodes of a tree: each has a sector as wide as it has leaves beyond it.
class TreeLayout
{
  public:
    /// @param graph of the map @param map gets places
    TreeLayout(const Graph& graph, NetworkMap& map)
        : m_graph(graph),
          m_map(map),
          m_leaves(map.nodes.size(), 0)
    {
    }

    /// @return false when it is no tree, and nothing was placed
    bool Place()
    {
        const size_t nodes = m_map.nodes.size();
        const auto middle = FindMiddle();
        if (boost::num_edges(m_graph) + 1 != nodes || !middle)
        {
            return false;
        }
        std::vector<Visit> visits{{*middle, *middle, 0, TURN / 4, TURN}};
        for (size_t i = 0; i < visits.size() && i < nodes; ++i)
        {
            for (const size_t child : ChildrenOf(visits[i]))
            {
                visits.push_back({child, visits[i].node, visits[i].depth + 1, 0, 0});
            }
        }
        if (visits.size() != nodes)
        {
            return false; // a part of it is not connected
        }
        for (size_t i = nodes; i-- > 0;) // leaves first
        {
            const Visit& visit = visits[i];
            m_leaves[visit.node] = std::max<size_t>(1, m_leaves[visit.node]);
            if (i > 0)
            {
                m_leaves[visit.parent] += m_leaves[visit.node];
            }
        }
        Spread(visits);
        return true;
    }

  private:
    /// A node on the way outwards.
    struct Visit
    {
        size_t node;
        size_t parent; //!< of the middle: itself
        size_t depth;  //!< links from the middle
        double begin;  //!< where its sector begins, as an angle
        double width;  //!< of its sector
    };

    /// @param visit a node @return the nodes beyond it
    std::vector<size_t> ChildrenOf(const Visit& visit) const
    {
        std::vector<size_t> children;
        for (const auto neighbor :
             boost::make_iterator_range(boost::adjacent_vertices(visit.node, m_graph)))
        {
            if (neighbor != visit.parent)
            {
                children.push_back(neighbor);
            }
        }
        return children;
    }

    /// @return the node that is left when leaves are taken away round by round; nothing: none is
    std::optional<size_t> FindMiddle() const
    {
        std::vector<size_t> degrees;
        std::vector<size_t> round;
        for (size_t node = 0; node < m_map.nodes.size(); ++node)
        {
            degrees.push_back(boost::degree(node, m_graph));
            if (degrees.back() <= 1)
            {
                round.push_back(node);
            }
        }
        std::optional<size_t> last;
        for (size_t i = 0; i < round.size(); ++i)
        {
            last = round[i];
            for (const auto neighbor :
                 boost::make_iterator_range(boost::adjacent_vertices(round[i], m_graph)))
            {
                if (--degrees[neighbor] == 1)
                {
                    round.push_back(neighbor);
                }
            }
        }
        return last;
    }

    /// @param visits nodes from the middle outwards; they get sectors, and the map gets places
    void Spread(std::vector<Visit>& visits)
    {
        std::vector<double> next(visits.size(), 0);  // where the next child's sector begins
        std::vector<double> share(visits.size(), 0); // width of a leaf's sector
        for (size_t i = 0; i < visits.size(); ++i)
        {
            Visit& visit = visits[i];
            const auto leaves = static_cast<double>(m_leaves[visit.node]);
            if (i > 0)
            {
                visit.begin = next[visit.parent];
                visit.width = share[visit.parent] * leaves;
                next[visit.parent] += visit.width;
            }
            next[visit.node] = visit.begin;
            share[visit.node] = visit.width / leaves;
            const double angle = visit.begin + visit.width / 2;
            const auto radius = static_cast<double>(visit.depth);
            m_map.nodes[visit.node].place = {radius * std::cos(angle), radius * std::sin(angle)};
        }
    }

    const Graph& m_graph;         //!< of the map
    NetworkMap& m_map;            //!< gets places
    std::vector<size_t> m_leaves; //!< beyond each node, itself if it is one
};

/// When springs are at rest. Boost's own measure compares with the step before, and never ends
/// where the nodes begin at rest, as those of a ring.
struct IsSettled
{
    size_t steps; //!< that are left

    /// @param force on the node that moves next @return true when that is little
    bool operator()(double force, size_t /* node */, const Graph& /* graph */, bool /* global */)
    {
        if (force < LITTLE_FORCE || steps == 0)
        {
            return true;
        }
        --steps;
        return false;
    }
};

/// @param graph of the map @param map gets places as springs between the nodes would pull them
void
PlaceBySprings(const Graph& graph, NetworkMap& map)
{
    using Plane = boost::convex_topology<2>::point;
    std::vector<Plane> points(map.nodes.size());
    const auto places =
        boost::make_iterator_property_map(points.begin(), boost::get(boost::vertex_index, graph));
    boost::circle_graph_layout(graph, places, 1.0);
    const auto circle = points;
    const bool isConnected =
        boost::kamada_kawai_spring_layout(graph,
                                          places,
                                          boost::get(boost::edge_weight, graph),
                                          boost::square_topology<>(2.0),
                                          boost::side_length(2.0),
                                          IsSettled{MOST_STEPS * map.nodes.size()});
    for (size_t i = 0; i < points.size(); ++i)
    {
        const Plane& point = isConnected ? points[i] : circle[i];
        map.nodes[i].place = {point[0], point[1]};
    }
}

} // namespace

void
LayOut(NetworkMap& map)
{
    const Graph graph = MakeGraph(map);
    if (!TreeLayout(graph, map).Place())
    {
        PlaceBySprings(graph, map);
    }
    map.isLaidOut = true;
}

} // namespace ns3::planner
