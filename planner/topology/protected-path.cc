/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "protected-path.h"

#include "ns3/abort.h"

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
            Reverse(before)};
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
    const uint32_t sourceHost = graph.FindHost(senders.front());
    std::vector<uint32_t> hosts;
    for (const auto receiver : receivers)
    {
        hosts.push_back(graph.FindHost(receiver));
    }
    const auto links = graph.FindPaths(sourceHost, hosts);
    std::vector<ProtectedPath> paths;
    for (size_t i = 0; i < receivers.size(); ++i)
    {
        ProtectedPath path{sourceHost, senders.front(), receivers[i], hosts[i], {}, {}, {}};
        Divide(graph, links[i], path);
        NS_ABORT_MSG_IF(path.between.empty() || path.before.empty() != path.after.empty(),
                        "no way of SAs to " << graph.GetNode(receivers[i]).name);
        paths.push_back(std::move(path));
    }
    return paths;
}

} // namespace ns3::planner
