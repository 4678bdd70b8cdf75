/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "site-reader.h"

#include "model/profile/did-you-mean.h"
#include "planner/topology/network-graph.h"
#include "planner/topology/protected-path.h"

#include "ns3/ipsec-input-error.h"

#include <algorithm>
#include <filesystem>
#include <numeric>
#include <utility>
#include <vector>

namespace ns3::planner
{

namespace
{

/// Links of a network: each has an IPv6 prefix of its own (address-plan.cc).
constexpr uint32_t MOST_LINKS = 65'000;

/// @param sites a map @return names of sites and gateways, in order
std::vector<std::string>
NamesOf(const SiteNetwork& sites)
{
    std::vector<std::string> names;
    for (const auto& node : sites.nodes)
    {
        if (node.HasGateway())
        {
            names.push_back(node.name);
        }
    }
    return names;
}

/// @param edge of a file @param links by role; get the edge's own, when it has one
void
AddOwnLink(const SiteEdge& edge, std::map<std::string, LinkSpec>& links)
{
    if (!edge.HasOwnValues() || links.count(edge.name) > 0)
    {
        return;
    }
    const auto wan = links.find("wan");
    LinkSpec link = wan == links.end() ? LinkSpec() : wan->second;
    link.rate = edge.rate.value_or(link.rate);
    link.delay = edge.delay.value_or(link.delay);
    link.mtu = edge.mtu.value_or(link.mtu);
    links.emplace(edge.name, link);
}

/**
 * @param value the map "topology" @param site a node of a file
 * @param nodes by role; get the gateway's own, when it has one @param take reads profiles
 */
void
AddOwnNode(const ScenarioValue& value,
           const SiteNode& site,
           std::map<std::string, NodeSpec>& nodes,
           const SiteReader::ProfileTaker& take)
{
    if (!site.HasGateway() || (site.kernel.empty() && site.host.empty() && site.nic.empty()))
    {
        return;
    }
    const auto wordOf = [&](const std::string& key, const std::string& text) {
        const InputPlace place{
            0,
            0,
            std::make_shared<const std::string>("node '" + site.name + "', " + key)};
        return ScenarioValue(InputValue(value.GetInput(), InputNode::Scalar(text, place), key),
                             "nodes.ROLE." + key,
                             true);
    };
    NodeSpec node = nodes.at(site.role);
    if (!site.kernel.empty())
    {
        node.kernel = wordOf("kernel", site.kernel).ToWord().value_or(node.kernel);
    }
    if (!site.host.empty())
    {
        take(wordOf("host", site.host), IpsecProfileKind::HOST, node);
    }
    if (!site.nic.empty())
    {
        take(wordOf("nic", site.nic), IpsecProfileKind::NIC, node);
    }
    if (!nodes.emplace(site.GetGatewayName(), node).second)
    {
        wordOf("name", site.name).Complain("the name of a gateway that is no role of others");
    }
}

/// @param graph of sites @param paths of its tunnels @param topology gets what follows from them
void
Describe(const NetworkGraph& graph, const std::vector<ProtectedPath>& paths, TopologySpec& topology)
{
    topology.measuredRole = graph.GetNode(paths.front().sender).role;
    topology.farRole = graph.GetNode(paths.front().receiver).role;
    topology.measuredLinkRole = graph.GetLink(paths.front().between.front()).role;
    const auto shares = GetPairShares(graph, paths);
    double own = 0;
    double all = 0;
    topology.forward = 0;
    topology.backward = 0;
    for (size_t i = 0; i < paths.size(); ++i)
    {
        topology.forward += paths[i].forward;
        topology.backward += paths[i].backward;
        all += shares[i];
        own += paths[i].sender == paths.front().sender ? shares[i] : 0;
    }
    topology.spread = all / own;
}

/// @param graph of sites, all of it up @return names of what can fail
std::vector<std::string>
FailuresOf(const NetworkGraph& graph)
{
    std::vector<std::string> names{"none"};
    for (uint32_t node = 0; node < graph.CountNodes(); ++node)
    {
        names.push_back(graph.GetNode(node).name);
    }
    for (uint32_t link = 0; link < graph.CountLinks(); ++link)
    {
        names.push_back(graph.GetLinkName(link));
    }
    return names;
}

/// @param rest a network in which something is down @return whether the measured gateway has a link
bool
IsMeasuredLinked(const NetworkGraph& rest)
{
    const auto links = rest.FindLinks(0);
    return std::any_of(links.begin(), links.end(), [&rest](uint32_t link) {
        return !rest.GetLink(link).isDown &&
               rest.GetNode(rest.GetOtherEnd(link, 0)).kind != NodeKind::GENERATOR;
    });
}

/**
 * @param value the map "topology"; complaints go there
 * @param graph of sites, all of it up
 * @param scenario names what is down; gets what follows from the rest of the network
 */
void
CompleteFailure(const ScenarioValue& value, const NetworkGraph& graph, Scenario& scenario)
{
    TopologySpec& topology = scenario.topology;
    const auto names = FailuresOf(graph);
    if (std::find(names.begin(), names.end(), topology.failure) == names.end())
    {
        value.GetInput().ComplainAt(value.GetNode().Find("failure")->value.GetPlace(),
                                    topology.failure,
                                    "none, or the name of a link or node of the network" +
                                        DidYouMean(topology.failure, names));
        topology.failure.clear();
        return;
    }
    const NetworkGraph rest = scenario.MakeGraph();
    if (!IsMeasuredLinked(rest))
    {
        value.Complain("the measured gateway, '" + rest.GetNode(0).name +
                       "', to have a link that is not down");
        value.GetInput().ThrowIfWrong();
    }
    const auto paths = scenario.FindPaths(rest);
    const bool isMeasured = !paths.empty() && paths.front().sender == 0;
    if (!isMeasured)
    {
        value.Complain("a failure that leaves the measured gateway, '" + rest.GetNode(0).name +
                       "', a tunnel");
        value.GetInput().ThrowIfWrong();
    }
    // Each pair of sites that is left sends what it sent before.
    const auto pairsOf = [](const NetworkGraph& network,
                            const std::vector<ProtectedPath>& tunnels) {
        const auto shares = GetPairShares(network, tunnels);
        return std::accumulate(shares.begin(), shares.end(), 0.0);
    };
    const double before =
        pairsOf(graph, FindTunnelPaths(graph, topology.tunnels, topology.demands));
    const double spread = topology.spread * pairsOf(rest, paths) / before;
    Describe(rest, paths, topology);
    topology.spread = spread;
}

} // namespace

SiteReader::SiteReader(std::string scenarioFolder)
    : m_folder(std::move(scenarioFolder))
{
}

/// @param file with a map @param demands file with a matrix, or none @return what they say
std::shared_ptr<const SiteNetwork>
SiteReader::Find(const std::string& file, const std::string& demands)
{
    const auto pathOf = [this](const std::string& name) {
        return (std::filesystem::path(m_folder) / name).string();
    };
    auto& known = m_networks[{file, demands}];
    if (!known)
    {
        SiteNetwork network = ReadSiteNetwork(pathOf(file));
        if (!demands.empty())
        {
            ReadSiteDemands(pathOf(demands), network);
        }
        known = std::make_shared<const SiteNetwork>(std::move(network));
    }
    return known;
}

/// @param map the map "topology" @param topology gets the network of its file
/// @return true when it names demands, too
bool
SiteReader::ReadFile(ScenarioMap& map, TopologySpec& topology)
{
    const auto file = map.Require("file");
    const auto demands = map.Take("demands");
    const auto name = file ? file->ToText() : std::nullopt;
    const auto matrix = demands ? demands->ToText() : std::string();
    if (name && matrix)
    {
        try
        {
            topology.sites = Find(*name, *matrix);
        }
        catch (const InputError& error)
        {
            file->GetInput().Adopt(error.GetProblems());
        }
    }
    if (file)
    {
        file->GetInput().ThrowIfWrong();
    }
    topology.demands = topology.sites->demands;
    return demands.has_value();
}

void
SiteReader::ReadTopology(ScenarioMap& map, TopologySpec& topology)
{
    const bool hasFile = topology.generator == &GetFileGenerator();
    const bool hasDemands = hasFile && ReadFile(map, topology);
    topology.tunnels = hasDemands ? TunnelPlacement::DEMANDS : TunnelPlacement::MESH;
    if (const auto tunnels = map.Take("tunnels"))
    {
        const auto word = tunnels->ToWord();
        if (word == "demands" && !hasDemands)
        {
            tunnels->Get().ComplainOf({"star", "mesh"});
        }
        topology.tunnels = word == "star"                    ? TunnelPlacement::STAR
                           : word == "demands" && hasDemands ? TunnelPlacement::DEMANDS
                                                             : TunnelPlacement::MESH;
    }
    if (const auto failure = map.Take("failure"))
    {
        const auto name = failure->ToText();
        topology.failure = name && *name != "none" ? *name : "";
    }
    if (!hasFile)
    {
        return;
    }
    if (topology.HasDemands())
    {
        topology.measured = topology.demands.front().from;
    }
    if (const auto measured = map.Take("measured"))
    {
        const auto names = NamesOf(*topology.sites);
        const auto name = measured->ToText();
        if (name && std::find(names.begin(), names.end(), *name) == names.end())
        {
            measured->Get().ComplainOf(names);
        }
        topology.measured = name.value_or("");
    }
}

std::set<std::string>
SiteReader::GetLinkRoles(const TopologySpec& topology)
{
    std::set<std::string> roles;
    std::set<uint32_t> beside; // gateways with a host
    const auto& nodes = topology.sites->nodes;
    for (const auto& edge : topology.sites->edges)
    {
        if (!edge.rate || !edge.delay || !edge.mtu)
        {
            roles.insert("wan");
        }
        for (const auto& [node, other] :
             {std::pair(edge.near, edge.far), std::pair(edge.far, edge.near)})
        {
            if (nodes[other].kind == SiteKind::HOST)
            {
                beside.insert(node);
            }
        }
    }
    for (uint32_t node = 0; node < nodes.size(); ++node)
    {
        if (nodes[node].kind == SiteKind::SITE)
        {
            roles.insert({"access", "lan"});
        }
        else if (nodes[node].kind == SiteKind::GATEWAY && beside.count(node) == 0)
        {
            roles.insert("lan");
        }
    }
    return roles;
}

std::set<std::string>
SiteReader::GetNodeRoles(const TopologySpec& topology)
{
    std::set<std::string> roles;
    for (const auto& node : topology.sites->nodes)
    {
        if (node.HasGateway())
        {
            roles.insert(node.role);
        }
    }
    return roles;
}

void
SiteReader::Complete(const ScenarioValue& value, Scenario& scenario, const ProfileTaker& take)
{
    TopologySpec& topology = scenario.topology;
    if (topology.sites)
    {
        for (const auto& edge : topology.sites->edges)
        {
            AddOwnLink(edge, scenario.links);
        }
        for (const auto& site : topology.sites->nodes)
        {
            AddOwnNode(value, site, scenario.nodes, take);
        }
    }
    const std::string failure = std::exchange(topology.failure, "");
    const NetworkGraph graph = scenario.MakeGraph();
    if (graph.CountLinks() > MOST_LINKS)
    {
        value.Complain("a network of at most " + std::to_string(MOST_LINKS) + " links, and not " +
                       std::to_string(graph.CountLinks()));
        value.GetInput().ThrowIfWrong(); // its paths would take long
    }
    const std::string severed = FindSevered(graph);
    if (!severed.empty())
    {
        value.Complain("a network in which all gateways reach each other: " + severed);
        value.GetInput().ThrowIfWrong(); // there are no paths
    }
    const auto paths = scenario.FindPaths(graph);
    if (paths.front().sender != 0)
    {
        value.Complain("the measured site to have demands: '" + topology.measured + "' has none");
    }
    Describe(graph, paths, topology);
    if (!failure.empty())
    {
        topology.failure = failure;
        CompleteFailure(value, graph, scenario);
    }
}

std::vector<std::string>
ListSingleFailures(Scenario scenario, bool ofNodes)
{
    scenario.topology.failure.clear();
    const NetworkGraph graph = scenario.MakeGraph();
    std::vector<std::string> candidates;
    for (uint32_t node = 0; ofNodes && node < graph.CountNodes(); ++node)
    {
        if (graph.GetNode(node).kind != NodeKind::GENERATOR)
        {
            candidates.push_back(graph.GetNode(node).name);
        }
    }
    for (uint32_t link = 0; !ofNodes && link < graph.CountLinks(); ++link)
    {
        const auto [near, far] = graph.GetEnds(link);
        if (graph.GetNode(near).kind != NodeKind::GENERATOR &&
            graph.GetNode(far).kind != NodeKind::GENERATOR)
        {
            candidates.push_back(graph.GetLinkName(link));
        }
    }
    std::vector<std::string> failures;
    for (const auto& name : candidates)
    {
        scenario.topology.failure = name;
        const NetworkGraph rest = scenario.MakeGraph();
        if (!IsMeasuredLinked(rest))
        {
            continue;
        }
        const auto paths = scenario.FindPaths(rest);
        if (!paths.empty() && paths.front().sender == 0)
        {
            failures.push_back(name);
        }
    }
    return failures;
}

std::set<std::string>
SiteReader::GetFiles() const
{
    std::set<std::string> files;
    for (const auto& [names, network] : m_networks)
    {
        for (const auto& name : {names.first, names.second})
        {
            if (!name.empty())
            {
                files.insert((std::filesystem::path(m_folder) / name).string());
            }
        }
    }
    return files;
}

} // namespace ns3::planner
