/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "traffic-reader.h"

#include "number-format.h"
#include "traffic-mixes.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace ns3::planner
{

namespace
{

/// Packets of a run.
constexpr uint64_t MOST_PACKETS = 10'000'000'000;
/// Headers of UDP over IPv4 and IPv6: the shortest datagrams.
constexpr uint32_t SHORTEST_IPV4 = 28;
constexpr uint32_t SHORTEST_IPV6 = 48;

/// @param value a mix's name or a list @param traffic gets the sizes
void
ReadSizes(const InputValue& value, TrafficSpec& traffic)
{
    if (value.GetNode().IsScalar())
    {
        std::vector<std::pair<std::string, const TrafficMix*>> mixes;
        for (const auto& mix : GetTrafficMixes())
        {
            mixes.emplace_back(mix.name, &mix);
        }
        if (const auto mix = value.ToChoice<const TrafficMix*>(mixes))
        {
            traffic.mix = (*mix)->name;
            traffic.sizes = (*mix)->sizes;
        }
        return;
    }
    for (const auto& element : value.ToList())
    {
        InputMap map(element);
        TrafficSource::SizeShare share{0, 1};
        if (auto length = map.Require("length"))
        {
            share.length = static_cast<uint32_t>(
                length->ToWhole(Dimension::OCTETS, SHORTEST_IPV4, 65'535).value_or(SHORTEST_IPV4));
        }
        if (auto weight = map.Take("weight"))
        {
            share.weight = weight->ToQuantity(Dimension::NUMBER, 1e-9, 1e18).value_or(1);
        }
        map.Finish();
        traffic.sizes.push_back(share);
    }
}

/// @param sizes where they stand @param scenario its links and family @param traffic its sizes
void
CheckSizes(const InputValue& sizes, const Scenario& scenario, TrafficSpec& traffic)
{
    uint32_t mtu = 65'535;
    for (const auto& [role, link] : scenario.links)
    {
        mtu = std::min(mtu, link.mtu == 0 ? mtu : link.mtu);
    }
    const bool ipv4 = scenario.population.family == AddressFamily::IPV4;
    const uint32_t least = ipv4 ? SHORTEST_IPV4 : SHORTEST_IPV6;
    for (auto& share : traffic.sizes)
    {
        if (!traffic.mix.empty())
        {
            share.length = std::max(share.length, least); // mixes were published for IPv4
        }
        if (share.length < least)
        {
            sizes.Complain("datagrams of at least " + std::to_string(least) +
                           " B, the headers of UDP over " + (ipv4 ? "IPv4" : "IPv6"));
            return;
        }
        if (share.length > mtu)
        {
            sizes.Complain("datagrams of at most " + std::to_string(mtu) +
                           " B, the smallest MTU of the links");
            return;
        }
    }
}

/// @param value when to start @param traffic gets it
void
ReadStart(const InputValue& value, TrafficSpec& traffic)
{
    traffic.startAfterOffers =
        value.GetNode().IsScalar() && value.GetNode().Scalar() == "after-offers";
    if (traffic.startAfterOffers)
    {
        return;
    }
    if (!value.GetNode().IsScalar() || !ParseQuantity(value.GetNode().Scalar()))
    {
        value.Complain("after-offers or a time such as '2 s'");
        return;
    }
    traffic.start = value.ToDuration().value_or(0);
}

/// @param value how long to send @param scenario its links @param traffic its rate and sizes; gets
/// the packets
void
ReadDuration(const InputValue& value, const Scenario& scenario, TrafficSpec& traffic)
{
    traffic.packets = MOST_PACKETS; // whatever is wrong here is told once
    const auto duration = value.ToDuration();
    if (!duration || traffic.sizes.empty())
    {
        return;
    }
    Scenario sent = scenario;
    sent.traffic = traffic;
    const double packets = sent.GetPacketRate() * static_cast<double>(*duration) / PS_PER_SECOND;
    if (packets < 1 || packets > static_cast<double>(MOST_PACKETS))
    {
        value.Complain("a time in which 1 to " + std::to_string(MOST_PACKETS) +
                       " packets are sent, and not " + FormatNumber(packets));
        return;
    }
    traffic.packets = static_cast<uint64_t>(packets);
}

} // namespace

TrafficSpec
ReadTraffic(const InputValue& value, const Scenario& scenario)
{
    InputMap map(value);
    TrafficSpec traffic;
    if (auto direction = map.Take("direction"))
    {
        const auto choice =
            direction->ToChoice<TrafficDirection>({{"transmit", TrafficDirection::TRANSMIT},
                                                   {"receive", TrafficDirection::RECEIVE},
                                                   {"both", TrafficDirection::BOTH}});
        traffic.direction = choice.value_or(traffic.direction);
    }
    const auto load = map.Take("load");
    const auto rate = load ? map.Take("rate") : map.Require("rate");
    if (load && rate)
    {
        rate->Complain("either load or rate");
    }
    else if (load)
    {
        traffic.load = load->ToQuantity(Dimension::SHARE, 1e-6, 1e3).value_or(1);
    }
    else if (rate)
    {
        traffic.rate = rate->ToWhole(Dimension::RATE, 1).value_or(1);
    }
    if (auto arrivals = map.Take("arrivals"))
    {
        traffic.poisson =
            arrivals->ToChoice<bool>({{"poisson", true}, {"constant", false}}).value_or(true);
    }
    if (auto sizes = map.Require("sizes"))
    {
        ReadSizes(*sizes, traffic);
        CheckSizes(*sizes, scenario, traffic);
    }
    if (auto duration = map.Take("duration"))
    {
        ReadDuration(*duration, scenario, traffic);
        if (auto packets = map.Take("packets"))
        {
            packets->Complain("either packets or duration");
        }
    }
    else if (auto packets = map.Require("packets"))
    {
        traffic.packets = packets->ToCount(1, MOST_PACKETS).value_or(MOST_PACKETS);
    }
    if (auto start = map.Take("start"))
    {
        ReadStart(*start, traffic);
    }
    if (auto jitter = map.Take("start-jitter"))
    {
        traffic.startJitter = jitter->ToDuration().value_or(0);
    }
    if (auto warmUp = map.Take("warm-up"))
    {
        traffic.warmUp = warmUp->ToQuantity(Dimension::SHARE, 0, 0.99).value_or(0);
    }
    map.Finish();
    return traffic;
}

} // namespace ns3::planner
