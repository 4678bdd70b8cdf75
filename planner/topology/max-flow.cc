/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "max-flow.h"

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/boykov_kolmogorov_max_flow.hpp>

#include <limits>
#include <optional>

namespace ns3::planner
{

namespace
{

/// An edge of the flow network.
struct FlowEdge;

/// What Boost's algorithm works on: each edge has one back.
using FlowTraits = boost::adjacency_list_traits<boost::vecS, boost::vecS, boost::directedS>;

/// See FlowTraits.
struct FlowEdge
{
    double capacity{0};                 //!< of it
    double residual{0};                 //!< what is left
    FlowTraits::edge_descriptor back{}; //!< the edge back
    std::optional<NetworkLine> line{};  //!< that it stands for
};

/// A node of the flow network.
struct FlowNode
{
    boost::default_color_type color{};    //!< on the side of the senders: black
    FlowTraits::edge_descriptor before{}; //!< by which the search came
    long distance{0};                     //!< of the search
};

using FlowGraph =
    boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, FlowNode, FlowEdge>;

/// Makes the flow network.
class FlowBuilder
{
  public:
    /// @param nodes of the network
    explicit FlowBuilder(uint32_t nodes)
        : m_graph(2 * nodes + 2), // each node as one who sends, and as one who receives
          m_nodes(nodes)
    {
    }

    /// @param from a node @param to another one @param capacity of a new edge
    /// @param line that it stands for
    void Add(size_t from, size_t to, double capacity, std::optional<NetworkLine> line = {})
    {
        const auto forth = boost::add_edge(from, to, m_graph).first;
        const auto back = boost::add_edge(to, from, m_graph).first;
        m_graph[forth] = {capacity, 0, back, line};
        m_graph[back] = {0, 0, forth, {}};
    }

    /// @param node a node @return the same as one who receives
    size_t Receiving(uint32_t node) const
    {
        return m_nodes + node;
    }

    /// @return where all flow begins
    size_t GetSource() const
    {
        return 2 * m_nodes;
    }

    /// @return where all flow ends
    size_t GetSink() const
    {
        return 2 * m_nodes + 1;
    }

    /// @return the flow
    MaxFlow Solve()
    {
        MaxFlow flow{0, {}};
        flow.total = boost::boykov_kolmogorov_max_flow(m_graph,
                                                       boost::get(&FlowEdge::capacity, m_graph),
                                                       boost::get(&FlowEdge::residual, m_graph),
                                                       boost::get(&FlowEdge::back, m_graph),
                                                       boost::get(&FlowNode::before, m_graph),
                                                       boost::get(&FlowNode::color, m_graph),
                                                       boost::get(&FlowNode::distance, m_graph),
                                                       boost::get(boost::vertex_index, m_graph),
                                                       GetSource(),
                                                       GetSink());
        std::set<NetworkLine> cut;
        const auto [firstNode, lastNode] = boost::vertices(m_graph);
        for (auto node = firstNode; node != lastNode; ++node)
        {
            const auto [first, last] = boost::out_edges(*node, m_graph);
            for (auto edge = first; edge != last; ++edge)
            {
                const bool leaves = IsNear(*node) && !IsNear(boost::target(*edge, m_graph));
                if (leaves && m_graph[*edge].line && m_graph[*edge].capacity > 0)
                {
                    cut.insert(*m_graph[*edge].line);
                }
            }
        }
        flow.cut.assign(cut.begin(), cut.end());
        return flow;
    }

  private:
    /// @param node of the flow network @return true on the side of the senders
    bool IsNear(size_t node) const
    {
        return m_graph[node].color == boost::black_color;
    }

    FlowGraph m_graph; //!< the flow network
    size_t m_nodes;    //!< of the network
};

} // namespace

MaxFlow
FindMaxFlow(const NetworkGraph& graph,
            const std::set<uint32_t>& senders,
            const std::set<uint32_t>& receivers,
            const std::map<NetworkLine, double>& capacities)
{
    FlowBuilder builder(graph.CountNodes());
    double all = 1;
    const auto isHost = [&](uint32_t node) {
        return senders.count(node) > 0 || receivers.count(node) > 0;
    };
    for (const auto& [line, capacity] : capacities)
    {
        const auto [near, far] = graph.GetEnds(line.link);
        const uint32_t from = line.isBack ? far : near;
        const uint32_t to = line.isBack ? near : far;
        if (!graph.GetLink(line.link).isDown)
        {
            builder.Add(from, isHost(to) ? builder.Receiving(to) : to, capacity, line);
            all += capacity;
        }
    }
    for (const auto sender : senders)
    {
        builder.Add(builder.GetSource(), sender, all);
    }
    for (const auto receiver : receivers)
    {
        builder.Add(builder.Receiving(receiver), builder.GetSink(), all);
    }
    return builder.Solve();
}

} // namespace ns3::planner
