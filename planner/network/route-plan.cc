/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "route-plan.h"

#include "ns3/abort.h"

#include <map>
#include <set>
#include <utility>

namespace ns3::planner
{

namespace
{

/// No link.
constexpr uint32_t NO_LINK = UINT32_MAX;

/// Where datagrams go: a prefix of each family.
struct Target
{
    IpPrefix ipv4;
    IpPrefix ipv6;
    uint32_t link; //!< who is at an end of it needs no route; NO_LINK: everybody needs one
};

/// @param link a link @return its addresses
Target
TargetOf(uint32_t link)
{
    return {GetLinkPrefix(link, false), GetLinkPrefix(link, true), link};
}

/// @param link who is at an end of it needs no route @return everything that has none of its own
Target
DefaultTarget(uint32_t link)
{
    return {{IpAddress::FromIpv4(0), 0}, {{0, 0}, 0}, link};
}

/// Collects routes.
class RouteMaker
{
  public:
    /// @param graph the network
    explicit RouteMaker(const NetworkGraph& graph)
        : m_graph(graph),
          m_isLeaf(graph.CountNodes(), false)
    {
        for (uint32_t node = 0; node < graph.CountNodes(); ++node)
        {
            const auto links = graph.FindLinks(node);
            if (!links.empty() && links.size() == graph.FindParallel(links.front()).size())
            {
                Add(node, DefaultTarget(NO_LINK), links.front());
                m_isLeaf[node] = true;
            }
        }
    }

    /// @param path from host to host @param end addresses of the host at its end
    void AddPath(const ProtectedPath& path, const Target& end)
    {
        const uint32_t first = path.between.front();
        Target receiver = end;
        Follow(path.sourceHost, path.before, end);
        Add(path.sender, end, first);
        if (path.IsForwarded())
        {
            receiver = TargetOf(path.between.back());
            Add(path.sender,
                IsForked(path.sender) ? receiver : DefaultTarget(receiver.link),
                first);
        }
        Follow(m_graph.GetOtherEnd(first, path.sender),
               {path.between.begin() + 1, path.between.end()},
               receiver);
        Follow(path.receiver, path.after, end);
    }

    /// @return the routes
    std::vector<PlannedRoute> Take()
    {
        return std::move(m_routes);
    }

  private:
    /// @param node a node @param links a way from there @param target where it leads to
    void Follow(uint32_t node, const std::vector<uint32_t>& links, const Target& target)
    {
        for (const auto link : links)
        {
            Add(node, target, link);
            node = m_graph.GetOtherEnd(link, node);
        }
    }

    /// Add a route that the node needs and has not got. @param node a node @param target where
    /// datagrams go @param link over which
    void Add(uint32_t node, const Target& target, uint32_t link)
    {
        if (m_graph.GetNode(node).kind == NodeKind::GENERATOR || m_isLeaf[node] ||
            IsBeside(node, target.link))
        {
            return;
        }
        for (const auto& prefix : {target.ipv4, target.ipv6})
        {
            const auto [known, isNew] = m_known.emplace(std::pair(node, prefix.address), link);
            if (isNew)
            {
                m_routes.push_back({node, prefix, link});
            }
            NS_ABORT_MSG_IF(known->second != link && prefix.length > 0,
                            "two ways from " << m_graph.GetNode(node).name << " to "
                                             << prefix.ToString());
        }
    }

    /// @param node a gateway @return true when it has links to several nodes that forward
    bool IsForked(uint32_t node) const
    {
        std::set<uint32_t> others;
        for (const auto link : m_graph.FindLinks(node))
        {
            const uint32_t other = m_graph.GetOtherEnd(link, node);
            if (m_graph.GetNode(other).kind != NodeKind::GENERATOR)
            {
                others.insert(other);
            }
        }
        return others.size() > 1;
    }

    /// @param node a node @param link a link @return true when it is at an end of it
    bool IsBeside(uint32_t node, uint32_t link) const
    {
        if (link == NO_LINK)
        {
            return false;
        }
        const auto [near, far] = m_graph.GetEnds(link);
        return node == near || node == far;
    }

    const NetworkGraph& m_graph; //!< the network
    std::vector<bool> m_isLeaf;  //!< by node: sends everything one way
    std::map<std::pair<uint32_t, IpAddress>, uint32_t> m_known; //!< links by node and destination
    std::vector<PlannedRoute> m_routes;                         //!< so far
};

} // namespace

std::vector<PlannedRoute>
MakeRoutes(const NetworkGraph& graph,
           const std::vector<ProtectedPath>& paths,
           const SiteAddresses& sites)
{
    RouteMaker maker(graph);
    for (uint32_t peer = 0; peer < paths.size(); ++peer)
    {
        const ProtectedPath& path = paths[peer];
        const auto prefixesOf = [&path, &sites, peer](bool far) {
            if (path.IsForwarded())
            {
                return Target{sites.GetPrefix(peer, far, false),
                              sites.GetPrefix(peer, far, true),
                              NO_LINK};
            }
            return far ? Target{GetPeerPrefix(peer, false), GetPeerPrefix(peer, true), NO_LINK}
                       : TargetOf(path.between.front());
        };
        maker.AddPath(path, prefixesOf(true));
        maker.AddPath(path.GetReverse(), prefixesOf(false));
    }
    return maker.Take();
}

} // namespace ns3::planner
