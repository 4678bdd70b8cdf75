/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "key-rows.h"
#include "node-attributes.h"
#include "scenario.h"
#include "traffic-mixes.h"

#include "model/profile/name-lists.h"

namespace ns3::planner
{

namespace
{

using K = KeyKind;
using F = KeyForm;
using D = Dimension;

/// Packets of a run: some days at the rate of a card. Lean fidelity cannot simulate so many.
constexpr uint64_t MOST_PACKETS = 100'000'000'000'000;
/// Headers of UDP over IPv4: the shortest datagram.
constexpr uint64_t SHORTEST = 28;
/// The longest IP datagram.
constexpr uint64_t LONGEST = 65'535;

/// @return how much is sent, and which way
KeyRows
MakeLoadKeys()
{
    return {
        ScenarioKey("traffic", F::Of(K::MAP), "What is sent").Required(),
        ScenarioKey("traffic.direction",
                    F::Word<TrafficDirection>({{"transmit", TrafficDirection::TRANSMIT},
                                               {"receive", TrafficDirection::RECEIVE},
                                               {"both", TrafficDirection::BOTH}}),
                    "Seen from the measured node: it encrypts, it decrypts, or both with the full "
                    "load each")
            .Default("transmit"),
        ScenarioKey("traffic.load",
                    F::Quantity(D::SHARE, 1e-6, 1e3),
                    "Share of the measured link that the packets would fill before ESP")
            .Unless("rate")
            .Example("80 %"),
        ScenarioKey("traffic.rate",
                    F::Whole(D::RATE, 1),
                    "Rate of IP before ESP, instead of a load")
            .Required()
            .Unless("load")
            .OrWith("replay")
            .Example("10 Gbit/s"),
    };
}

/// @return when packets come
KeyRows
MakeArrivalKeys()
{
    return {
        ScenarioKey(
            "traffic.arrivals",
            F::Of(K::MAP).Or(KeyWords(
                std::vector<std::pair<const char*, bool>>{{"poisson", true}, {"constant", false}})),
            "Random or equal gaps between packets; or a map: bursts, Poisson within them")
            .Default("poisson")
            .ReadBy("ReadArrivals"),
        ScenarioKey("traffic.arrivals.burst",
                    F::Period(),
                    "Mean length of a burst, exponentially distributed; the rate in it is "
                    "(burst + pause) / burst of the mean")
            .Required()
            .Example("10 ms"),
        ScenarioKey("traffic.arrivals.pause",
                    F::Period(),
                    "Mean length of a pause, exponentially distributed")
            .Required()
            .Example("30 ms"),
        ScenarioKey("traffic.ramp",
                    F::Of(K::LIST),
                    "Points of the load over time, as factors: linear between them, constant "
                    "before the first and after the last")
            .Otherwise("constant load")
            .ReadBy("ReadRamp"),
        ScenarioKey("traffic.ramp[].at", F::Duration(), "After the start of the traffic")
            .Required()
            .Example("8 h"),
        ScenarioKey("traffic.ramp[].factor",
                    F::Quantity(D::SHARE, 1e-6, 1),
                    "Share of load or rate at that time, at most all of it")
            .Required()
            .Example("40 %"),
        ScenarioKey(
            "traffic.replay",
            F::Text("the name of a pcap file, from the scenario's folder"),
            "A recording whose times and lengths are played again and again; with a load or "
            "rate faster or slower, otherwise as it was recorded")
            .Unless("segments")
            .Unless("ramp")
            .Otherwise("drawn traffic")
            .ReadBy("ReadReplay")
            .Example("office.pcap"),
    };
}

/// @return sizes and segments
KeyRows
MakeSizeKeys()
{
    const auto mixes = NamesOf(GetTrafficMixes());
    return {
        ScenarioKey(
            "traffic.sizes",
            F::Of(K::LIST).Or(KeyWords(mixes)),
            "Lengths of the datagrams: a published mix, a list, or a map with a distribution")
            .Required()
            .Unless("segments")
            .Unless("replay")
            .ReadBy("ReadSizes")
            .Example("imix"),
        ScenarioKey("traffic.sizes.exponential",
                    F::Quantity(D::OCTETS, SHORTEST + 1, LONGEST),
                    "Mean of exponential lengths, less than the middle between the shortest "
                    "datagram and the smallest MTU")
            .Required()
            .ReadBy("ReadExponential")
            .Example("700 B"),
        ScenarioKey("traffic.sizes[].length",
                    F::Whole(D::OCTETS, SHORTEST, LONGEST),
                    "Octets of IP before ESP, at most the smallest MTU of the links")
            .Required()
            .Example("1420 B"),
        ScenarioKey("traffic.sizes[].weight",
                    F::Quantity(D::NUMBER, 1e-9, 1e18),
                    "Packets of this length in proportion to those of the others")
            .Default("1"),
        ScenarioKey("traffic.segments",
                    F::Of(K::MAP),
                    "TCP super-segments instead of datagrams, open-loop; in lean fidelity only")
            .Otherwise("datagrams"),
        ScenarioKey("traffic.segments.super-segment",
                    F::Whole(D::OCTETS, 1'000, LONGEST + 1),
                    "What TCP passes down at once, rounded down to whole segments")
            .Default("65535 B")
            .Example("64 KiB"),
        ScenarioKey("traffic.segments.segment",
                    F::Whole(D::OCTETS, 1, LONGEST),
                    "TCP payload of a segment on the wire")
            .Otherwise("what FreeBSD's TCP leaves for ESP within the MTU (R151)")
            .Example("1448 B"),
        ScenarioKey("traffic.segments.tcp-header",
                    F::Whole(D::OCTETS, 20, 60),
                    "Header of TCP with its options")
            .Default("32 B"),
    };
}

/// @return when it is sent, and how much
KeyRows
MakeTimeKeys()
{
    return {
        ScenarioKey("traffic.packets",
                    F::Count(1, MOST_PACKETS),
                    "Packets, or super-segments, per replication and direction, at most")
            .Otherwise("as many as the precision takes")
            .Example("300000"),
        ScenarioKey("traffic.duration", F::Duration(), "For how long to send, instead of packets")
            .Unless("packets")
            .Otherwise("as long as the precision takes")
            .Example("20 s"),
        ScenarioKey("traffic.start",
                    F::Duration().Or(KeyWords(std::vector<std::string>{"after-offers"})),
                    "When to begin; after-offers: when all SAs were offered and answered")
            .Default("after-offers")
            .ReadBy("ReadStart")
            .Example("2 s"),
        ScenarioKey(
            "traffic.start-jitter",
            F::Duration(),
            "Random delay of the start, up to this, so that replications meet timers in other "
            "phases")
            .Default("0 s"),
        ScenarioKey("traffic.warm-up",
                    F::Quantity(D::SHARE, 0, 0.99),
                    "Share of the sending time that is not measured, at least")
            .Default("10 %"),
    };
}

/// @return events and timeline
KeyRows
MakeEventKeys()
{
    KeyRows rows{
        ScenarioKey("events", F::Of(K::LIST), "What happens during a run").Otherwise("nothing"),
        ScenarioKey("events[].at", F::Duration(), "After the start of the traffic")
            .Required()
            .Example("20 ms"),
        ScenarioKey("events[].node", F::Text("a role of nodes"), "To which nodes")
            .Required()
            .ReadBy("ReadEvent")
            .Example("server"),
        ScenarioKey("events[].do",
                    F::Word<EventAction>({{"interface-down", EventAction::INTERFACE_DOWN},
                                          {"interface-up", EventAction::INTERFACE_UP},
                                          {"offload-off", EventAction::OFFLOAD_OFF},
                                          {"offload-on", EventAction::OFFLOAD_ON},
                                          {"nic-reset", EventAction::NIC_RESET},
                                          {"set-attributes", EventAction::SET_ATTRIBUTES},
                                          {"route-change", EventAction::ROUTE_CHANGE}}),
                    "What happens to them (R207, R209, R3, N30, R142)")
            .Required()
            .Example("interface-down"),
        ScenarioKey("events[].port",
                    F::Count(1),
                    "Port of the node; required with route-change, which goes to it")
            .Default("1")
            .ReadBy("ReadEvent"),
    };
    const KeyRows timeline{
        ScenarioKey("timeline",
                    F::Of(K::MAP),
                    "Samples of ratio, rates, slots and counters along the time")
            .Otherwise("none"),
        ScenarioKey("timeline.period", F::Period(), "From sample to sample; at most a million")
            .Required()
            .Example("0.5 s"),
    };
    return JoinKeys({rows, MakeAttributeKeys("events[].attributes"), timeline});
}

/// @return what is measured, and the seed
KeyRows
MakeMeasureKeys()
{
    return {
        ScenarioKey("measure", F::Of(K::MAP), "What is measured, and how precisely").Default("{}"),
        ScenarioKey("measure.window",
                    F::Word<bool>({{"steady", false}, {"whole", true}}),
                    "The steady state, as long as the precision takes, or all but the warm-up")
            .Otherwise("steady; whole with events or a timeline"),
        ScenarioKey("measure.precision",
                    F::Quantity(D::SHARE, 1e-6, 1),
                    "Of throughputs: half width of the 95 % interval")
            .Default("1 %"),
        ScenarioKey("measure.share-precision",
                    F::Quantity(D::SHARE, 1e-6, 1),
                    "Of offload ratio and loss: half width of the 95 % interval, absolute")
            .Default("0.1 %"),
        ScenarioKey("measure.delay-precision",
                    F::Quantity(D::SHARE, 0, 1),
                    "Of the mean delay: half width of the 95 % interval; 0: as precise as it comes")
            .Default("0"),
        ScenarioKey(
            "fidelity",
            F::Word<FidelityChoice>({{"auto", FidelityChoice::AUTO},
                                     {"lean", FidelityChoice::LEAN},
                                     {"full", FidelityChoice::FULL},
                                     {"fluid", FidelityChoice::FLUID}}),
            "Packet by packet (lean), the same through ns-3's IP stack (full, which takes 60 to "
            "100 "
            "times as long), or rates between events of the control plane (fluid); auto: lean, and "
            "fluid where a whole run would be too many packets")
            .Default("auto"),
        ScenarioKey("seed", F::Count(1, 4'294'944'000), "Of all random numbers").Default("1"),
    };
}

} // namespace

KeyRows
MakeTrafficKeys()
{
    return JoinKeys({MakeLoadKeys(),
                     MakeArrivalKeys(),
                     MakeSizeKeys(),
                     MakeTimeKeys(),
                     MakeEventKeys(),
                     MakeMeasureKeys()});
}

} // namespace ns3::planner
