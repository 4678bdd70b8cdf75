/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "lean-alias-table.h"

#include "ns3/abort.h"

#include <numeric>

namespace ns3
{

AliasTable::AliasTable(const std::vector<double>& weights)
    : m_columns(weights.size())
{
    const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
    NS_ABORT_MSG_UNLESS(total > 0, "AliasTable: no positive weight");
    std::vector<double> scaled(weights.size());
    std::vector<uint32_t> small;
    std::vector<uint32_t> large;
    for (uint32_t i = 0; i < weights.size(); ++i)
    {
        NS_ABORT_MSG_IF(weights[i] < 0, "AliasTable: negative weight");
        scaled[i] = weights[i] * static_cast<double>(weights.size()) / total;
        (scaled[i] < 1 ? small : large).push_back(i);
    }
    while (!small.empty() && !large.empty())
    {
        const uint32_t less = small.back();
        const uint32_t more = large.back();
        small.pop_back();
        m_columns[less] = {scaled[less], more};
        scaled[more] -= 1 - scaled[less];
        if (scaled[more] < 1)
        {
            large.pop_back();
            small.push_back(more);
        }
    }
    // Rounding may leave either list with entries whose weight is one up to the last bit.
    for (const auto& rest : {small, large})
    {
        for (uint32_t i : rest)
        {
            m_columns[i] = {1.0, i};
        }
    }
}

} // namespace ns3
