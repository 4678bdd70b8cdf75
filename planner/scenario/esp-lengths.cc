/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "esp-lengths.h"

#include "ns3/esp-sizes.h"

#include <algorithm>

namespace ns3::planner
{

LongestPacket
FindLongestPacket(const Scenario& scenario, bool ipv6)
{
    const auto& population = scenario.population;
    const auto& segments = scenario.traffic.segments;
    const uint8_t header = EspSizes::GetOuterHeader(!ipv6);
    uint32_t longest = header + segments.tcpHeader + segments.segment;
    if (!segments.IsOn())
    {
        longest = 0;
        for (const auto& share : scenario.traffic.sizes)
        {
            longest = std::max(longest, share.length);
        }
    }
    const uint8_t outer = population.mode == IpsecMode::TUNNEL ? header : 0;
    const EspSizes sizes(population.cipher, population.authenticator, ipv6, outer, false);
    return {longest, sizes.GetEspLength(longest, header)};
}

} // namespace ns3::planner
