/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "closed-form-paths.h"

#include "planner/network/address-plan.h"

namespace ns3::planner
{

namespace
{

/// @param paths of one direction @param links of the network @return by link: packets of several
/// links come to it
std::vector<bool>
FindJunctions(const std::vector<ProtectedPath>& paths, uint32_t links)
{
    constexpr uint32_t NO_LINK = UINT32_MAX;
    std::vector<uint32_t> before(links, NO_LINK); // the first link from which packets come
    std::vector<bool> isJunction(links, false);
    for (const auto& path : paths)
    {
        uint32_t last = NO_LINK;
        for (const auto link : path.GetLinks())
        {
            isJunction[link] =
                isJunction[link] || (before[link] != NO_LINK && before[link] != last);
            before[link] = last;
            last = link;
        }
    }
    return isJunction;
}

} // namespace

ClosedFormPaths::ClosedFormPaths(const Scenario& scenario)
    : m_graph(scenario.MakeGraph())
{
    m_paths[true] = scenario.FindPaths(m_graph);
    for (const auto& path : m_paths[true])
    {
        m_paths[false].push_back(path.GetReverse());
    }
    for (const bool transmit : {false, true})
    {
        m_isJunction[transmit] = FindJunctions(m_paths[transmit], CountLinks());
        m_senders[transmit].assign(CountLinks(), Sender::OTHER);
        for (const auto& path : m_paths[transmit])
        {
            m_mtus[transmit].push_back(GetMtusBetween(m_graph, path));
            m_senders[transmit][path.between.front()] = transmit ? Sender::NEAR : Sender::FAR;
        }
    }
}

const NodeSpec&
ClosedFormPaths::GetSpec(bool near) const
{
    const ProtectedPath& path = m_paths[true].front();
    return *m_graph.GetNode(near ? path.sender : path.receiver).spec;
}

std::vector<IpAddress>
ClosedFormPaths::GetAddresses(bool near) const
{
    const auto& paths = m_paths[near];
    std::vector<IpAddress> addresses;
    for (const auto& path : paths)
    {
        const auto own = GetNodeAddresses(m_graph, path.between.front(), path.sender).GetAll();
        addresses.insert(addresses.end(), own.begin(), own.end());
        if (near)
        {
            break; // all paths begin there
        }
    }
    return addresses;
}

CapableNics
ClosedFormPaths::GetNics(bool near, uint32_t peer) const
{
    const ProtectedPath& path = m_paths[near][peer];
    return FindCapableNics(m_graph, path.sender, path.between.front());
}

} // namespace ns3::planner
