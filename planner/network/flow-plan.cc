/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "flow-plan.h"

#include <cmath>
#include <numeric>

namespace ns3::planner
{

namespace
{

/// fd00:db8::/32, local addresses (RFC 4193), as the first 64 bits of an address. ns-3's routers
/// drop the documentation prefix.
constexpr uint64_t IPV6_BASE = 0xfd000db8ULL << 32;
/// SPIs below 256 are reserved (RFC 4303 section 2.1).
constexpr uint32_t FIRST_SPI = 0x1000;
/// The first port of the dynamic range (RFC 6335): flows count up from here.
constexpr uint16_t FIRST_PORT = 49152;
/// Port of the side that listens.
constexpr uint16_t SERVICE_PORT = 4433;

/// @param a first octet @param rest the other 24 bits @return the IPv4 address
IpAddress
Ipv4(uint32_t a, uint32_t rest)
{
    return IpAddress::FromIpv4((a << 24) | rest);
}

/// @param subnet the second 32 bits @param host the last 64 bits @return the IPv6 address
IpAddress
Ipv6(uint32_t subnet, uint64_t host)
{
    return {IPV6_BASE | subnet, host};
}

/// @param scenario a scenario @param number of a client @return it, all but its share
PlannedMember
MakeClient(const Scenario& scenario, uint32_t number)
{
    PlannedMember member{};
    member.peer = number % scenario.topology.peers;
    const uint32_t place = number / scenario.topology.peers + 1;
    const LinkAddresses access = GetLinkAddresses(0);
    member.ipv6 = scenario.population.family == AddressFamily::IPV6 ||
                  (scenario.population.family == AddressFamily::MIXED && number % 2 == 1);
    member.near = member.ipv6 ? access.ipv6Near : access.ipv4Near;
    IpPrefix prefix = GetPeerPrefix(member.peer, member.ipv6);
    prefix.address.low += place;
    member.far = prefix.address;
    const uint8_t whole = member.ipv6 ? 128 : 32;
    member.nearPrefix = {member.near, whole};
    member.farPrefix = {member.far, whole};
    member.outerNear = member.near;
    member.outerFar = member.far;
    return member;
}

/// @param scenario a scenario @param number of a tunnel @return it, all but its share
PlannedMember
MakeTunnel(const Scenario& scenario, uint32_t number)
{
    PlannedMember member{};
    member.ipv6 = scenario.population.family == AddressFamily::IPV6 ||
                  (scenario.population.family == AddressFamily::MIXED && number % 2 == 1);
    const LinkAddresses wan = GetLinkAddresses(0);
    member.outerNear = member.ipv6 ? wan.ipv6Near : wan.ipv4Near;
    member.outerFar = member.ipv6 ? wan.ipv6Far : wan.ipv4Far;
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
    return member;
}

/// @param scenario a scenario @return its clients or tunnels
std::vector<PlannedMember>
MakeMembers(const Scenario& scenario)
{
    const PopulationSpec& population = scenario.population;
    const auto weights = ZipfWeights(population.count, population.zipf);
    const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
    std::vector<PlannedMember> members;
    members.reserve(population.count);
    for (uint32_t number = 0; number < population.count; ++number)
    {
        members.push_back(scenario.topology.kind == TopologyKind::SERVER
                              ? MakeClient(scenario, number)
                              : MakeTunnel(scenario, number));
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
 * @param source gets the flows of the members that are behind its peer, or of all, and its traffic
 */
void
FillSource(const Scenario& scenario,
           const std::vector<PlannedMember>& members,
           PlannedSource& source)
{
    const bool byPeer = scenario.topology.kind == TopologyKind::SERVER && !source.transmit;
    const uint32_t flowsEach = scenario.population.flows;
    double share = 0;
    for (uint32_t number = 0; number < members.size(); ++number)
    {
        const PlannedMember& member = members[number];
        if (byPeer && member.peer != source.peer)
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

LinkAddresses
GetLinkAddresses(uint32_t number)
{
    return {Ipv4(10, number * 4 + 1), Ipv4(10, number * 4 + 2), Ipv6(number, 1), Ipv6(number, 2)};
}

IpPrefix
GetPeerPrefix(uint32_t peer, bool ipv6)
{
    // 10.64.0.0/16 and its followers; fd00:db8:1:0::/64 and its followers
    return ipv6 ? IpPrefix{Ipv6(0x10000 + peer, 0), 64} : IpPrefix{Ipv4(10, (64 + peer) << 16), 16};
}

IpPrefix
GetSitePrefix(bool far, bool ipv6)
{
    // 10.64.0.0/10 and 10.128.0.0/10; fd00:db8:1::/64 and fd00:db8:2::/64
    return ipv6 ? IpPrefix{Ipv6(far ? 0x20000 : 0x10000, 0), 64}
                : IpPrefix{Ipv4(10, (far ? 128U : 64U) << 16), 10};
}

FlowPlan
MakeFlowPlan(const Scenario& scenario)
{
    FlowPlan plan;
    plan.members = MakeMembers(scenario);
    const TrafficDirection direction = scenario.traffic.direction;
    if (direction != TrafficDirection::RECEIVE)
    {
        plan.sources.push_back({true, 0, {}, {}});
    }
    if (direction != TrafficDirection::TRANSMIT)
    {
        const uint32_t senders =
            scenario.topology.kind == TopologyKind::SERVER ? scenario.topology.peers : 1;
        for (uint32_t peer = 0; peer < senders; ++peer)
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
