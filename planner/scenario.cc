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
