/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "part-rows.h"

#include "planner/topology/network-graph.h"
#include "planner/topology/network-map.h"

#include <algorithm>
#include <cstddef>

namespace ns3::planner
{

std::vector<PartRow>
GetPartRows(const Measurement& m)
{
    const NetworkGraph graph = m.scenario.MakeGraph();
    std::vector<PartRow> rows;
    if (!HasMap(graph))
    {
        return rows;
    }
    const auto busyOf = [&m](size_t nic) { return m.to.macs[nic] - m.from.macs[nic]; };
    for (uint32_t link = 0; link < graph.CountLinks(); ++link)
    {
        const double busy = std::max(busyOf(2 * link), busyOf(2 * link + 1)); // a NIC at each end
        rows.push_back({"link", graph.GetLinkName(link), ShareOf(busy, m.GetSeconds())});
    }
    for (size_t node = 0; node < m.network.nodes.size(); ++node)
    {
        double busy = 0;
        for (size_t core = 0; core < m.to.hosts[node].size(); ++core)
        {
            busy = std::max(busy, m.to.hosts[node][core] - m.from.hosts[node][core]);
        }
        if (!m.to.hosts[node].empty())
        {
            rows.push_back({"node", m.network.nodes[node].name, ShareOf(busy, m.GetSeconds())});
        }
    }
    return rows;
}

} // namespace ns3::planner
