/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "graph-text.h"

#include "ns3/ipsec-input-error.h"

#include <boost/graph/graphviz.hpp>

#include <fstream>
#include <sstream>

namespace ns3::planner
{

namespace
{

/// Where Boost's reader puts the identifier of a node.
constexpr const char* ID = "node_id";

/// @param content of a file @param text gets what stands there
template <typename Directed>
void
ReadWith(const std::string& content, NetworkText& text)
{
    TextGraph<Directed> graph;
    auto properties = KeepTexts(graph);
    boost::read_graphviz(content, graph, properties, ID);
    TakeTexts(graph, text);
}

} // namespace

NetworkText
ReadGraphvizText(const std::string& file)
{
    NetworkText text{file, false, {}, {}};
    std::ifstream stream(file);
    std::ostringstream content;
    content << stream.rdbuf();
    try
    {
        try
        {
            ReadWith<boost::undirectedS>(content.str(), text);
        }
        catch (const boost::directed_graph_error&)
        {
            text = {file, true, {}, {}};
            ReadWith<boost::directedS>(content.str(), text);
        }
    }
    catch (const boost::bad_parallel_edge& error)
    {
        throw InputError(
            {{file, 0, 0, error.from + " - " + error.to, "each edge of a strict graph once"}});
    }
    catch (const boost::graph_exception& error)
    {
        throw InputError({{file, 0, 0, "", std::string("Graphviz, ") + error.what(), "", true}});
    }
    for (auto& node : text.nodes)
    {
        node.id = node.properties[ID];
        node.properties.erase(ID);
    }
    return text;
}

} // namespace ns3::planner
