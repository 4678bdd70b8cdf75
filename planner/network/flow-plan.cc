/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "flow-plan.h"

#include "address-plan.h"

#include "planner/topology/protected-path.h"

#include <cmath>
#include <numeric>

namespace ns3::planner
{

namespace
{

/// SPIs below 256 are reserved (RFC 4303 section 2.1).
constexpr uint32_t FIRST_SPI = 0x1000;
/// The first port of the dynamic range (RFC 6335): flows count up from here.
constexpr uint16_t FIRST_PORT = 49152;
/// Port of the side that listens.
constexpr uint16_t SERVICE_PORT = 4433;

/// Makes the members of a scenario.
class MemberMaker
{
  public:
    /// @param scenario a scenario @param graph its network @param paths its paths
    MemberMaker(const Scenario& scenario,
                const NetworkGraph& graph,
                const std::vector<ProtectedPath>& paths)
        : m_family(scenario.population.family),
          m_isForwarded(paths.front().IsForwarded())
    {
        for (const auto& path : paths)
        {
            m_near.push_back(GetNodeAddresses(graph, path.between.front(), path.sender));
            m_far.push_back(GetNodeAddresses(graph, path.between.back(), path.receiver));
        }
    }

    /// @param number of a client or tunnel @return it, all but its share and its SAs
    PlannedMember Make(uint32_t number) const
    {
        PlannedMember member{};
        const auto peers = static_cast<uint32_t>(m_far.size());
        member.peer = number % peers;
        member.ipv6 = m_family == AddressFamily::IPV6 ||
                      (m_family == AddressFamily::MIXED && number % 2 == 1);
        if (m_isForwarded)
        {
            FillTunnel(number, member);
        }
        else
        {
            FillClient(number / peers + 1, member);
        }
        return member;
    }

  private:
    /// @param place of the client behind its peer @param member gets its addresses
    void FillClient(uint32_t place, PlannedMember& member) const
    {
        member.near = m_near[member.peer].Of(member.ipv6);
        IpPrefix prefix = GetPeerPrefix(member.peer, member.ipv6);
        prefix.address.low += place;
        member.far = prefix.address;
        const uint8_t whole = member.ipv6 ? 128 : 32;
        member.nearPrefix = {member.near, whole};
        member.farPrefix = {member.far, whole};
        member.outerNear = member.near;
        member.outerFar = member.far;
    }

    /// @param number of the tunnel @param member gets its addresses
    void FillTunnel(uint32_t number, PlannedMember& member) const
    {
        member.outerNear = m_near[member.peer].Of(member.ipv6);
        member.outerFar = m_far[member.peer].Of(member.ipv6);
        for (const bool far : {false, true})
        {
            // A /28 or /112 per tunnel; its first address is the host's.
            IpPrefix prefix = GetSitePrefix(far, member.ipv6);
            prefix.length = member.ipv6 ? 112 : 28;
            prefix.address.low += uint64_t{number} << (member.ipv6 ? 16 : 4);
            (far ? member.farPrefix : member.nearPrefix) = prefix;
            IpAddress host = prefix.address;
            host.low += 1;
            (far ? member.far : member.near) = host;
        }
    }

    AddressFamily m_family;            //!< of the scenario
    bool m_isForwarded;                //!< members are tunnels, not clients
    std::vector<NodeAddresses> m_near; //!< by path: of the measured node
    std::vector<NodeAddresses> m_far;  //!< by path: of the node at the other end
};

/// @param scenario a scenario @param maker makes its members @return its clients or tunnels
std::vector<PlannedMember>
MakeMembers(const Scenario& scenario, const MemberMaker& maker)
{
    const PopulationSpec& population = scenario.population;
    const auto weights = ZipfWeights(population.count, population.zipf);
    const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
    std::vector<PlannedMember> members;
    members.reserve(population.count);
    for (uint32_t number = 0; number < population.count; ++number)
    {
        members.push_back(maker.Make(number));
        PlannedMember& member = members.back();
        member.share = weights[number] / sum;
        member.spiOut = FIRST_SPI + 2 * number;
        member.spiIn = member.spiOut + 1;
        member.reqid = number + 1;
    }
    return members;
}

/**
 * @param scenario a scenario
 * @param members its members
 * @param source gets the flows of the members on its path, or of all, and its traffic
 */
void
FillSource(const Scenario& scenario,
           const std::vector<PlannedMember>& members,
           PlannedSource& source)
{
    const uint32_t flowsEach = scenario.population.flows;
    double share = 0;
    for (uint32_t number = 0; number < members.size(); ++number)
    {
        const PlannedMember& member = members[number];
        if (!source.transmit && member.peer != source.peer)
        {
            continue;
        }
        share += member.share;
        for (uint32_t i = 0; i < flowsEach; ++i)
        {
            const auto port = static_cast<uint16_t>(FIRST_PORT + i);
            source.flows.push_back({number,
                                    source.transmit ? member.near : member.far,
                                    source.transmit ? member.far : member.near,
                                    source.transmit ? SERVICE_PORT : port,
                                    source.transmit ? port : SERVICE_PORT,
                                    member.share / flowsEach});
            source.traffic.flowWeights.push_back(source.flows.back().weight);
        }
    }
    const TrafficSpec& traffic = scenario.traffic;
    source.traffic.poisson = traffic.poisson;
    source.traffic.sizes = traffic.sizes;
    source.traffic.segment = traffic.segments.segment;
    source.traffic.tcpHeader = traffic.segments.tcpHeader;
    source.traffic.packetsPerSecond = scenario.GetPacketRate() * share;
    source.traffic.count =
        static_cast<uint64_t>(std::llround(share * static_cast<double>(traffic.packets)));
}

} // namespace

FlowPlan
MakeFlowPlan(const Scenario& scenario)
{
    const NetworkGraph graph = scenario.MakeGraph();
    const auto paths = scenario.FindPaths(graph);
    FlowPlan plan;
    plan.members = MakeMembers(scenario, MemberMaker(scenario, graph, paths));
    const TrafficDirection direction = scenario.traffic.direction;
    if (direction != TrafficDirection::RECEIVE)
    {
        plan.sources.push_back({true, 0, {}, {}});
    }
    if (direction != TrafficDirection::TRANSMIT)
    {
        for (uint32_t peer = 0; peer < paths.size(); ++peer)
        {
            plan.sources.push_back({false, peer, {}, {}});
        }
    }
    for (auto& source : plan.sources)
    {
        FillSource(scenario, plan.members, source);
    }
    // A peer without clients, or with too few packets to send one, is silent.
    std::vector<PlannedSource> loud;
    for (auto& source : plan.sources)
    {
        if (source.traffic.count > 0)
        {
            loud.push_back(std::move(source));
        }
    }
    plan.sources = std::move(loud);
    return plan;
}

} // namespace ns3::planner
