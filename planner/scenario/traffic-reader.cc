/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "traffic-reader.h"

#include "exponential-sizes.h"
#include "traffic-mixes.h"

#include "model/profile/did-you-mean.h"
#include "model/profile/name-lists.h"
#include "planner/base/number-format.h"
#include "planner/topology/network-graph.h"
#include "planner/topology/protected-path.h"

#include "ns3/esp-sizes.h"
#include "ns3/ipsec-input-error.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace ns3::planner
{

namespace
{

/// Headers of UDP over IPv4 and IPv6: the shortest datagrams.
constexpr uint32_t SHORTEST_IPV4 = 28;
constexpr uint32_t SHORTEST_IPV6 = 48;
/// Nodes that play a recording together: each of them looks at each datagram of it.
constexpr size_t MOST_PLAYERS = 1000;
/// The longest IP datagram.
constexpr uint32_t LONGEST_DATAGRAM = 65'535;

/// @param scenario its links @return the smallest MTU of them
uint32_t
GetSmallestMtu(const Scenario& scenario)
{
    uint32_t mtu = LONGEST_DATAGRAM;
    for (const auto& [role, link] : scenario.links)
    {
        mtu = std::min(mtu, link.mtu == 0 ? mtu : link.mtu);
    }
    return mtu;
}

/// @param scenario its family @return octets of the shortest datagram
uint32_t
GetShortest(const Scenario& scenario)
{
    return scenario.population.family == AddressFamily::IPV4 ? SHORTEST_IPV4 : SHORTEST_IPV6;
}

/// @param value a map with the mean @param scenario its links and family @param traffic gets sizes
void
ReadExponential(const ScenarioValue& value, const Scenario& scenario, TrafficSpec& traffic)
{
    ScenarioMap map(value);
    const auto mean = map.Take("exponential");
    map.Finish();
    const uint32_t least = GetShortest(scenario);
    const uint32_t most = GetSmallestMtu(scenario);
    if (most <= least + 1)
    {
        value.Complain("links with an MTU above that of the shortest datagram");
        return;
    }
    // Between these bounds a mean beyond the middle would need lengths that become more frequent.
    const double greatest = (least + most) / 2.0 - 1;
    if (const auto octets =
            mean ? mean->Get().ToQuantity(Dimension::OCTETS, least + 1, greatest) : std::nullopt)
    {
        traffic.sizes = MakeExponentialSizes(least, most, *octets);
    }
}

/// @param value a mix's name, a list or a distribution @param scenario its links and family
/// @param traffic gets the sizes
void
ReadSizes(const ScenarioValue& value, const Scenario& scenario, TrafficSpec& traffic)
{
    if (value.GetNode().IsMap())
    {
        ReadExponential(value, scenario, traffic);
        return;
    }
    if (value.GetNode().IsScalar())
    {
        const std::string& text = value.GetNode().GetText();
        for (const auto& mix : GetTrafficMixes())
        {
            if (text == mix.name)
            {
                traffic.mix = mix.name;
                traffic.sizes = mix.sizes;
                return;
            }
        }
        const auto names = NamesOf(GetTrafficMixes());
        value.Complain("one of " + MakeCommaList(names) +
                       ", a list such as [{length: 700 B}], or {exponential: 700 B}" +
                       DidYouMean(text, names));
        return;
    }
    for (const auto& element : value.ToList())
    {
        ScenarioMap map(element);
        TrafficSource::SizeShare share{SHORTEST_IPV4, 1};
        map.Read("length", share.length);
        map.Read("weight", share.weight);
        map.Finish();
        traffic.sizes.push_back(share);
    }
}

/// @param sizes where they stand @param scenario its links and family @param traffic its sizes
void
CheckSizes(const ScenarioValue& sizes, const Scenario& scenario, TrafficSpec& traffic)
{
    const uint32_t mtu = GetSmallestMtu(scenario);
    const uint32_t least = GetShortest(scenario);
    for (auto& share : traffic.sizes)
    {
        if (!traffic.mix.empty())
        {
            share.length = std::max(share.length, least); // mixes were published for IPv4
        }
        if (share.length < least)
        {
            sizes.Complain("datagrams of at least " + std::to_string(least) +
                           " B, the headers of UDP over " +
                           (least == SHORTEST_IPV4 ? "IPv4" : "IPv6"));
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

/**
 * @param value the map of segments @param scenario its links, family and mode
 * @param traffic gets segments, and sizes: the greatest super-segment of whole segments
 */
void
ReadSegments(const ScenarioValue& value, const Scenario& scenario, TrafficSpec& traffic)
{
    if (scenario.population.family == AddressFamily::MIXED)
    {
        value.Complain(
            "segments with population.family ipv4 or ipv6: with mixed ones, IPv4 and IPv6 "
            "would need super-segments of different lengths");
        return;
    }
    ScenarioMap map(value);
    SegmentsSpec segments;
    uint32_t most = LONGEST_DATAGRAM;
    map.Read("super-segment", most);
    map.Read("tcp-header", segments.tcpHeader);
    const uint32_t mtu = GetSmallestMtu(scenario);
    const bool ipv4 = scenario.population.family == AddressFamily::IPV4;
    const uint32_t ipHeader = ipv4 ? 20 : 40;
    const uint32_t headers = ipHeader + segments.tcpHeader;
    const bool tunnel = scenario.population.mode == IpsecMode::TUNNEL;
    // R151: what TCP leaves for the largest transform, time stamps or not.
    const uint32_t reserve = headers + EspSizes::GENERIC_OVERHEAD + (tunnel ? ipHeader : 0);
    uint32_t segment = mtu > reserve ? mtu - reserve : 1;
    if (const auto size = map.Read("segment", segment))
    {
        if (segment + headers > mtu)
        {
            size->Complain("at most " + std::to_string(mtu - std::min(mtu, headers)) +
                           " B: the smallest MTU of the links less the headers of IP and TCP");
            return;
        }
    }
    map.Finish();
    segments.segment = static_cast<uint16_t>(segment);
    traffic.segments = segments;
    const uint32_t payload = std::min(most, LONGEST_DATAGRAM - headers);
    traffic.sizes = {{headers + std::max(segment, payload / segment * segment), 1}};
}

/// @param value a word, or the map of bursts @param traffic gets the arrivals
void
ReadArrivals(const ScenarioValue& value, TrafficSpec& traffic)
{
    if (value.IsWord())
    {
        traffic.poisson = value.ToChoice<bool>().value_or(true);
        return;
    }
    if (!value.GetNode().IsMap())
    {
        const auto& words = value.GetKey().form.words.GetWords();
        value.Complain(
            MakeCommaList(words) + ", or a map such as {burst: 10 ms, pause: 30 ms}" +
            DidYouMean(value.GetNode().IsScalar() ? value.GetNode().GetText() : "", words));
        return;
    }
    ScenarioMap map(value);
    map.Read("burst", traffic.bursts.on);
    map.Read("pause", traffic.bursts.off);
    map.Finish();
}

/// @param value the list of points @param scenario its population @param traffic gets the ramp
void
ReadRamp(const ScenarioValue& value, const Scenario& scenario, TrafficSpec& traffic)
{
    std::vector<LoadRamp::Point> points;
    for (const auto& element : value.ToList())
    {
        ScenarioMap map(element);
        LoadRamp::Point point{points.empty() ? 0 : points.back().at + 1, 1};
        const auto at = map.Read("at", point.at);
        map.Read("factor", point.factor);
        map.Finish();
        if (!points.empty() && point.at <= points.back().at)
        {
            (at ? *at : element).Complain("a time after that of the point before");
            return;
        }
        points.push_back(point);
    }
    if (scenario.population.failover.IsOn())
    {
        value.Complain("no ramp with population.failover: what an outage costs is a share of a "
                       "constant load");
    }
    if (!points.empty())
    {
        traffic.ramp = LoadRamp(points);
    }
}

/**
 * @param value the name of a file @param scenario its network and population
 * @param recordings reads files @param traffic gets the recording and the sizes in it
 */
void
ReadReplay(const ScenarioValue& value,
           const Scenario& scenario,
           RecordingReader& recordings,
           TrafficSpec& traffic)
{
    traffic.sizes = {{GetShortest(scenario), 1}}; // whatever is wrong here is told once
    const auto name = value.ToText();
    if (!name)
    {
        return;
    }
    try
    {
        const auto file = recordings.Read(*name);
        // It lives as long as the file that it is part of.
        traffic.recording = std::shared_ptr<const TrafficRecording>(file, &file->recording);
        traffic.skipped = file->skipped;
    }
    catch (const InputError& error)
    {
        value.GetInput().Adopt(error.GetProblems());
        return;
    }
    traffic.shortest = GetShortest(scenario);
    std::map<uint32_t, double> counts;
    for (const auto& datagram : traffic.recording->datagrams)
    {
        ++counts[std::max(datagram.length, traffic.shortest)];
    }
    traffic.sizes.clear();
    for (const auto& [length, count] : counts)
    {
        traffic.sizes.push_back({length, count});
    }
    if (scenario.population.failover.IsOn())
    {
        value.Complain("no replay with population.failover: what an outage costs is a share of a "
                       "constant load");
    }
    if (!value.GetInput().HasProblems() && traffic.direction != TrafficDirection::TRANSMIT &&
        scenario.FindPaths(scenario.MakeGraph()).size() > MOST_PLAYERS)
    {
        value.Complain("at most " + std::to_string(MOST_PLAYERS) +
                       " nodes that play a recording together");
    }
}

/// @param value when to start @param traffic gets it
void
ReadStart(const ScenarioValue& value, TrafficSpec& traffic)
{
    traffic.startAfterOffers = value.IsWord();
    if (traffic.startAfterOffers)
    {
        return;
    }
    if (!value.GetNode().IsScalar() || !ParseQuantity(value.GetNode().GetText()))
    {
        value.Complain("after-offers or a time such as '2 s'");
        return;
    }
    traffic.start = value.ToDuration().value_or(0);
}

/// @param value how long to send @param scenario its links @param traffic its rate and sizes; gets
/// the packets
void
ReadDuration(const ScenarioValue& value, const Scenario& scenario, TrafficSpec& traffic)
{
    const auto most = static_cast<uint64_t>(FindScenarioKey("traffic.packets")->form.most);
    traffic.packets = most; // whatever is wrong here is told once
    const auto duration = value.ToDuration();
    if (!duration || value.GetInput().HasProblems())
    {
        return; // the rate may be that of a link which is not there
    }
    Scenario sent = scenario;
    sent.traffic = traffic;
    const double loadTime = traffic.ramp.GetLoadTime(static_cast<double>(*duration));
    const double packets = sent.GetPacketRate() * loadTime / PS_PER_SECOND;
    if (packets < 1 || packets > static_cast<double>(most))
    {
        value.Complain("a time in which 1 to " + std::to_string(most) +
                       " packets are sent, and not " + FormatNumber(packets));
        return;
    }
    traffic.packets = static_cast<uint64_t>(packets);
    traffic.duration = traffic.ramp.IsOn() || traffic.recording ? *duration : 0;
}

/// @param map the traffic @param scenario its network @param traffic gets the direction
void
ReadDirection(ScenarioMap& map, const Scenario& scenario, TrafficSpec& traffic)
{
    const auto direction = map.Take("direction");
    if (direction)
    {
        traffic.direction = direction->ToChoice<TrafficDirection>().value_or(traffic.direction);
    }
    if (scenario.topology.HasDemands())
    {
        if (direction && direction->IsGiven())
        {
            direction->Complain("no direction: the demands say who sends to whom");
        }
        traffic.direction = scenario.topology.backward == 0  ? TrafficDirection::TRANSMIT
                            : scenario.topology.forward == 0 ? TrafficDirection::RECEIVE
                                                             : TrafficDirection::BOTH;
    }
}

/**
 * What is sent, and when: drawn or recorded.
 * @param map the traffic @param scenario its network and population @param recordings reads files
 * @param traffic has direction and load; gets the rest
 */
void
ReadPackets(ScenarioMap& map,
            const Scenario& scenario,
            RecordingReader& recordings,
            TrafficSpec& traffic)
{
    const auto refuse = [&map](const char* key, const char* than) {
        if (const auto other = map.Take(key); other && other->IsGiven())
        {
            other->Complain(std::string("either ") + than + " or " + key);
        }
    };
    if (auto replay = map.Take("replay"))
    {
        ReadReplay(*replay, scenario, recordings, traffic);
        CheckSizes(*replay, scenario, traffic);
        for (const char* key : {"segments", "sizes", "ramp", "arrivals"})
        {
            refuse(key, "replay");
        }
        return;
    }
    if (auto arrivals = map.Take("arrivals"))
    {
        ReadArrivals(*arrivals, traffic);
    }
    if (auto ramp = map.Take("ramp"))
    {
        ReadRamp(*ramp, scenario, traffic);
    }
    if (auto segments = map.Take("segments"))
    {
        ReadSegments(*segments, scenario, traffic);
        refuse("sizes", "segments");
    }
    else if (auto sizes = map.Take("sizes"))
    {
        ReadSizes(*sizes, scenario, traffic);
        CheckSizes(*sizes, scenario, traffic);
    }
}

} // namespace

TrafficSpec
ReadTraffic(const ScenarioValue& value, const Scenario& scenario, RecordingReader& recordings)
{
    ScenarioMap map(value);
    TrafficSpec traffic;
    ReadDirection(map, scenario, traffic);
    const auto load = map.Take("load");
    const auto rate = map.Take("rate");
    if (load && rate)
    {
        rate->Complain("either load or rate");
    }
    else if (load)
    {
        traffic.load = load->ToQuantity().value_or(1);
    }
    else if (rate)
    {
        traffic.rate = rate->ToWhole().value_or(1);
    }
    else
    {
        traffic.load = 0; // the recording's own
    }
    ReadPackets(map, scenario, recordings, traffic);
    if (auto duration = map.Take("duration"))
    {
        ReadDuration(*duration, scenario, traffic);
        if (auto packets = map.Take("packets"))
        {
            packets->Complain("either packets or duration");
        }
    }
    else if (auto packets = map.Take("packets"))
    {
        traffic.packets =
            packets->ToWhole().value_or(static_cast<uint64_t>(packets->GetKey().form.most));
    }
    if (auto start = map.Take("start"))
    {
        ReadStart(*start, traffic);
    }
    map.Read("start-jitter", traffic.startJitter);
    map.Read("warm-up", traffic.warmUp);
    map.Finish();
    return traffic;
}

} // namespace ns3::planner
