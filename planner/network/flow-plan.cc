/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "flow-plan.h"

#include "address-plan.h"
#include "establishment-plan.h"

#include "planner/topology/protected-path.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <utility>

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
          m_isForwarded(paths.front().IsForwarded()),
          m_sites(paths, scenario.population.count)
    {
        for (const auto& path : paths)
        {
            m_near.push_back(GetNodeAddresses(graph, path.between.front(), path.sender));
            m_far.push_back(GetNodeAddresses(graph, path.between.back(), path.receiver));
        }
        m_nextNear = m_near;
        m_nextFar = m_far;
        const AddressChangeSpec& change = scenario.population.addressChange;
        for (size_t number = 0; change.isOn && number < paths.size(); ++number)
        {
            const ProtectedPath& path = paths[number];
            const uint32_t link = change.ofFar ? path.between.back() : path.between.front();
            const uint32_t node = change.ofFar ? path.receiver : path.sender;
            (change.ofFar ? m_nextFar : m_nextNear)[number] =
                GetEndAddresses(GetSecondAddresses(link), graph.GetEnds(link).first == node);
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
        member.outerNear = member.nextNear = member.near;
        member.outerFar = member.nextFar = member.far;
    }

    /// @param number of the tunnel @param member gets its addresses
    void FillTunnel(uint32_t number, PlannedMember& member) const
    {
        member.outerNear = m_near[member.peer].Of(member.ipv6);
        member.outerFar = m_far[member.peer].Of(member.ipv6);
        member.nextNear = m_nextNear[member.peer].Of(member.ipv6);
        member.nextFar = m_nextFar[member.peer].Of(member.ipv6);
        for (const bool far : {false, true})
        {
            const IpPrefix prefix = m_sites.GetTunnelPrefix(number, far, member.ipv6);
            (far ? member.farPrefix : member.nearPrefix) = prefix;
            IpAddress host = prefix.address;
            host.low += 1;
            (far ? member.far : member.near) = host;
        }
    }

    AddressFamily m_family;                //!< of the scenario
    bool m_isForwarded;                    //!< members are tunnels, not clients
    SiteAddresses m_sites;                 //!< what is behind gateways
    std::vector<NodeAddresses> m_near;     //!< by path: of the sender
    std::vector<NodeAddresses> m_far;      //!< by path: of the receiver
    std::vector<NodeAddresses> m_nextNear; //!< by path: after a change of addresses
    std::vector<NodeAddresses> m_nextFar;  //!< likewise
};

/**
 * Each member's part of the traffic: by popularity, or what a demand matrix wants of its path,
 * divided evenly among the members there.
 * @param scenario a scenario
 * @param graph its network
 * @param paths its paths
 * @param members get their shares
 */
void
SetShares(const Scenario& scenario,
          const NetworkGraph& graph,
          const std::vector<ProtectedPath>& paths,
          std::vector<PlannedMember>& members)
{
    if (!scenario.topology.HasDemands())
    {
        auto weights = ZipfWeights(scenario.population.count, scenario.population.zipf);
        if (scenario.topology.generator->AreSites())
        {
            const auto pairs = GetPairShares(graph, paths);
            for (size_t number = 0; number < members.size(); ++number)
            {
                weights[number] *= pairs[members[number].peer];
            }
        }
        const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
        for (size_t number = 0; number < members.size(); ++number)
        {
            members[number].share = weights[number] / sum;
            members[number].backShare = members[number].share;
        }
        return;
    }
    const double whole = std::max(scenario.topology.forward, scenario.topology.backward);
    for (auto& member : members)
    {
        const size_t beside = (members.size() - member.peer + paths.size() - 1) / paths.size();
        const double part = whole * static_cast<double>(beside);
        member.share = paths[member.peer].forward / part;
        member.backShare = paths[member.peer].backward / part;
    }
}

/// @param scenario a scenario @param graph its network @param paths its paths @param maker makes
/// its members
/// @return its clients or tunnels
std::vector<PlannedMember>
MakeMembers(const Scenario& scenario,
            const NetworkGraph& graph,
            const std::vector<ProtectedPath>& paths,
            const MemberMaker& maker)
{
    std::vector<PlannedMember> members;
    members.reserve(scenario.population.count);
    for (uint32_t number = 0; number < scenario.population.count; ++number)
    {
        members.push_back(maker.Make(number));
        PlannedMember& member = members.back();
        member.spiOut = FIRST_SPI + 2 * number;
        member.spiIn = member.spiOut + 1;
        member.reqid = number + 1;
    }
    SetShares(scenario, graph, paths, members);
    return members;
}

/// @param path a path @param transmit from its sender's side @return the gateway where traffic
/// begins
uint32_t
GetGateway(const ProtectedPath& path, bool transmit)
{
    return transmit ? path.sender : path.receiver;
}

/**
 * @param paths of a scenario
 * @param members its clients or tunnels
 * @param chosen by member: whether its traffic is looked at
 * @param transmit from the sides of senders
 * @return a source for each of them that has members, in the order of the paths, and its members
 */
std::vector<std::pair<PlannedSource, std::vector<uint32_t>>>
MakeSources(const std::vector<ProtectedPath>& paths,
            const std::vector<PlannedMember>& members,
            const std::vector<bool>& chosen,
            bool transmit)
{
    std::vector<std::pair<PlannedSource, std::vector<uint32_t>>> sources;
    std::map<uint32_t, size_t> known; // by gateway
    for (uint32_t path = 0; path < paths.size(); ++path)
    {
        if (known.emplace(GetGateway(paths[path], transmit), sources.size()).second)
        {
            sources.push_back({{transmit, path, false, {}, {}}, {}});
        }
    }
    for (uint32_t number = 0; number < members.size(); ++number)
    {
        if (chosen[number])
        {
            const uint32_t gateway = GetGateway(paths[members[number].peer], transmit);
            sources[known.at(gateway)].second.push_back(number);
        }
    }
    return sources;
}

/**
 * @param scenario a scenario
 * @param members its clients or tunnels
 * @param own numbers of those of the source
 * @param source gets their flows and its traffic
 */
void
FillSource(const Scenario& scenario,
           const std::vector<PlannedMember>& members,
           const std::vector<uint32_t>& own,
           PlannedSource& source)
{
    const uint32_t flowsEach = scenario.population.flows;
    double share = 0;
    for (const auto number : own)
    {
        const PlannedMember& member = members[number];
        const double part = source.transmit ? member.share : member.backShare;
        if (part <= 0)
        {
            continue;
        }
        share += part;
        for (uint32_t i = 0; i < flowsEach; ++i)
        {
            const auto port = static_cast<uint16_t>(FIRST_PORT + i);
            source.flows.push_back({number,
                                    source.transmit ? member.near : member.far,
                                    source.transmit ? member.far : member.near,
                                    source.transmit ? SERVICE_PORT : port,
                                    source.transmit ? port : SERVICE_PORT,
                                    part / flowsEach});
            source.traffic.flowWeights.push_back(source.flows.back().weight);
        }
    }
    const TrafficSpec& traffic = scenario.traffic;
    source.traffic.poisson = traffic.poisson;
    source.traffic.bursts = traffic.bursts;
    source.traffic.ramp = traffic.ramp;
    source.traffic.duration = traffic.duration;
    source.traffic.sizes = traffic.sizes;
    source.traffic.segment = traffic.segments.segment;
    source.traffic.tcpHeader = traffic.segments.tcpHeader;
    source.traffic.packetsPerSecond = scenario.GetPacketRate() * share;
    if (traffic.duration > 0)
    {
        source.traffic.count = share > 0 ? TrafficSpec::UNCAPPED : 0;
        return;
    }
    double packets = share * static_cast<double>(traffic.packets);
    if (source.comesLater)
    {
        const Ps missed = scenario.population.failover.at;
        packets -= source.traffic.packetsPerSecond * static_cast<double>(missed) / PS_PER_SECOND;
    }
    source.traffic.count = static_cast<uint64_t>(std::llround(std::max(0.0, packets)));
}

/// Those that send in the same direction play a recording together. @param scenario has it
/// @param sources all that send
void
ShareReplay(const Scenario& scenario, std::vector<PlannedSource>& sources)
{
    for (const bool transmit : {true, false})
    {
        std::vector<double> parts;
        for (auto& source : sources)
        {
            if (source.transmit == transmit)
            {
                source.traffic.replay.own = static_cast<uint32_t>(parts.size());
                parts.push_back(source.traffic.packetsPerSecond);
            }
        }
        for (auto& source : sources)
        {
            if (source.transmit == transmit)
            {
                auto& replay = source.traffic.replay;
                replay.recording = scenario.traffic.recording;
                replay.pace = scenario.GetPacketRate() / replay.recording->GetPacketRate();
                replay.shortest = scenario.traffic.shortest;
                replay.parts = parts.size() > 1 ? parts : std::vector<double>();
            }
        }
    }
}

} // namespace

FlowPlan
MakeFlowPlan(const Scenario& scenario)
{
    const NetworkGraph graph = scenario.MakeGraph();
    const auto paths = scenario.FindPaths(graph);
    const std::vector<bool> later = scenario.population.failover.IsOn()
                                        ? MakeEstablishmentPlan(scenario).comesLater
                                        : std::vector<bool>(scenario.population.count, false);
    std::vector<bool> own = later;
    own.flip();
    FlowPlan plan;
    plan.members = MakeMembers(scenario, graph, paths, MemberMaker(scenario, graph, paths));
    for (const bool transmit : {true, false})
    {
        if (scenario.traffic.direction ==
            (transmit ? TrafficDirection::RECEIVE : TrafficDirection::TRANSMIT))
        {
            continue;
        }
        for (const bool comesLater : {false, true})
        {
            const auto& chosen = comesLater ? later : own;
            for (auto& [source, numbers] : MakeSources(paths, plan.members, chosen, transmit))
            {
                source.comesLater = comesLater;
                FillSource(scenario, plan.members, numbers, source);
                // Who has no clients, or too few packets to send one, is silent.
                if (source.traffic.count > 0)
                {
                    plan.sources.push_back(std::move(source));
                }
            }
        }
    }
    if (scenario.traffic.recording)
    {
        ShareReplay(scenario, plan.sources);
    }
    return plan;
}

} // namespace ns3::planner
