/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "protected-path.h"

#include "ns3/abort.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

namespace ns3::planner
{

namespace
{

/// @param links some links @return the same for a way back
std::vector<uint32_t>
Reverse(const std::vector<uint32_t>& links)
{
    return {links.rbegin(), links.rend()};
}

/// @param graph the network @param links from the source host on @param path gets its parts
void
Divide(const NetworkGraph& graph, const std::vector<uint32_t>& links, ProtectedPath& path)
{
    uint32_t node = path.sourceHost;
    auto* part = &path.before;
    for (const auto link : links)
    {
        if (node == path.sender)
        {
            part = &path.between;
        }
        else if (node == path.receiver)
        {
            part = &path.after;
        }
        part->push_back(link);
        node = graph.GetOtherEnd(link, node);
    }
}

/// @param graph the network @param sender of paths @param receivers of paths
/// @return the paths, whose links are none where nothing leads
std::vector<ProtectedPath>
PathsFrom(const NetworkGraph& graph, uint32_t sender, const std::vector<uint32_t>& receivers)
{
    const uint32_t sourceHost = graph.FindHost(sender);
    std::vector<uint32_t> hosts;
    hosts.reserve(receivers.size());
    for (const auto receiver : receivers)
    {
        hosts.push_back(graph.FindHost(receiver));
    }
    const auto links = graph.FindPaths(sourceHost, hosts);
    std::vector<ProtectedPath> paths;
    paths.reserve(receivers.size());
    for (size_t i = 0; i < receivers.size(); ++i)
    {
        paths.push_back({sourceHost, sender, receivers[i], hosts[i], {}, {}, {}});
        Divide(graph, links[i], paths.back());
    }
    return paths;
}

/// @param graph the network @param path one of its paths; must lead somewhere
void
CheckPath(const NetworkGraph& graph, const ProtectedPath& path)
{
    NS_ABORT_MSG_IF(path.between.empty() || path.before.empty() != path.after.empty(),
                    "no way of SAs to " << graph.GetNode(path.receiver).name);
}

/// @param graph the network @return the gateways by number, without those that are down
std::vector<uint32_t>
FindGateways(const NetworkGraph& graph)
{
    std::vector<uint32_t> gateways;
    for (uint32_t node = 0; node < graph.CountNodes(); ++node)
    {
        const auto links = graph.FindLinks(node);
        const bool isUp = std::any_of(links.begin(), links.end(), [&graph](uint32_t link) {
            return !graph.GetLink(link).isDown;
        });
        if (graph.GetNode(node).kind == NodeKind::IPSEC && isUp)
        {
            gateways.push_back(node);
        }
    }
    return gateways;
}

/// What sites send to each other, divided among pairs of their gateways.
class DemandShares
{
  public:
    /// @param graph the network @param gateways of it @param demands of its sites
    DemandShares(const NetworkGraph& graph,
                 const std::vector<uint32_t>& gateways,
                 const std::vector<SiteDemand>& demands)
        : m_graph(graph)
    {
        for (const auto gateway : gateways)
        {
            ++m_counts[graph.GetNode(gateway).site];
        }
        for (const auto& demand : demands)
        {
            m_rates[{demand.from, demand.to}] += static_cast<double>(demand.rate);
        }
    }

    /// @param from a gateway @param to another one @return bit/s from there to here
    double Of(uint32_t from, uint32_t to) const
    {
        const std::string& source = m_graph.GetNode(from).site;
        const std::string& destination = m_graph.GetNode(to).site;
        const auto found = m_rates.find({source, destination});
        return found == m_rates.end()
                   ? 0
                   : found->second / (m_counts.at(source) * m_counts.at(destination));
    }

  private:
    const NetworkGraph& m_graph;                                     //!< the network
    std::map<std::string, double> m_counts{};                        //!< gateways by site
    std::map<std::pair<std::string, std::string>, double> m_rates{}; //!< by site and site
};

} // namespace

ProtectedPath
ProtectedPath::GetReverse() const
{
    return {destinationHost,
            receiver,
            sender,
            sourceHost,
            Reverse(after),
            Reverse(between),
            Reverse(before),
            backward,
            forward};
}

std::vector<uint32_t>
ProtectedPath::GetLinks() const
{
    std::vector<uint32_t> links = before;
    links.insert(links.end(), between.begin(), between.end());
    links.insert(links.end(), after.begin(), after.end());
    return links;
}

std::vector<ProtectedPath>
FindProtectedPaths(const NetworkGraph& graph, const std::string& measured, const std::string& far)
{
    const auto senders = graph.FindNodes(measured);
    const auto receivers = graph.FindNodes(far);
    NS_ABORT_MSG_IF(senders.empty() || receivers.empty(), "a network without two ends of SAs");
    auto paths = PathsFrom(graph, senders.front(), receivers);
    for (const auto& path : paths)
    {
        CheckPath(graph, path);
    }
    return paths;
}

std::vector<ProtectedPath>
FindTunnelPaths(const NetworkGraph& graph,
                TunnelPlacement placement,
                const std::vector<SiteDemand>& demands)
{
    const auto gateways = FindGateways(graph);
    const DemandShares shares(graph, gateways, demands);
    std::vector<ProtectedPath> paths;
    for (size_t i = 0; i < gateways.size(); ++i)
    {
        const uint32_t sender = gateways[i];
        std::vector<uint32_t> receivers;
        for (size_t j = i + 1; j < gateways.size(); ++j)
        {
            const bool isWanted =
                placement != TunnelPlacement::DEMANDS ||
                shares.Of(sender, gateways[j]) + shares.Of(gateways[j], sender) > 0;
            if (isWanted && graph.GetNode(sender).site != graph.GetNode(gateways[j]).site)
            {
                receivers.push_back(gateways[j]);
            }
        }
        for (auto& path : PathsFrom(graph, sender, receivers))
        {
            if (path.between.empty())
            {
                continue; // something between them is down
            }
            CheckPath(graph, path);
            path.forward = shares.Of(path.sender, path.receiver);
            path.backward = shares.Of(path.receiver, path.sender);
            paths.push_back(std::move(path));
        }
        if (placement == TunnelPlacement::STAR)
        {
            break;
        }
    }
    return paths;
}

std::vector<uint32_t>
GetMtusBetween(const NetworkGraph& graph, const ProtectedPath& path)
{
    std::vector<uint32_t> mtus;
    for (const auto link : path.between)
    {
        mtus.push_back(graph.GetLink(link).spec.mtu);
    }
    return mtus;
}

std::vector<double>
GetPairShares(const NetworkGraph& graph, const std::vector<ProtectedPath>& paths)
{
    const auto pairOf = [&graph](const ProtectedPath& path) {
        return std::minmax({graph.GetNode(path.sender).site, graph.GetNode(path.receiver).site});
    };
    std::map<std::pair<std::string, std::string>, double> counts;
    for (const auto& path : paths)
    {
        counts[pairOf(path)] += 1;
    }
    std::vector<double> shares;
    shares.reserve(paths.size());
    for (const auto& path : paths)
    {
        shares.push_back(1 / counts.at(pairOf(path)));
    }
    return shares;
}

std::string
FindSevered(const NetworkGraph& graph)
{
    const auto gateways = FindGateways(graph);
    for (const auto& path : PathsFrom(graph, gateways.front(), gateways))
    {
        if (path.receiver != path.sender && path.between.empty())
        {
            return "no links lead from '" + graph.GetNode(path.sender).name + "' to '" +
                   graph.GetNode(path.receiver).name + "'";
        }
    }
    return "";
}

} // namespace ns3::planner
