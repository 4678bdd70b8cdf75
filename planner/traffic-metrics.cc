/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "metric-getters.h"

#include <algorithm>
#include <numeric>

namespace ns3::planner
{

namespace
{

/// @param m a simulation @return whether its first direction is sent by the measured node
bool
FirstTransmits(const Measurement& m)
{
    return m.scenario.traffic.direction != TrafficDirection::RECEIVE;
}

/// @param m a simulation @return whether it has a second direction
bool
HasBoth(const Measurement& m)
{
    return m.scenario.traffic.direction == TrafficDirection::BOTH;
}

/**
 * @param m a simulation
 * @param transmit which direction, seen from the measured node
 * @param carried count what was processed, not what was to be
 * @return the share of octets that the NIC processed
 */
double
RatioOf(const Measurement& m, bool transmit, bool carried)
{
    if (!transmit)
    {
        const auto decrypted = Between(m.to.near.rxDecrypted, m.from.near.rxDecrypted);
        const auto arrived = Between(m.to.near.rxArrived, m.from.near.rxArrived);
        const auto passed = Between(m.to.near.rxPassed, m.from.near.rxPassed);
        const auto whole = carried ? decrypted.octets + passed.octets : arrived.octets;
        return ShareOf(static_cast<double>(decrypted.octets), static_cast<double>(whole));
    }
    const auto offload = carried ? Between(m.to.out.offload, m.from.out.offload)
                                 : Between(m.to.out.offloadVerdict, m.from.out.offloadVerdict);
    const auto software = carried ? Between(m.to.out.software, m.from.out.software)
                                  : Between(m.to.out.softwareVerdict, m.from.out.softwareVerdict);
    return ShareOf(static_cast<double>(offload.octets),
                   static_cast<double>(offload.octets + software.octets));
}

/// @param m a simulation @param first which direction @return what of it was received
PacketOctets
DeliveredOf(const Measurement& m, bool first)
{
    PacketOctets sum;
    for (size_t i = 0; i < m.outcomes.size(); ++i)
    {
        if ((m.plan.sources[i].transmit == FirstTransmits(m)) == first)
        {
            sum.Add(m.outcomes[i].delivered);
        }
    }
    return sum;
}

/// @param m a simulation @param first which direction @return what of it was sent
PacketOctets
OfferedOf(const Measurement& m, bool first)
{
    PacketOctets sum;
    for (size_t i = 0; i < m.outcomes.size(); ++i)
    {
        if ((m.plan.sources[i].transmit == FirstTransmits(m)) == first)
        {
            sum.Add(m.window.offered[i]);
        }
    }
    return sum;
}

/// @param m a simulation @return what was received in both directions
PacketOctets
DeliveredOf(const Measurement& m)
{
    PacketOctets sum = DeliveredOf(m, true);
    sum.Add(DeliveredOf(m, false));
    return sum;
}

/// @param m a simulation @param transmit which direction, seen from the measured node
/// @return bit/s on the measured link
double
WireRateOf(const Measurement& m, bool transmit)
{
    const auto wire = transmit ? Between(m.to.near.txWire, m.from.near.txWire)
                               : Between(m.to.far.txWire, m.from.far.txWire);
    return BitRateOf(wire.octets, m.GetSeconds());
}

/// @param m a simulation @return share of the octets sent in the window
double
LossOf(const Measurement& m)
{
    const auto sent = static_cast<double>(OfferedOf(m, true).octets + OfferedOf(m, false).octets);
    const auto arrived = static_cast<double>(DeliveredOf(m).octets);
    return std::max(0.0, ShareOf(sent - arrived, sent));
}

/// @param m a simulation @return seconds
double
MeanDelayOf(const Measurement& m)
{
    const double sum = std::accumulate(
        m.outcomes.begin(),
        m.outcomes.end(),
        0.0,
        [](double delays, const SourceOutcome& outcome) { return delays + outcome.delaySum; });
    return ShareOf(sum, static_cast<double>(DeliveredOf(m).packets));
}

} // namespace

std::vector<MetricGetter>
MakeTrafficGetters()
{
    using M = const Measurement&;
    return {
        {"offload_ratio", [](M m) { return RatioOf(m, FirstTransmits(m), false); }},
        {"carried_ratio", [](M m) { return RatioOf(m, FirstTransmits(m), true); }},
        {"throughput_bps",
         [](M m) { return BitRateOf(DeliveredOf(m, true).octets, m.GetSeconds()); }},
        {"offered_bps", [](M m) { return BitRateOf(OfferedOf(m, true).octets, m.GetSeconds()); }},
        {"wire_bps", [](M m) { return WireRateOf(m, FirstTransmits(m)); }},
        {"reverse_offload_ratio", [](M m) { return HasBoth(m) ? RatioOf(m, false, false) : 0; }},
        {"reverse_throughput_bps",
         [](M m) { return BitRateOf(DeliveredOf(m, false).octets, m.GetSeconds()); }},
        {"reverse_offered_bps",
         [](M m) { return BitRateOf(OfferedOf(m, false).octets, m.GetSeconds()); }},
        {"reverse_wire_bps", [](M m) { return HasBoth(m) ? WireRateOf(m, false) : 0; }},
        {"total_throughput_bps",
         [](M m) { return BitRateOf(DeliveredOf(m).octets, m.GetSeconds()); }},
        {"total_packets_per_s",
         [](M m) { return ShareOf(static_cast<double>(DeliveredOf(m).packets), m.GetSeconds()); }},
        {"loss", LossOf},
        {"delay_mean_s", MeanDelayOf},
    };
}

} // namespace ns3::planner
