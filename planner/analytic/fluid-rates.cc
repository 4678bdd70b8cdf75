/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "fluid-rates.h"

#include <algorithm>
#include <cmath>

namespace ns3::planner
{

namespace
{

/// Misses that change by less than this are left as they are.
constexpr double MISSES_CHANGE = 0.01;

/// @param from an instant @param to a later one @return seconds in between
double
SecondsBetween(Ps from, Ps to)
{
    return static_cast<double>(to - from) / PS_PER_SECOND;
}

/// @param one misses @param other misses @return true when they are about the same
bool
AreClose(const ContextMisses& one, const ContextMisses& other)
{
    return std::abs(one.transmit - other.transmit) < MISSES_CHANGE &&
           std::abs(one.receive - other.receive) < MISSES_CHANGE;
}

/// @param steps of a load @return the same as a ramp, which falls or rises within a picosecond
LoadRamp
MakeStairs(const std::vector<LoadRamp::Point>& steps)
{
    std::vector<LoadRamp::Point> points;
    for (size_t i = 0; i < steps.size(); ++i)
    {
        points.push_back(steps[i]);
        if (i + 1 < steps.size() && steps[i + 1].at > steps[i].at + 1)
        {
            points.push_back({steps[i + 1].at - 1, steps[i].factor});
        }
    }
    return LoadRamp(std::move(points));
}

} // namespace

FluidRates::FluidRates(const Scenario& scenario, const FlowPlan& plan)
    : m_scenario(scenario),
      m_paths(scenario),
      m_near(m_paths.GetSpec(true), m_paths.GetAddresses(true)),
      m_far(m_paths.GetSpec(false), m_paths.GetAddresses(false)),
      m_misses(plan, scenario.GetPacketRate(), m_paths.CountPeers())
{
    if (scenario.traffic.ramp.IsOn())
    {
        m_load = MakeStairs(scenario.traffic.ramp.MakeSteps(RAMP_STEP));
    }
    m_fetched.far.resize(m_paths.CountPeers());
    for (const auto& source : plan.sources)
    {
        for (const auto& flow : source.flows)
        {
            FindDemands(plan.members[flow.member], source.transmit);
            m_total += flow.weight * scenario.GetPacketRate();
        }
    }
    BuildNetwork();
}

std::string
FluidRates::FindObstacle() const
{
    const bool splits = std::any_of(m_demands.begin(), m_demands.end(), [](const auto& entry) {
        return entry.second.SenderTakes() && entry.second.SplitsNumbers();
    });
    return splits ? "SAs of which NIC and software number packets, each for itself" : "";
}

const PacketDemands&
FluidRates::FindDemands(const PlannedMember& member, bool transmit)
{
    const auto& mtus = m_paths.GetMtus(member.peer, transmit);
    const std::tuple key{transmit, member.ipv6, mtus};
    auto found = m_demands.find(key);
    if (found == m_demands.end())
    {
        found = m_demands
                    .emplace(key,
                             PacketDemands(m_scenario,
                                           member,
                                           transmit ? m_near : m_far,
                                           transmit ? m_far : m_near,
                                           mtus,
                                           transmit,
                                           m_paths.IsForwarded()))
                    .first;
    }
    return found->second;
}

/// Make the network for the present misses, with all classes that there are.
void
FluidRates::BuildNetwork()
{
    m_network = std::make_unique<ClosedFormNetwork>(
        ClosedFormNetwork::Parts{m_scenario, m_paths, m_near, m_far},
        m_fetched,
        ClosedForm::Scope::ALL);
    for (auto& flow : m_flows)
    {
        Join(flow);
    }
    WatchResources();
    m_mustSolve = true;
}

/// @param flow becomes one of the network
void
FluidRates::Join(SizedFlow& flow)
{
    flow.passage = m_network->AddFlow(flow.way, flow.rate * m_factor, *flow.demand, flow.decrypted);
}

/// Find what tells how much the measured node has to do.
void
FluidRates::WatchResources()
{
    const auto& near = m_network->GetNear();
    const uint32_t link = m_paths.GetMeasuredLink();
    const bool isOne = m_near.GetNic().sharedCipher;
    m_watches.clear();
    m_busy.cores.resize(near.cores.size());
    m_busy.threads.resize(near.threads.size());
    m_busy.cipher.resize(4);
    m_busy.fetch.resize(1);
    m_busy.wire.resize(2);
    for (size_t i = 0; i < near.cores.size(); ++i)
    {
        m_watches.push_back({near.cores[i].resource, 1, &m_busy.cores[i]});
    }
    for (size_t i = 0; i < near.threads.size(); ++i)
    {
        m_watches.push_back({near.threads[i].resource, 1, &m_busy.threads[i]});
    }
    // What both directions share is there for each of them with its part.
    const auto users = static_cast<double>(m_network->CountUsers());
    for (const bool transmit : {true, false})
    {
        const auto& ring = isOne      ? near.cipher[transmit]
                           : transmit ? m_network->GetLine(link, true)
                                      : near.receive;
        const size_t first = isOne || transmit ? 0 : 2;
        m_watches.push_back({ring.bits, isOne ? 1 / users : 1, &m_busy.cipher[first]});
        m_watches.push_back({ring.packets, isOne ? 1 / users : 1, &m_busy.cipher[first + 1]});
        const bool shares = near.misses.transmit > 0 && near.misses.receive > 0;
        m_watches.push_back(
            {near.fetch[transmit].resource, shares ? 1 / users : 1, m_busy.fetch.data()});
        m_watches.push_back(
            {m_network->GetLine(link, transmit).wire, 1, &m_busy.wire[transmit ? 0 : 1]});
    }
}

uint32_t
FluidRates::FindClass(const PlannedMember& member,
                      const PlannedFlow& flow,
                      bool transmit,
                      const SaConfig& sa,
                      const Handling& handling)
{
    const Way way = ClosedFormNetwork::FindWay({m_scenario, m_paths, m_near, m_far},
                                               member,
                                               flow,
                                               transmit,
                                               sa);
    const auto [found, isNew] = m_classes.emplace(ClassKey{way, handling.inNic, handling.decrypted},
                                                  static_cast<uint32_t>(m_classes.size()));
    if (isNew)
    {
        for (const auto& demand : FindDemands(member, transmit).Of(handling.inNic, true))
        {
            m_flows.push_back({way, handling.decrypted && demand.decryptable, &demand});
            Join(m_flows.back());
            ReadShares(m_flows.back());
        }
    }
    return found->second;
}

void
FluidRates::Add(Ps now, uint32_t kind, double rate)
{
    Work(now);
    for (uint32_t size = 0; size < CountSizes(); ++size)
    {
        SizedFlow& flow = m_flows[kind * CountSizes() + size];
        // What is left of many moves is no traffic.
        const double sum = flow.rate + rate * flow.demand->share;
        flow.rate = sum < 1e-9 * m_total ? 0 : sum;
        m_network->GetFluid().ChangeRate(flow.passage.flow, flow.rate * m_factor);
    }
    m_moved += std::abs(rate);
}

void
FluidRates::SetFactor(Ps now, double factor)
{
    Work(now);
    Settle(now);
    m_factor = factor;
    for (const auto& flow : m_flows)
    {
        m_network->GetFluid().ChangeRate(flow.passage.flow, flow.rate * m_factor);
    }
    m_mustSolve = true;
}

double
FluidRates::GetOffered(Ps from, Ps to) const
{
    if (!m_load.IsOn())
    {
        return SecondsBetween(from, to);
    }
    const auto until = [this](Ps time) {
        return m_load.GetLoadTime(static_cast<double>(time - m_begin));
    };
    return (until(to) - until(from)) / PS_PER_SECOND;
}

Ps
FluidRates::FindOffered(Ps now, double seconds) const
{
    constexpr double MOST = 1e6;
    double until = seconds;
    if (m_load.IsOn())
    {
        const auto since = static_cast<double>(now - m_begin);
        until = (m_load.GetTime(m_load.GetLoadTime(since) + seconds * PS_PER_SECOND) - since) /
                PS_PER_SECOND;
    }
    return until < MOST ? now + static_cast<Ps>(until * PS_PER_SECOND) + 1 : PS_NEVER;
}

void
FluidRates::SetHeld(Ps now, const DirectionShares& near, const std::vector<DirectionShares>& far)
{
    auto misses = m_misses.Find(m_near.GetNic(), m_far.GetNic(), near, far);
    bool isClose = AreClose(misses.near, m_fetched.near);
    for (size_t i = 0; i < far.size(); ++i)
    {
        isClose = isClose && AreClose(misses.far[i], m_fetched.far[i]);
    }
    if (isClose)
    {
        return;
    }
    Work(now);
    m_fetched = std::move(misses);
    BuildNetwork();
}

void
FluidRates::Update(Ps now)
{
    FluidNetwork& fluid = m_network->GetFluid();
    if (!fluid.IsStale() || (!m_mustSolve && !fluid.IsFree() && m_moved < TOLERANCE * m_total))
    {
        return;
    }
    Work(now);
    Settle(now);
    fluid.Solve();
    ++m_solutions;
    m_moved = 0;
    m_mustSolve = false;
    for (auto& flow : m_flows)
    {
        ReadShares(flow);
    }
    LookForRoughness();
}

/// Volumes count from now on.
void
FluidRates::Settle(Ps now)
{
    const double seconds = GetOffered(m_since, now);
    for (auto& flow : m_flows)
    {
        for (size_t stage = 0; stage < flow.volumes.size(); ++stage)
        {
            flow.volumes[stage] += seconds * flow.shares[stage];
        }
    }
    m_since = now;
}

/// Learn what passes. @param flow of what
void
FluidRates::ReadShares(SizedFlow& flow)
{
    const FluidNetwork& fluid = m_network->GetFluid();
    for (size_t stage = 0; stage < flow.shares.size(); ++stage)
    {
        flow.shares[stage] = fluid.GetShare(flow.passage.flow, flow.passage.visits[stage]);
    }
}

/// Where queues overflow, the closed form does not know all.
void
FluidRates::LookForRoughness()
{
    const FluidNetwork& fluid = m_network->GetFluid();
    m_isRough |= fluid.IsLossyPieces();
    m_isRough |= m_network->SharesFullCores();
}

FluidRates::Volumes
FluidRates::GetVolumes(Ps now, uint32_t kind, uint32_t size) const
{
    const SizedFlow& flow = m_flows[kind * CountSizes() + size];
    const double seconds = GetOffered(m_since, now);
    Volumes volumes = flow.volumes;
    for (size_t stage = 0; stage < volumes.size(); ++stage)
    {
        volumes[stage] += seconds * flow.shares[stage];
    }
    return volumes;
}

/// The resources have worked until now.
void
FluidRates::Work(Ps now)
{
    if (now == m_workedAt)
    {
        return;
    }
    const double seconds = SecondsBetween(m_workedAt, now);
    const FluidNetwork& fluid = m_network->GetFluid();
    for (const auto& watch : m_watches)
    {
        const double used =
            fluid.IsFree() ? fluid.GetLoad(watch.resource) : fluid.GetUtilization(watch.resource);
        *watch.busy += seconds * watch.factor * used;
    }
    m_workedAt = now;
}

FluidBusy
FluidRates::GetBusy(Ps now)
{
    Work(now);
    return m_busy;
}

} // namespace ns3::planner
