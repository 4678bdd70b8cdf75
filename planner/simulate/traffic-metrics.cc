/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "metric-getters.h"

#include <algorithm>
#include <limits>

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

/// @param m a simulation @param count of datagrams that were sent in the window, or received in it
/// @return its sum over both directions
PacketOctets
BothOf(const Measurement& m, PacketOctets PacketTally::Counts::*count)
{
    PacketOctets sum = m.window.ways[0].*count;
    sum.Add(m.window.ways[1].*count);
    return sum;
}

/// @param m a simulation @param transmit which direction, seen from the measured node
/// @return bit/s that ended on the measured link: a frame is counted when its last bit arrives
double
WireRateOf(const Measurement& m, bool transmit)
{
    const auto arrived = transmit ? Between(m.to.far.rxArrived, m.from.far.rxArrived)
                                  : Between(m.to.near.rxArrived, m.from.near.rxArrived);
    return BitRateOf(arrived.octets + arrived.packets * m.scenario.topology.frameOverhead,
                     m.GetSeconds());
}

/// @param m a simulation @return share of the octets sent in the window
double
LossOf(const Measurement& m)
{
    return ShareOf(static_cast<double>(BothOf(m, &PacketTally::Counts::lost).octets),
                   static_cast<double>(BothOf(m, &PacketTally::Counts::sent).octets));
}

/// @param m a simulation @return seconds, of what was sent in the window and arrived
double
MeanDelayOf(const Measurement& m)
{
    return ShareOf(m.window.ways[0].delaySum + m.window.ways[1].delaySum,
                   static_cast<double>(BothOf(m, &PacketTally::Counts::delivered).packets));
}

/**
 * @param way 0: the first direction, 1: the second one
 * @param perMille which percentile, 1000: the longest delay
 * @return its getter, in seconds; no value where nothing arrived
 */
std::function<double(const Measurement&)>
DelayOf(size_t way, uint32_t perMille)
{
    return [way, perMille](const Measurement& m) {
        const DelayHistogram& delays = m.window.delays[way];
        return delays.GetCount() == 0 ? std::numeric_limits<double>::quiet_NaN()
                                      : static_cast<double>(delays.GetPercentile(perMille)) * 1e-12;
    };
}

/// @param count see BothOf() @return its getter, in packets
std::function<double(const Measurement&)>
PacketsOf(PacketOctets PacketTally::Counts::*count)
{
    return [count](const Measurement& m) { return static_cast<double>(BothOf(m, count).packets); };
}

/// @param m a simulation @return packets sent in the window that had not ended when the run did
double
UnderwayOf(const Measurement& m)
{
    return static_cast<double>(m.window.ways[0].GetInFlight() + m.window.ways[1].GetInFlight());
}

/// @param m a simulation @return packets under way at the end of the window, less those at its
/// begin
double
QueueGrowthOf(const Measurement& m)
{
    const auto ended = m.window.ways[0].ended + m.window.ways[1].ended;
    return static_cast<double>(BothOf(m, &PacketTally::Counts::sent).packets) -
           static_cast<double>(ended);
}

/// @param m a simulation @return seconds from the start of the traffic to the window
double
WarmUpOf(const Measurement& m)
{
    return static_cast<double>(m.window.from - m.window.start) * 1e-12;
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
         [](M m) { return BitRateOf(m.window.ways[0].received.octets, m.GetSeconds()); }},
        {"offered_bps",
         [](M m) { return BitRateOf(m.window.ways[0].sent.octets, m.GetSeconds()); }},
        {"wire_bps", [](M m) { return WireRateOf(m, FirstTransmits(m)); }},
        {"reverse_offload_ratio", [](M m) { return HasBoth(m) ? RatioOf(m, false, false) : 0; }},
        {"reverse_throughput_bps",
         [](M m) { return BitRateOf(m.window.ways[1].received.octets, m.GetSeconds()); }},
        {"reverse_offered_bps",
         [](M m) { return BitRateOf(m.window.ways[1].sent.octets, m.GetSeconds()); }},
        {"reverse_wire_bps", [](M m) { return HasBoth(m) ? WireRateOf(m, false) : 0; }},
        {"total_throughput_bps",
         [](M m) {
             return BitRateOf(BothOf(m, &PacketTally::Counts::received).octets, m.GetSeconds());
         }},
        {"total_packets_per_s",
         [](M m) {
             return ShareOf(static_cast<double>(BothOf(m, &PacketTally::Counts::received).packets),
                            m.GetSeconds());
         }},
        {"loss", LossOf},
        {"delay_mean_s", MeanDelayOf},
        {"delay_p50_s", DelayOf(0, 500)},
        {"delay_p90_s", DelayOf(0, 900)},
        {"delay_p99_s", DelayOf(0, 990)},
        {"delay_p999_s", DelayOf(0, 999)},
        {"delay_max_s", DelayOf(0, 1000)},
        {"reverse_delay_p50_s", DelayOf(1, 500)},
        {"reverse_delay_p90_s", DelayOf(1, 900)},
        {"reverse_delay_p99_s", DelayOf(1, 990)},
        {"reverse_delay_p999_s", DelayOf(1, 999)},
        {"reverse_delay_max_s", DelayOf(1, 1000)},
        {"sent_packets", PacketsOf(&PacketTally::Counts::sent)},
        {"delivered_packets", PacketsOf(&PacketTally::Counts::delivered)},
        {"lost_packets", PacketsOf(&PacketTally::Counts::lost)},
        {"in_flight_packets", UnderwayOf},
        {"queue_growth_packets", QueueGrowthOf},
        {"mixed_packets", [](M m) { return static_cast<double>(m.end.mixed); }},
        {"warm_up_s", WarmUpOf},
        {"window_s", [](M m) { return m.GetSeconds(); }},
    };
}

} // namespace ns3::planner
