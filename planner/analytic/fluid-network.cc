/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "fluid-network.h"

#include <algorithm>
#include <cmath>
#include <utility>

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

void
FluidNetwork::Append(std::vector<Visit>& visits, Visit visit)
{
    if (!visits.empty() && visits.back().gate == visit.gate)
    {
        auto& demands = visits.back().demands;
        demands.insert(demands.end(), visit.demands.begin(), visit.demands.end());
        return;
    }
    visits.push_back(std::move(visit));
}

uint32_t
FluidNetwork::AddFlow(double rate, std::vector<Visit> visits)
{
    std::vector<Visit> merged;
    for (auto& visit : visits)
    {
        Append(merged, std::move(visit));
    }
    const auto number = static_cast<uint32_t>(m_flows.size());
    if (!m_isSolved)
    {
        m_flows.push_back({rate, std::move(merged), {}});
        return number;
    }
    m_flows.push_back({0, std::move(merged), {}});
    FindKinds(m_flows.back());
    ChangeRate(number, rate);
    return number;
}

/// Find out which packets are alike, and where. @param flow a new one
void
FluidNetwork::FindKinds(Flow& flow)
{
    m_known.resize(m_gates.size());
    for (const auto& visit : flow.visits)
    {
        Gate& gate = m_gates[visit.gate];
        Kind kind{visit.spacing, {}, 0};
        Amounts amounts;
        for (const auto& demand : visit.demands)
        {
            const double capacity = m_resources[demand.resource].capacity;
            if (capacity > 0 && demand.amount > 0)
            {
                kind.demands.push_back({demand.resource, demand.amount / capacity});
                kind.service = std::max(kind.service, demand.amount / capacity);
                amounts.emplace_back(demand.resource, demand.amount);
            }
        }
        gate.isSpaced |= visit.spacing > 0;
        gate.hasPieces |= visit.isPiece;
        const auto [at, isNew] =
            m_known[visit.gate].emplace(std::pair{visit.spacing, std::move(amounts)},
                                        static_cast<uint32_t>(gate.kinds.size()));
        if (isNew)
        {
            kind.passed = gate.passed; // until it is known better
            gate.kinds.push_back(std::move(kind));
        }
        flow.kinds.emplace_back(visit.gate, at->second);
    }
    flow.visits.clear();
}

/// @param gate a gate @param shares of its kinds that pass @return load of its scarcest resource
double
FluidNetwork::GetLoad(const Gate& gate, const std::vector<double>& shares) const
{
    std::map<uint32_t, double> loads;
    for (size_t i = 0; i < gate.kinds.size(); i++)
    {
        for (const auto& demand : gate.kinds[i].demands)
        {
            loads[demand.resource] += gate.kinds[i].rate * shares[i] * demand.amount /
                                      m_resources[demand.resource].factor;
        }
    }
    double most = 0;
    for (const auto& [resource, load] : loads)
    {
        most = std::max(most, load);
    }
    return most;
}

/// @param gate a gate that cannot serve all @return of each of its kinds, what passes
std::vector<double>
FluidNetwork::GetShares(const Gate& gate) const
{
    std::vector<double> shares(gate.kinds.size(), 1 / gate.load);
    double rate = 0;
    double spacing = 0;
    double queued = 0;
    for (const auto& kind : gate.kinds)
    {
        rate += kind.rate;
        spacing += kind.rate * kind.spacing;
        queued += kind.rate * kind.passed * kind.service;
    }
    if (!gate.isSpaced || gate.kinds.size() == 1 || queued <= 0)
    {
        return shares;
    }
    // Several lines at once may bring more than one alone: then the gaps are shorter.
    const double shorter = spacing > 1 ? 1 / spacing : 1;
    const double idle = std::max(1e-12, 1 - spacing) / rate;
    std::vector<double> missing(gate.kinds.size(), 0);
    for (size_t i = 0; i < gate.kinds.size(); i++)
    {
        for (const auto& kind : gate.kinds)
        {
            const double longer = kind.service - gate.kinds[i].spacing * shorter;
            if (longer > 0)
            {
                missing[i] += kind.rate * kind.passed / queued *
                              (longer - idle * (1 - std::exp(-longer / idle)));
            }
        }
    }
    const double most = GetLoad(gate, missing);
    if (most <= 0)
    {
        return shares;
    }
    // The scarcest resource carries as much as it can. Loads are linear in c, and so is the most of
    // them where one resource is the scarcest of all.
    double factor = (gate.load - 1) / most;
    for (int i = 0; i < 2; i++)
    {
        for (size_t j = 0; j < shares.size(); j++)
        {
            shares[j] = std::clamp(1 - factor * missing[j], 0.0, 1.0);
        }
        factor += (GetLoad(gate, shares) - 1) / most;
    }
    const double load = GetLoad(gate, shares);
    for (auto& share : shares)
    {
        share = std::min(1.0, share / load);
    }
    return shares;
}

double
FluidNetwork::Sweep(double step)
{
    for (auto& gate : m_gates)
    {
        for (auto& kind : gate.kinds)
        {
            kind.rate = 0;
        }
    }
    for (auto& flow : m_flows)
    {
        double rate = flow.rate;
        for (const auto& [gate, number] : flow.kinds)
        {
            Kind& kind = m_gates[gate].kinds[number];
            kind.rate += rate;
            rate *= kind.passed;
        }
        flow.delivered = rate;
    }
    for (auto& resource : m_resources)
    {
        resource.load = 0;
    }
    double moved = 0;
    for (auto& gate : m_gates)
    {
        gate.load = 0;
        double come = 0;
        double passed = 0;
        for (const auto& kind : gate.kinds)
        {
            come += kind.rate;
            passed += kind.rate * kind.passed;
            for (const auto& demand : kind.demands)
            {
                Resource& resource = m_resources[demand.resource];
                resource.load += kind.rate * demand.amount / resource.factor;
                gate.load = std::max(gate.load, resource.load);
            }
        }
        gate.lost = come - passed;
        gate.passed = come > 0 ? passed / come : 1;
        std::vector<double> shares(gate.kinds.size(), 1);
        if (gate.load > 1)
        {
            shares = GetShares(gate);
        }
        for (size_t i = 0; i < shares.size(); i++)
        {
            const double change = shares[i] - gate.kinds[i].passed;
            moved = std::max(moved, std::abs(change));
            gate.kinds[i].passed += step * change;
        }
    }
    return moved;
}

void
FluidNetwork::Solve()
{
    if (!m_isSolved)
    {
        for (auto& flow : m_flows)
        {
            FindKinds(flow);
        }
        m_isSolved = true;
    }
    m_isStale = false;
    // Without loops each sweep settles one more gate of the longest way; where a flow comes back to
    // a gate, full steps could swing around the solution for ever, half steps run into it.
    for (int i = 0; i < MOST_SWEEPS; i++)
    {
        const bool isAcyclic = i < static_cast<int>(m_gates.size());
        if (Sweep(isAcyclic ? 1 : 0.5) < ACCURACY)
        {
            break;
        }
    }
    m_isFree = std::all_of(m_gates.begin(), m_gates.end(), [](const Gate& gate) {
        return gate.load <= 1;
    });
}

void
FluidNetwork::ChangeRate(uint32_t number, double rate)
{
    Flow& flow = m_flows[number];
    const double more = rate - flow.rate;
    flow.rate = rate;
    if (m_isStale || !m_isFree)
    {
        m_isStale = true;
        return;
    }
    flow.delivered = rate;
    for (const auto& [gate, kind] : flow.kinds)
    {
        Kind& loaded = m_gates[gate].kinds[kind];
        loaded.rate += more;
        for (const auto& demand : loaded.demands)
        {
            Resource& resource = m_resources[demand.resource];
            resource.load += more * demand.amount / resource.factor;
            m_isStale |= resource.load > 1;
        }
    }
}

double
FluidNetwork::GetShare(uint32_t flow, uint32_t visits) const
{
    const auto& kinds = m_flows[flow].kinds;
    double share = 1;
    for (size_t i = 0; i < std::min<size_t>(visits, kinds.size()); ++i)
    {
        const auto& [gate, kind] = kinds[i];
        share *= m_gates[gate].kinds[kind].passed;
    }
    return share;
}

bool
FluidNetwork::IsLossySpaced() const
{
    return std::any_of(m_gates.begin(), m_gates.end(), [](const Gate& gate) {
        return gate.isSpaced && gate.load > 1;
    });
}

bool
FluidNetwork::IsLossyPieces() const
{
    return std::any_of(m_gates.begin(), m_gates.end(), [](const Gate& gate) {
        return gate.hasPieces && gate.load > 1;
    });
}

double
FluidNetwork::GetDelivered(uint32_t flow) const
{
    return m_flows[flow].delivered;
}

double
FluidNetwork::GetUtilization(uint32_t resource) const
{
    double used = 0;
    const Gate& gate = m_gates[m_resources[resource].gate];
    for (const auto& kind : gate.kinds)
    {
        for (const auto& demand : kind.demands)
        {
            used += demand.resource == resource
                        ? kind.rate * kind.passed * demand.amount / m_resources[resource].factor
                        : 0;
        }
    }
    return used;
}

} // namespace ns3::planner
