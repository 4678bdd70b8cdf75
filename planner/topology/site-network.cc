/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "site-network.h"

#include "network-graph.h"

#include <algorithm>
#include <memory>

namespace ns3::planner
{

namespace
{

/// Builds the graph of a map.
class SiteBuilder
{
  public:
    /// @param network the map @param input what is there by role
    SiteBuilder(const SiteNetwork& network, const GeneratorInput& input)
        : m_network(network),
          m_input(input),
          m_gateways(network.nodes.size(), NONE),
          m_places(network.nodes.size(), NONE)
    {
    }

    /// @param measured name of the site or gateway that is measured @return the graph
    NetworkGraph Build(const std::string& measured)
    {
        AddGateways(measured);
        AddOthers();
        AddLinks();
        return std::move(m_graph);
    }

  private:
    static constexpr uint32_t NONE = UINT32_MAX; //!< no node of the graph

    /// @param measured name of the site or gateway that comes first
    void AddGateways(const std::string& measured)
    {
        for (uint32_t node = 0; node < m_network.nodes.size(); ++node)
        {
            const SiteNode& site = m_network.nodes[node];
            if (site.HasGateway())
            {
                m_order.push_back(node);
            }
        }
        const auto first = std::find_if(m_order.begin(), m_order.end(), [&](uint32_t node) {
            const SiteNode& site = m_network.nodes[node];
            return site.name == measured || site.GetGatewayName() == measured;
        });
        if (first != m_order.end())
        {
            std::rotate(m_order.begin(), first, first + 1);
        }
        for (const auto node : m_order)
        {
            const SiteNode& site = m_network.nodes[node];
            const bool isOwn = m_input.nodes.count(site.GetGatewayName()) > 0;
            const std::string role = isOwn ? site.GetGatewayName() : site.role;
            m_gateways[node] = m_graph.AddNode({site.GetGatewayName(),
                                                NodeKind::IPSEC,
                                                role,
                                                SpecOf(role),
                                                site.site,
                                                site.place});
            m_places[node] = m_gateways[node]; // of a SITE: until its router is there
        }
    }

    /// Routers and traffic generators.
    void AddOthers()
    {
        for (uint32_t node = 0; node < m_network.nodes.size(); ++node)
        {
            const SiteNode& site = m_network.nodes[node];
            if (site.kind != SiteKind::GATEWAY)
            {
                const bool isHost = site.kind == SiteKind::HOST;
                NetworkNode added{site.name, isHost ? NodeKind::GENERATOR : NodeKind::ROUTER};
                added.place = site.place;
                m_places[node] = m_graph.AddNode(added);
            }
        }
    }

    /// Links to gateways, those of the map, and those of traffic generators.
    void AddLinks()
    {
        for (const auto node : m_order)
        {
            if (m_network.nodes[node].kind == SiteKind::SITE)
            {
                AddLink(m_gateways[node], m_places[node], "access", 1);
            }
        }
        std::vector<bool> hasHost(m_network.nodes.size(), false);
        for (const auto& edge : m_network.edges)
        {
            const bool isOwn = m_input.links.count(edge.name) > 0;
            AddLink(m_places[edge.near],
                    m_places[edge.far],
                    isOwn ? edge.name : "wan",
                    edge.weight);
            hasHost[edge.near] =
                hasHost[edge.near] || m_network.nodes[edge.far].kind == SiteKind::HOST;
            hasHost[edge.far] =
                hasHost[edge.far] || m_network.nodes[edge.near].kind == SiteKind::HOST;
        }
        for (const auto node : m_order)
        {
            if (!hasHost[node] || m_network.nodes[node].kind == SiteKind::SITE)
            {
                const std::string name = m_network.nodes[node].name + "-host";
                const uint32_t host = m_graph.AddNode({name, NodeKind::GENERATOR});
                AddLink(host, m_gateways[node], "lan", 1);
            }
        }
    }

    /// @param near a node @param far another one @param role of the link @param weight of it
    void AddLink(uint32_t near, uint32_t far, const std::string& role, uint32_t weight)
    {
        const auto found = m_input.links.find(role);
        m_graph.AddLink(
            near,
            far,
            {role, found == m_input.links.end() ? LinkSpec() : found->second, 0, weight});
    }

    /// @param role of a gateway @return what it is, once for all of the role
    std::shared_ptr<const NodeSpec> SpecOf(const std::string& role)
    {
        auto& spec = m_specs[role];
        if (!spec)
        {
            const auto found = m_input.nodes.find(role);
            spec = std::make_shared<const NodeSpec>(found == m_input.nodes.end() ? NodeSpec()
                                                                                 : found->second);
        }
        return spec;
    }

    const SiteNetwork& m_network;                                     //!< the map
    const GeneratorInput& m_input;                                    //!< what is there by role
    std::vector<uint32_t> m_order{};                                  //!< nodes with a gateway
    std::vector<uint32_t> m_gateways;                                 //!< by node of the map
    std::vector<uint32_t> m_places;                                   //!< where edges end
    std::map<std::string, std::shared_ptr<const NodeSpec>> m_specs{}; //!< by role
    NetworkGraph m_graph{};                                           //!< what is built
};

} // namespace

NetworkGraph
BuildSites(const SiteNetwork& network, const GeneratorInput& input, const std::string& measured)
{
    return SiteBuilder(network, input).Build(measured);
}

} // namespace ns3::planner
