/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "graph-text.h"

#include "ns3/ipsec-input-error.h"

#include <boost/graph/graphml.hpp>
#include <boost/property_tree/ptree.hpp>
#include <boost/property_tree/xml_parser.hpp>

#include <fstream>
#include <set>
#include <vector>

namespace ns3::planner
{

namespace
{

using boost::property_tree::ptree;

/// What Boost's reader does not see: it makes a node of each end of an edge, declared or not.
class GraphmlCheck
{
  public:
    /// @param file a file, for messages
    explicit GraphmlCheck(const std::string& file)
        : m_file(file)
    {
    }

    /// @param tree the file
    void Look(const ptree& tree)
    {
        const auto root = tree.get_child_optional("graphml");
        if (!root)
        {
            Complain("", "", "the element <graphml>");
            return;
        }
        const auto graphs = root->count("graph");
        if (graphs != 1)
        {
            Complain("", std::to_string(graphs), "one element <graph>");
            return;
        }
        for (const auto& [element, child] : *root)
        {
            if (element == "key")
            {
                m_keys.insert(GetAttribute(child, "id"));
            }
        }
        LookAtGraph(root->get_child("graph"));
    }

    /// @return whether each link stands there for each direction
    bool IsDirected() const
    {
        return m_isDirected;
    }

    /// @return identifiers of the nodes in the order of the file
    const std::vector<std::string>& GetIds() const
    {
        return m_ids;
    }

    /// @return what is wrong
    const std::vector<InputProblem>& GetProblems() const
    {
        return m_problems;
    }

  private:
    /// @param element an element @param name of an attribute @return its value
    static std::string GetAttribute(const ptree& element, const std::string& name)
    {
        // A path of the tree with another separator: names have dots in them.
        return element.get(ptree::path_type("<xmlattr>/" + name, '/'), std::string());
    }

    /// @param where in words @param token what stands there @param expected what should
    void Complain(const std::string& where, const std::string& token, const std::string& expected)
    {
        m_problems.push_back({m_file, 0, 0, token, expected, where});
    }

    /// @param graph the element
    void LookAtGraph(const ptree& graph)
    {
        const std::string direction = GetAttribute(graph, "edgedefault");
        m_isDirected = direction == "directed";
        if (direction != "directed" && direction != "undirected")
        {
            Complain("graph, edgedefault", direction, "directed or undirected");
        }
        for (const auto& [element, child] : graph)
        {
            if (element == "node")
            {
                LookAtNode(child);
            }
            else if (element == "hyperedge")
            {
                Complain("graph", element, "links between two nodes");
            }
        }
        for (const auto& [element, child] : graph)
        {
            if (element == "edge")
            {
                LookAtEdge(child);
            }
        }
    }

    /// @param node an element
    void LookAtNode(const ptree& node)
    {
        const std::string id = GetAttribute(node, "id");
        if (id.empty())
        {
            Complain("node " + std::to_string(m_ids.size() + 1), "", "an attribute id");
        }
        else if (!m_known.insert(id).second)
        {
            Complain("node", id, "each identifier once");
        }
        m_ids.push_back(id);
        if (node.count("graph") > 0)
        {
            Complain("node '" + id + "'", "graph", "no graph inside a node");
        }
        LookAtData(node, "node '" + id + "'");
    }

    /// @param edge an element
    void LookAtEdge(const ptree& edge)
    {
        const std::string source = GetAttribute(edge, "source");
        const std::string target = GetAttribute(edge, "target");
        const std::string where = "edge '" + source + "' - '" + target + "'";
        for (const auto& end : {source, target})
        {
            if (m_known.count(end) == 0)
            {
                Complain(where, end, "a node that the file declares");
            }
        }
        const std::string directed = GetAttribute(edge, "directed");
        if (!directed.empty() && (directed == "true") != m_isDirected)
        {
            Complain(where + ", directed", directed, "all edges alike, as edgedefault says");
        }
        LookAtData(edge, where);
    }

    /// @param element a node or edge @param where the same in words
    void LookAtData(const ptree& element, const std::string& where)
    {
        for (const auto& [name, child] : element)
        {
            if (name == "data" && m_keys.count(GetAttribute(child, "key")) == 0)
            {
                Complain(where, GetAttribute(child, "key"), "a key that the file declares");
            }
        }
    }

    std::string m_file;                   //!< its name
    std::set<std::string> m_keys;         //!< declared
    std::set<std::string> m_known;        //!< identifiers of nodes
    std::vector<std::string> m_ids;       //!< in order
    bool m_isDirected{false};             //!< see IsDirected()
    std::vector<InputProblem> m_problems; //!< what is wrong
};

/// @param text its file; gets what stands there
template <typename Directed>
void
ReadWith(NetworkText& text)
{
    std::ifstream stream(text.file);
    TextGraph<Directed> graph;
    auto properties = KeepTexts(graph);
    boost::read_graphml(stream, graph, properties);
    TakeTexts(graph, text);
}

} // namespace

NetworkText
ReadGraphmlText(const std::string& file)
{
    NetworkText text{file, false, {}, {}};
    try
    {
        ptree tree;
        boost::property_tree::read_xml(file, tree);
        GraphmlCheck check(file);
        check.Look(tree);
        if (!check.GetProblems().empty())
        {
            throw InputError(check.GetProblems());
        }
        text.isDirected = check.IsDirected();
        if (text.isDirected)
        {
            ReadWith<boost::directedS>(text);
        }
        else
        {
            ReadWith<boost::undirectedS>(text);
        }
        for (size_t i = 0; i < text.nodes.size(); ++i)
        {
            text.nodes[i].id = check.GetIds()[i];
        }
    }
    catch (const boost::property_tree::xml_parser_error& error)
    {
        const auto line = static_cast<uint32_t>(error.line());
        throw InputError(
            {{file, line, line > 0 ? 1U : 0U, "", "XML, " + error.message(), "", true}});
    }
    catch (const boost::graph_exception& error)
    {
        throw InputError({{file, 0, 0, "", std::string("GraphML, ") + error.what(), "", true}});
    }
    return text;
}

} // namespace ns3::planner
