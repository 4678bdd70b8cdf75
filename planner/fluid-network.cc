/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "fluid-network.h"

#include <algorithm>
#include <cmath>

namespace ns3::planner
{

namespace
{

/// Shares are good enough when a sweep moves none by more than this.
constexpr double ACCURACY = 1e-10;

/// Sweeps at most; a loop of full gates needs some tens.
constexpr int MOST_SWEEPS = 1000;

} // namespace

uint32_t
FluidNetwork::AddGate()
{
    m_gates.emplace_back();
    return static_cast<uint32_t>(m_gates.size() - 1);
}

uint32_t
FluidNetwork::AddResource(uint32_t gate, double capacity)
{
    m_resources.push_back({gate, capacity});
    return static_cast<uint32_t>(m_resources.size() - 1);
}

uint32_t
FluidNetwork::AddFlow(double rate, std::vector<Visit> visits)
{
    std::vector<Visit> merged;
    for (auto& visit : visits)
    {
        if (!merged.empty() && merged.back().gate == visit.gate)
        {
            auto& demands = merged.back().demands;
            demands.insert(demands.end(), visit.demands.begin(), visit.demands.end());
        }
        else
        {
            merged.push_back(std::move(visit));
        }
    }
    m_flows.push_back({rate, std::move(merged)});
    return static_cast<uint32_t>(m_flows.size() - 1);
}

double
FluidNetwork::Sweep(double step)
{
    for (auto& resource : m_resources)
    {
        resource.load = 0;
    }
    for (auto& gate : m_gates)
    {
        gate.lost = 0;
    }
    for (auto& flow : m_flows)
    {
        double rate = flow.rate;
        for (const auto& visit : flow.visits)
        {
            for (const auto& demand : visit.demands)
            {
                m_resources[demand.resource].load += rate * demand.amount;
            }
            Gate& gate = m_gates[visit.gate];
            gate.lost += rate * (1 - gate.passed);
            rate *= gate.passed;
        }
        flow.delivered = rate;
    }
    std::vector<double> passed(m_gates.size(), 1);
    for (auto& resource : m_resources)
    {
        resource.load = resource.capacity > 0 ? resource.load / resource.capacity : 0;
        if (resource.load > 1)
        {
            passed[resource.gate] = std::min(passed[resource.gate], 1 / resource.load);
        }
    }
    double moved = 0;
    for (size_t i = 0; i < m_gates.size(); i++)
    {
        const double change = passed[i] - m_gates[i].passed;
        moved = std::max(moved, std::abs(change));
        m_gates[i].passed += step * change;
    }
    return moved;
}

void
FluidNetwork::Solve()
{
    // Without loops each sweep settles one more gate of the longest way; where a flow comes back to
    // a gate, full steps could swing around the solution for ever, half steps run into it.
    for (int i = 0; i < MOST_SWEEPS; i++)
    {
        const bool isAcyclic = i < static_cast<int>(m_gates.size());
        if (Sweep(isAcyclic ? 1 : 0.5) < ACCURACY)
        {
            return;
        }
    }
}

double
FluidNetwork::GetDelivered(uint32_t flow) const
{
    return m_flows[flow].delivered;
}

double
FluidNetwork::GetUtilisation(uint32_t resource) const
{
    const auto& what = m_resources[resource];
    return what.load * m_gates[what.gate].passed;
}

} // namespace ns3::planner
