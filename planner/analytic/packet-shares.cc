/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "packet-shares.h"

#include "planner/base/number-format.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace ns3::planner
{

PacketShares
DescribeShares(const std::map<std::string, uint64_t>& packets)
{
    constexpr size_t SHOWN = 4;
    PacketShares shares;
    for (const auto& reason : packets)
    {
        shares.total += reason.second;
    }
    if (shares.total == 0)
    {
        return shares;
    }
    std::vector<std::pair<std::string, uint64_t>> sorted(packets.begin(), packets.end());
    std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
        return a.second > b.second;
    });
    for (size_t i = 0; i < std::min(SHOWN, sorted.size()); ++i)
    {
        const double share =
            100 * static_cast<double>(sorted[i].second) / static_cast<double>(shares.total);
        shares.text += (i == 0 ? "" : ", ") + sorted[i].first + " " + FormatFixed(share, 1) + " %";
    }
    shares.text += sorted.size() > SHOWN ? ", ..." : "";
    return shares;
}

} // namespace ns3::planner
