/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "network-generator.h"

#include "network-graph.h"
#include "site-generators.h"
#include "site-network.h"

#include "ns3/abort.h"

#include <algorithm>
#include <memory>

namespace ns3::planner
{

namespace
{

/// Builds a graph of what a scenario describes by roles.
class Builder
{
  public:
    /// @param input what there is
    explicit Builder(const GeneratorInput& input)
        : m_input(input)
    {
    }

    /// @param key of a count @return how many
    uint32_t Count(const std::string& key) const
    {
        const auto found = m_input.counts.find(key);
        return found == m_input.counts.end() ? 1 : found->second;
    }

    /// @param name of a new node with IPsec @param role of it @return its number
    uint32_t AddIpsec(const std::string& name, const std::string& role)
    {
        auto& spec = m_specs[role]; // one for all nodes of a role
        if (!spec)
        {
            const auto found = m_input.nodes.find(role);
            spec = std::make_shared<const NodeSpec>(found == m_input.nodes.end() ? NodeSpec()
                                                                                 : found->second);
        }
        return m_graph.AddNode({name, NodeKind::IPSEC, role, spec});
    }

    /// @param name of a new node @return its number
    uint32_t AddRouter(const std::string& name)
    {
        return m_graph.AddNode({name, NodeKind::ROUTER});
    }

    /// @param name of a new node @return its number
    uint32_t AddHost(const std::string& name)
    {
        return m_graph.AddNode({name, NodeKind::GENERATOR});
    }

    /// @param near a node @param far another node @param role of a new link between them
    void AddLink(uint32_t near, uint32_t far, const std::string& role)
    {
        const auto found = m_input.links.find(role);
        m_graph.AddLink(near,
                        far,
                        {role, found == m_input.links.end() ? LinkSpec() : found->second});
    }

    /// @return what was built
    NetworkGraph Take()
    {
        return std::move(m_graph);
    }

  private:
    const GeneratorInput& m_input;                                    //!< what there is
    std::map<std::string, std::shared_ptr<const NodeSpec>> m_specs{}; //!< by role
    NetworkGraph m_graph{};                                           //!< what is built
};

/// A server, a router, and peers behind which the clients are. @param input see GeneratorInput
/// @return the network
NetworkGraph
MakeServer(const GeneratorInput& input)
{
    Builder builder(input);
    const uint32_t server = builder.AddIpsec("server", "server");
    const uint32_t router = builder.AddRouter("router");
    builder.AddLink(server, router, "access");
    for (uint32_t peer = 0; peer < builder.Count("peers"); ++peer)
    {
        const uint32_t node = builder.AddIpsec("peer" + std::to_string(peer), "peer");
        builder.AddLink(router, node, "peer");
    }
    for (uint32_t port = 1; port < builder.Count("ports"); ++port)
    {
        builder.AddLink(server, router, "access");
    }
    return builder.Take();
}

/// Two gateways, and a host behind each. @param input see GeneratorInput @return the network
NetworkGraph
MakeGateways(const GeneratorInput& input)
{
    Builder builder(input);
    const uint32_t gateway = builder.AddIpsec("gateway", "gateway");
    const uint32_t farGateway = builder.AddIpsec("far-gateway", "far-gateway");
    const uint32_t host = builder.AddHost("host");
    const uint32_t farHost = builder.AddHost("far-host");
    builder.AddLink(gateway, farGateway, "wan");
    builder.AddLink(host, gateway, "lan");
    builder.AddLink(farGateway, farHost, "lan");
    return builder.Take();
}

/// A gateway, a router, and gateways of branches, each with a link of its own and a host behind it.
/// @param input see GeneratorInput @return the network
NetworkGraph
MakeHub(const GeneratorInput& input)
{
    Builder builder(input);
    const uint32_t gateway = builder.AddIpsec("gateway", "gateway");
    const uint32_t router = builder.AddRouter("router");
    const uint32_t host = builder.AddHost("host");
    builder.AddLink(gateway, router, "wan");
    builder.AddLink(host, gateway, "lan");
    for (uint32_t branch = 0; branch < builder.Count("branches"); ++branch)
    {
        const std::string number = std::to_string(branch);
        const uint32_t node = builder.AddIpsec("branch" + number, "branch");
        const uint32_t branchHost = builder.AddHost("branch-host" + number);
        builder.AddLink(router, node, "branch");
        builder.AddLink(node, branchHost, "lan");
    }
    return builder.Take();
}

/// A map that is drawn. @tparam DRAW draws it @param input see GeneratorInput @return the network
template <SiteNetwork (*DRAW)(const GeneratorInput&)>
NetworkGraph
MakeDrawn(const GeneratorInput& input)
{
    return BuildSites(DRAW(input), input, input.measured);
}

/**
 * @param name "kind" of the map "topology"
 * @param counts what it can be told
 * @param make makes the network
 * @param shares what else it can be told
 * @return the row of a generator of sites
 */
NetworkGenerator
Sites(const char* name,
      const std::vector<GeneratorCount>& counts,
      NetworkGraph (*make)(const GeneratorInput&),
      const std::vector<GeneratorShare>& shares = {})
{
    return {name, "gateway", "gateway", "access", {"access", "lan", "wan"}, counts, make, shares};
}

/// The map of a file. @param input see GeneratorInput @return the network
NetworkGraph
MakeFile(const GeneratorInput& input)
{
    return BuildSites(*input.sites, input, input.measured);
}

} // namespace

const std::vector<NetworkGenerator>&
GetNetworkGenerators()
{
    constexpr GeneratorCount SITES{"sites", 500, 2, 8};
    static const std::vector<NetworkGenerator> generators{
        {"server",
         "server",
         "peer",
         "access",
         {"access", "peer"},
         {{"peers", 60}, {"ports", 8}},
         MakeServer},
        {"gateways", "gateway", "far-gateway", "wan", {"lan", "wan"}, {}, MakeGateways},
        {"hub",
         "gateway",
         "branch",
         "wan",
         {"lan", "wan", "branch"},
         {{"branches", 10'000}},
         MakeHub},
        Sites("pair", {}, MakeDrawn<DrawPair>),
        Sites("full-mesh", {SITES}, MakeDrawn<DrawFullMesh>),
        Sites("partial-mesh", {SITES}, MakeDrawn<DrawPartialMesh>, {{"density", 0.3}}),
        Sites("ring", {SITES}, MakeDrawn<DrawRing>),
        Sites("tree", {SITES, {"fan-out", 1'000, 1, 2}}, MakeDrawn<DrawTree>),
        Sites("fat-tree", {{"switch-ports", 24, 2, 4}}, MakeDrawn<DrawFatTree>),
        Sites("erdos-renyi", {SITES}, MakeDrawn<DrawErdosRenyi>, {{"probability", 0.5}}),
        Sites("waxman", {SITES}, MakeDrawn<DrawWaxman>, {{"alpha", 0.4}, {"beta", 0.8}}),
        Sites("small-world",
              {SITES, {"neighbors", 1'000, 2, 2}},
              MakeDrawn<DrawSmallWorld>,
              {{"rewiring", 0.1}}),
    };
    return generators;
}

const NetworkGenerator&
GetFileGenerator()
{
    static const NetworkGenerator
        generator{"file", "gateway", "gateway", "access", {"access", "lan", "wan"}, {}, MakeFile};
    return generator;
}

const NetworkGenerator&
GetNetworkGenerator(const std::string& name)
{
    const auto& generators = GetNetworkGenerators();
    const auto found =
        std::find_if(generators.begin(),
                     generators.end(),
                     [&name](const NetworkGenerator& generator) { return generator.name == name; });
    NS_ABORT_MSG_IF(found == generators.end(), "no generator of networks " << name);
    return *found;
}

} // namespace ns3::planner
