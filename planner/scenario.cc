/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "scenario.h"

#include "number-format.h"

#include <algorithm>

namespace ns3::planner
{

namespace
{

/// @param nic a NIC @return true when nothing but ciphers and wire bounds it, its cache left aside
bool
HasCiphersOnly(const NicProfile& nic)
{
    return !nic.sharedCipher && nic.portBitRate == 0 && nic.portPacketRate == 0 &&
           nic.cardBitRate == 0 && nic.cardPacketRate == 0 && nic.pcieBitRate == 0;
}

/// @param nic a NIC @param contexts in use @return true when none is ever fetched twice
bool
HoldsContexts(const NicProfile& nic, double contexts)
{
    return nic.contextCacheSize == 0 || nic.contextFetchTime == 0 ||
           (nic.contextCacheWays == 0 && contexts <= nic.contextCacheSize);
}

} // namespace

bool
Scenario::HasClosedForm() const
{
    double members = population.count;
    if (sweep.path == "population.count")
    {
        for (const auto& swept : sweep.values)
        {
            members = std::max(members, swept.value);
        }
    }
    const double contexts = members * (traffic.direction == TrafficDirection::BOTH ? 2 : 1);
    for (const auto& [role, node] : nodes)
    {
        if (node.host.memoryBandwidth != 0 || !node.host.lookaside.algorithms.empty() ||
            node.sharedCard || !HasCiphersOnly(node.nic) || !HoldsContexts(node.nic, contexts))
        {
            return false;
        }
    }
    return events.empty() && !traffic.segments.IsOn() && !population.rekey.IsOn() &&
           !population.hard.IsGiven() && population.onRefusal == OnRefusal::SOFTWARE;
}

void
Scenario::Override(const Overrides& numbers)
{
    overrides = numbers;
    if (numbers.replications != 0)
    {
        replications = numbers.replications;
    }
    if (numbers.packets != 0)
    {
        traffic.packets = numbers.packets;
        spotChecks.packets = std::min(spotChecks.packets, numbers.packets);
    }
}

double
Scenario::GetMeanLength() const
{
    if (traffic.segments.IsOn())
    {
        return GetCut().GetTotal();
    }
    double octets = 0;
    double weight = 0;
    for (const auto& share : traffic.sizes)
    {
        octets += share.length * share.weight;
        weight += share.weight;
    }
    return octets / weight;
}

SegmentCut
Scenario::GetCut() const
{
    const uint32_t ipHeader = population.family == AddressFamily::IPV6 ? 40 : 20;
    return {traffic.sizes.front().length,
            ipHeader + traffic.segments.tcpHeader,
            traffic.segments.segment};
}

double
Scenario::GetSegmentsPerPacket() const
{
    return traffic.segments.IsOn() ? GetCut().GetCount() : 1;
}

std::string
SweepSpec::TextOf(double value) const
{
    const auto found = std::find_if(values.begin(), values.end(), [value](const auto& known) {
        return known.value == value;
    });
    return found == values.end() ? FormatNumber(value) : found->text;
}

double
Scenario::GetPacketRate() const
{
    if (traffic.rate > 0)
    {
        return static_cast<double>(traffic.rate) / (8 * GetMeanLength());
    }
    return traffic.load * static_cast<double>(GetMeasuredLink().rate) /
           (8 * (GetMeanLength() + GetSegmentsPerPacket() * topology.frameOverhead));
}

} // namespace ns3::planner
