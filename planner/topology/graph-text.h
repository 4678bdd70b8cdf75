/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_GRAPH_TEXT_H
#define IPSEC_OFFLOAD_PLANNER_GRAPH_TEXT_H

#include "network-text.h"

#include <boost/any.hpp>
#include <boost/graph/adjacency_list.hpp>
#include <boost/make_shared.hpp>
#include <boost/property_map/dynamic_property_map.hpp>

#include <map>
#include <string>
#include <type_traits>
#include <typeinfo>
#include <utility>

namespace ns3::planner
{

/// What is known of a node or edge: texts by name.
using TextProperties = std::map<std::string, std::string>;

/**
 * @ingroup ipsec-offload
 * A graph as Boost's readers fill it: everything that a file says of a node or edge is kept as
 * text.
 * @tparam Directed boost::directedS or boost::undirectedS: the readers refuse the other one
 */
template <typename Directed>
using TextGraph =
    boost::adjacency_list<boost::vecS, boost::vecS, Directed, TextProperties, TextProperties>;

/// @param value of one of the types that Boost's readers know @return its text
inline std::string
TextOf(const boost::any& value)
{
    if (const auto* text = boost::any_cast<std::string>(&value))
    {
        return *text;
    }
    std::string text;
    const auto take = [&value, &text](auto type) {
        if (const auto* number = boost::any_cast<decltype(type)>(&value))
        {
            std::ostringstream stream;
            stream << *number;
            text = stream.str();
        }
    };
    take(bool{});
    take(int{});
    take(long{});
    take(float{});
    take(double{});
    return text;
}

/**
 * @ingroup ipsec-offload
 * One property, whatever its type in the file, of all nodes or all edges of a graph.
 * @tparam Graph a TextGraph
 * @tparam Key descriptor of a node or edge
 */
template <typename Graph, typename Key>
class TextMap : public boost::dynamic_property_map
{
  public:
    /// @param graph whose @param name of the property
    TextMap(Graph& graph, std::string name)
        : m_graph(graph),
          m_name(std::move(name))
    {
    }

    boost::any get(const boost::any& key) override
    {
        return get_string(key);
    }

    std::string get_string(const boost::any& key) override // NOLINT: the name is Boost's
    {
        return m_graph[boost::any_cast<Key>(key)][m_name];
    }

    void put(const boost::any& key, const boost::any& value) override
    {
        m_graph[boost::any_cast<Key>(key)][m_name] = TextOf(value);
    }

    const std::type_info& key() const override
    {
        return typeid(Key);
    }

    const std::type_info& value() const override
    {
        return typeid(std::string);
    }

  private:
    Graph& m_graph;     //!< whose
    std::string m_name; //!< of the property
};

/**
 * @ingroup ipsec-offload
 * @tparam Graph a TextGraph
 * @param graph what is read; must outlive the result
 * @return properties that keep whatever a file says of nodes and edges, and drop what it says of
 * the graph
 */
template <typename Graph>
boost::dynamic_properties
KeepTexts(Graph& graph)
{
    using Node = typename boost::graph_traits<Graph>::vertex_descriptor;
    using Edge = typename boost::graph_traits<Graph>::edge_descriptor;
    return boost::dynamic_properties(
        [&graph](const std::string& name, const boost::any& key, const boost::any&) {
            boost::shared_ptr<boost::dynamic_property_map> map;
            if (key.type() == typeid(Node))
            {
                map = boost::make_shared<TextMap<Graph, Node>>(graph, name);
            }
            else if (key.type() == typeid(Edge))
            {
                map = boost::make_shared<TextMap<Graph, Edge>>(graph, name);
            }
            return map;
        });
}

/**
 * @ingroup ipsec-offload
 * @tparam Graph a TextGraph
 * @param graph what was read
 * @param text gets nodes, without identifiers, and edges
 */
template <typename Graph>
void
TakeTexts(const Graph& graph, NetworkText& text)
{
    const auto nodes = boost::vertices(graph);
    for (auto node = nodes.first; node != nodes.second; ++node)
    {
        text.nodes.push_back({"", graph[*node]});
    }
    const auto takeAll = [&](const auto& edges) {
        for (auto edge = edges.first; edge != edges.second; ++edge)
        {
            text.edges.push_back({static_cast<uint32_t>(boost::source(*edge, graph)),
                                  static_cast<uint32_t>(boost::target(*edge, graph)),
                                  graph[*edge]});
        }
    };
    using Category = typename boost::graph_traits<Graph>::directed_category;
    if constexpr (std::is_convertible_v<Category, boost::directed_tag>)
    {
        for (auto node = nodes.first; node != nodes.second; ++node)
        {
            takeAll(boost::out_edges(*node, graph));
        }
    }
    else
    {
        takeAll(boost::edges(graph)); // each once, in the order of the file
    }
}

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_GRAPH_TEXT_H */
