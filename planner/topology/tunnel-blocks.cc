/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "tunnel-blocks.h"

#include <algorithm>

namespace ns3::planner
{

TunnelBlocks::TunnelBlocks(const std::vector<ProtectedPath>& paths, uint32_t tunnels)
    : m_isStar(std::all_of(paths.begin(), paths.end(), [&paths](const ProtectedPath& path) {
          return path.sender == paths.front().sender;
      }))
{
    for (const auto& path : paths)
    {
        m_ends.emplace_back();
        for (const auto gateway : {path.sender, path.receiver})
        {
            const auto [found, isNew] =
                m_blocks.emplace(gateway, static_cast<uint32_t>(m_blocks.size()));
            if (isNew)
            {
                m_degrees.push_back(0);
            }
            m_ends.back().push_back({found->second, m_degrees[found->second]++});
        }
    }
    const uint64_t each = (tunnels + paths.size() - 1) / paths.size();
    const uint64_t places = each * *std::max_element(m_degrees.begin(), m_degrees.end());
    while (uint64_t{1} << m_placeBits < places)
    {
        ++m_placeBits;
    }
}

uint32_t
TunnelBlocks::GetPlace(uint32_t tunnel, bool far) const
{
    const auto paths = static_cast<uint32_t>(m_ends.size());
    const End& end = m_ends[tunnel % paths][far];
    return end.order + tunnel / paths * m_degrees[end.block];
}

} // namespace ns3::planner
