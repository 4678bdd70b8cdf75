/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "closed-form-model.h"

#include "closed-form-assembly.h"

#include "planner/base/number-format.h"

#include "ns3/host-model.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace ns3::planner
{

namespace
{

/// More than this share of the throughput is not known well enough where it depends on which sizes
/// a full queue drops: half of it may be wrong.
constexpr double MOST_BY_SIZE = 0.06;

} // namespace

ClosedForm::Model::Model(const Scenario& scenario, const FlowPlan& plan)
    : m_scenario(scenario),
      m_paths(scenario),
      m_near(m_paths.GetSpec(true), m_paths.GetAddresses(true)),
      m_far(m_paths.GetSpec(false), m_paths.GetAddresses(false)),
      m_establishment(MakeEstablishmentPlan(scenario))
{
    for (const auto& source : plan.sources)
    {
        for (const auto& flow : source.flows)
        {
            AddFlow(plan.members[flow.member], flow, source.transmit);
        }
    }
    AddFarShares(plan);
    m_misses = ClosedFormMisses(plan, scenario.GetPacketRate(), m_paths.CountPeers());
}

DirectionShares
ClosedForm::Model::FindShares(const Scenario& scenario, const FlowPlan& plan) const
{
    const ProtectingEnd end(scenario.GetMeasured(), m_paths.GetAddresses(true));
    return SlotAssignment(end, true, m_paths.GetNics(true, 0))
        .FindShares(scenario.population, m_establishment.order, m_establishment.mayOffload, plan);
}

/// What the far nodes' NICs hold. @param plan the scenario's flows
void
ClosedForm::Model::AddFarShares(const FlowPlan& plan)
{
    std::vector<std::vector<uint32_t>> members(m_paths.CountPeers());
    for (const auto member : m_establishment.order)
    {
        members[plan.members[member].peer].push_back(member);
    }
    for (uint32_t peer = 0; peer < m_paths.CountPeers(); ++peer)
    {
        m_farShares.push_back(SlotAssignment(m_far, false, m_paths.GetNics(false, peer))
                                  .FindShares(m_scenario.population,
                                              members[peer],
                                              m_establishment.mayOffload,
                                              plan));
    }
}

void
ClosedForm::Model::AddFlow(const PlannedMember& member, const PlannedFlow& flow, bool transmit)
{
    const DemandKey key = KeyOf(member.peer, member.ipv6, transmit);
    if (m_demands.find(key) == m_demands.end())
    {
        m_demands.emplace(key,
                          PacketDemands(m_scenario,
                                        member,
                                        transmit ? m_near : m_far,
                                        transmit ? m_far : m_near,
                                        m_paths.GetMtus(member.peer, transmit),
                                        transmit,
                                        m_paths.IsForwarded()));
    }
    const Way way = ClosedFormNetwork::FindWay(GetParts(),
                                               member,
                                               flow,
                                               transmit,
                                               SaConfigOf(member, m_scenario.population, transmit));
    m_ways[way] += flow.weight * m_scenario.GetPacketRate();
}

ClosedForm::Model::Misses
ClosedForm::Model::FindMisses(const DirectionShares& held) const
{
    // Whose NIC ciphers which direction
    std::array<bool, 2> isTagged{false, false};
    std::array<bool, 2> isDecrypted{false, false};
    for (const auto& [key, demands] : m_demands)
    {
        for (const auto& demand : demands.Of(true, false))
        {
            isTagged[std::get<0>(key)] |= demands.SenderTakes() && demand.tagged;
            isDecrypted[std::get<0>(key)] |= demands.ReceiverTakes() && demand.decryptable;
        }
    }
    std::vector<DirectionShares> far;
    for (uint32_t peer = 0; peer < m_paths.CountPeers(); peer++)
    {
        far.push_back({isTagged[false] ? GetFarShare(peer, true) : 0,
                       isDecrypted[true] ? GetFarShare(peer, false) : 0});
    }
    return m_misses.Find(
        m_near.GetNic(),
        m_far.GetNic(),
        {isTagged[true] ? held.transmit : 0, isDecrypted[false] ? held.receive : 0},
        far);
}

const ClosedFormPoint&
ClosedForm::Model::Solve(const DirectionShares& held, Scope scope) const
{
    const std::tuple key{held.transmit, held.receive, scope};
    auto solved = m_solved.find(key);
    if (solved == m_solved.end())
    {
        solved = m_solved.emplace(key, WorkOut(held, scope)).first;
    }
    return solved->second;
}

ClosedFormPoint
ClosedForm::Model::WorkOut(const DirectionShares& held, Scope scope) const
{
    const auto misses = FindMisses(held);
    Assembly assembly(*this, held, misses, scope, false);
    auto point = assembly.Solve();
    if (m_scenario.traffic.sizes.size() > 1 && assembly.DependsOnSizes())
    {
        const double alike = point.throughput;
        point = Assembly(*this, held, misses, scope, true).Solve();
        if (point.obstacle.empty() && std::abs(point.throughput - alike) > MOST_BY_SIZE * alike)
        {
            point.obstacle = "full queues behind a busy link that drop mostly short packets";
        }
    }
    return point;
}

ClosedForm::Model::Mix
ClosedForm::Model::GetMix(double saShare) const
{
    const bool transmit = ShowsTransmit();
    Mix mix;
    double total = 0;
    for (const auto& [way, packets] : m_ways)
    {
        if (way.transmit != transmit)
        {
            continue;
        }
        const auto& demands = DemandsOf(way);
        const double held =
            (transmit ? demands.SenderTakes() : demands.ReceiverTakes()) ? saShare : 0;
        for (const bool inNic : {false, true})
        {
            for (const auto& demand : demands.Of(inNic, false))
            {
                const double rate = packets * demand.share * (inNic ? held : 1 - held);
                const bool ciphered = transmit ? demand.tagged : inNic && demand.decryptable;
                total += rate;
                mix.octets += rate * demand.octets;
                // The measured link is the first one or the last one.
                mix.wireBits += rate * (transmit ? demand.esp.front() : demand.esp.back()).wireBits;
                mix.cipherPackets += ciphered ? rate : 0;
                mix.cipherOctets += ciphered ? rate * demand.octets : 0;
            }
        }
    }
    for (auto* sum : {&mix.octets, &mix.wireBits, &mix.cipherPackets, &mix.cipherOctets})
    {
        *sum /= total;
    }
    return mix;
}

double
ClosedForm::Model::GetLargestFlowShare() const
{
    // On the cores of the measured node, of the direction shown
    std::map<uint32_t, double> load;
    double total = 0;
    for (const auto& [way, packets] : m_ways)
    {
        if (way.transmit == ShowsTransmit())
        {
            load[way.GetNearCore()] += packets;
            total += packets;
        }
    }
    double most = 0;
    for (const auto& [core, packets] : load)
    {
        most = std::max(most, packets / total);
    }
    return most;
}

std::string
ClosedForm::Model::Describe() const
{
    const auto& host = m_near.GetNode().GetHost();
    if (!host.HasCores())
    {
        return "The " + std::string(m_scenario.GetMeasuredRole()) +
               " has no host model: its work takes no time.";
    }
    const auto& profile = host.GetProfile();
    const char* names[] = {"addresses and ports", "SA", "tunnel"};
    return "Cores: " + std::to_string(profile.cores) +
           ", each flow's packets on the one that the hash of its " +
           names[static_cast<size_t>(profile.coreChoice)] +
           " names; a core delivers min(offered, capacity). "
           "The busiest core gets " +
           FormatFixed(100 * GetLargestFlowShare(), 1) +
           " % of the packets, an even share would be " + FormatFixed(100.0 / profile.cores, 1) +
           " %." +
           (profile.batching.interrupt == 0 ? ""
                                            : " The cycles of interrupts are left out: a "
                                              "core that is full has none.");
}

} // namespace ns3::planner
