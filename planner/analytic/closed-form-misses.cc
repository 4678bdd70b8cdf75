/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "closed-form-misses.h"

#include <array>

namespace ns3::planner
{

ClosedFormMisses::ClosedFormMisses(const FlowPlan& plan, double packetRate, uint32_t peers)
{
    // By direction and member: packets per second
    std::array<std::vector<double>, 2> rates;
    rates[false].resize(plan.members.size());
    rates[true].resize(plan.members.size());
    for (const auto& source : plan.sources)
    {
        for (const auto& flow : source.flows)
        {
            rates[source.transmit][flow.member] += flow.weight * packetRate;
        }
    }
    m_sent = ContextRates(rates[true]);
    m_received = ContextRates(rates[false]);
    for (uint32_t peer = 0; peer < peers; peer++)
    {
        std::array<std::vector<double>, 2> there;
        for (size_t i = 0; i < plan.members.size(); i++)
        {
            if (plan.members[i].peer == peer)
            {
                there[false].push_back(rates[false][i]);
                there[true].push_back(rates[true][i]);
            }
        }
        m_sentTo.emplace_back(there[true]);
        m_receivedAt.emplace_back(there[false]);
    }
}

ClosedFormNetwork::Misses
ClosedFormMisses::Find(const NicProfile& near,
                       const NicProfile& far,
                       const DirectionShares& nearHeld,
                       const std::vector<DirectionShares>& farHeld) const
{
    ClosedFormNetwork::Misses misses;
    misses.near = FindContextMisses(near, m_sent, m_received, nearHeld.transmit, nearHeld.receive);
    for (uint32_t peer = 0; peer < m_sentTo.size(); peer++)
    {
        misses.far.push_back(FindContextMisses(far,
                                               m_receivedAt[peer],
                                               m_sentTo[peer],
                                               farHeld[peer].transmit,
                                               farHeld[peer].receive));
    }
    return misses;
}

} // namespace ns3::planner
