/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_NETWORK_GRAPH_H
#define IPSEC_OFFLOAD_PLANNER_NETWORK_GRAPH_H

#include "map-place.h"
#include "network-parts.h"

#include <boost/graph/adjacency_list.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ns3::planner
{

/// What a node is there for.
enum class NodeKind : uint8_t
{
    IPSEC,    //!< a host or gateway with IPsec
    ROUTER,   //!< forwards in no time
    GENERATOR //!< makes and counts the traffic of a site, as a traffic generator does
};

/// A node of a network.
struct NetworkNode
{
    std::string name;                       //!< its own
    NodeKind kind{NodeKind::ROUTER};        //!< what it is there for
    std::string role{};                     //!< of IPSEC: where a scenario describes it
    std::shared_ptr<const NodeSpec> spec{}; //!< of IPSEC: kernel, host and NICs
    std::string site{};                     //!< of IPSEC: gateways of one site stand for each other
    std::optional<MapPlace> place{};        //!< on a map; nothing: not known
};

/// A link of a network.
struct NetworkLink
{
    std::string role;   //!< where a scenario describes it
    LinkSpec spec;      //!< capacity, delay and MTU
    uint32_t number{0}; //!< given by the graph
    uint32_t weight{1}; //!< of routes: the path with the smallest sum is taken
    bool isDown{false}; //!< no path leads over it
};

/**
 * @ingroup ipsec-offload
 * The network of a scenario: nodes and links with what they are as properties. Both are numbered in
 * the order in which they are added, and what is chosen among equals is the one with the smallest
 * number, but for paths: see FindPaths(). Several links may lead from one node to another.
 */
class NetworkGraph
{
  public:
    /// Links are in a vector, so that their numbers find them.
    using Graph = boost::adjacency_list<boost::vecS,
                                        boost::vecS,
                                        boost::undirectedS,
                                        NetworkNode,
                                        NetworkLink,
                                        boost::no_property,
                                        boost::vecS>;

    /** @param node one more @return its number */
    uint32_t AddNode(const NetworkNode& node);

    /**
     * @param near a node, of both the one nearer to the measured one
     * @param far another node
     * @param link one more, between them
     * @return its number
     */
    uint32_t AddLink(uint32_t near, uint32_t far, NetworkLink link);

    /** @return the nodes that there are */
    uint32_t CountNodes() const
    {
        return static_cast<uint32_t>(boost::num_vertices(m_graph));
    }

    /** @return the links that there are */
    uint32_t CountLinks() const
    {
        return static_cast<uint32_t>(boost::num_edges(m_graph));
    }

    /** @param node its number @return a node */
    const NetworkNode& GetNode(uint32_t node) const
    {
        return m_graph[node];
    }

    /** @param link its number @return a link */
    const NetworkLink& GetLink(uint32_t link) const
    {
        return m_graph[EdgeOf(link)];
    }

    /** @param link its number; no path leads over it from now on */
    void Fail(uint32_t link);

    /** @param link its number @return "Paris - London", with a number from 2 on for each further
     * link between the same two nodes */
    std::string GetLinkName(uint32_t link) const;

    /** @param link its number @return the nodes at its ends, near and far */
    std::pair<uint32_t, uint32_t> GetEnds(uint32_t link) const;

    /** @param link its number @param node at one of its ends @return the node at the other end */
    uint32_t GetOtherEnd(uint32_t link, uint32_t node) const;

    /** @param role of nodes @return those nodes */
    std::vector<uint32_t> FindNodes(const std::string& role) const;

    /** @param node a node @return its links */
    std::vector<uint32_t> FindLinks(uint32_t node) const;

    /** @param link its number @return all links between the same two nodes, itself among them */
    std::vector<uint32_t> FindParallel(uint32_t link) const;

    /**
     * @param node a node
     * @return the traffic generator beside it; the node itself where there is none
     */
    uint32_t FindHost(uint32_t node) const;

    /**
     * All at once cost no more than one. There is one best path between two nodes, the same in both
     * directions, and its parts are the best paths between theirs, so that nodes can forward by
     * destination alone. Of paths with the same sum of weights it is one that a hash of the nodes
     * on the way chooses, which spreads the paths of many pairs; of links between the same two
     * nodes and of one weight it is the first. Gateways forward nothing but what their own hosts
     * send and get.
     * @param from a node
     * @param to other nodes
     * @return for each of them the links of the best path, in order; none: nothing leads there
     */
    std::vector<std::vector<uint32_t>> FindPaths(uint32_t from,
                                                 const std::vector<uint32_t>& to) const;

  private:
    uint32_t FindGateway(uint32_t host) const;

    Graph::edge_descriptor EdgeOf(uint32_t link) const
    {
        return *(boost::edges(m_graph).first + link);
    }

    Graph m_graph; //!< nodes and links by number
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_NETWORK_GRAPH_H */
