/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "key-rows.h"
#include "solve-reader.h"

namespace ns3::planner
{

namespace
{

using K = KeyKind;
using F = KeyForm;
using D = Dimension;

/// Narrower bounds differ by less than the packets of a trial tell apart.
constexpr double LEAST_WIDTH = 1e-4;

/// @return the search for the load that passes
KeyRows
MakeLoadSearchKeys()
{
    return {
        ScenarioKey(
            "search",
            F::Of(K::MAP).Or(KeyWords(
                std::vector<std::pair<const char*, bool>>{{"rfc2544", false}, {"ndr-pdr", true}})),
            "Find the greatest load that passes, instead of offering the scenario's: "
            "without loss, without and with 0.5 %, or with own goals")
            .ReadBy("ReadSearch")
            .Example("ndr-pdr"),
        ScenarioKey("search.goals", F::Of(K::LIST), "Search goals of RFC 9971")
            .Otherwise("NDR and PDR, as FD.io CSIT measures"),
        ScenarioKey("search.goals[].loss",
                    F::Quantity(D::SHARE, 0, 0.99),
                    "Goal loss ratio, of packets")
            .Required()
            .Example("0.5 %"),
        ScenarioKey("search.goals[].name", F::Of(K::LINE), "Name of its curve, each once")
            .Otherwise("NDR without loss, otherwise PDR"),
        ScenarioKey("search.goals[].width",
                    F::Quantity(D::SHARE, LEAST_WIDTH, 0.5),
                    "Goal width: between the bounds, as share of the upper one")
            .Default("0.5 %"),
        ScenarioKey("search.goals[].exceed-ratio",
                    F::Quantity(D::SHARE, 0, 0.99),
                    "Goal exceed ratio: the share of the time of the trials that may lose more")
            .Default("50 %"),
        ScenarioKey("search.goals[].trials", F::Count(1, 1'000), "Goal duration sum, in trials")
            .Default("1"),
        ScenarioKey("search.trial-packets",
                    F::Whole(D::NUMBER, 1'000, 1'000'000'000),
                    "Packets of a trial at the greatest load")
            .Otherwise("400 times what the queues hold, between 200 000 and 2 million")
            .Example("500000"),
        ScenarioKey("search.latency-at",
                    F::Of(K::LIST),
                    "At which shares of what the first goal finds delays are measured")
            .Otherwise("10 %, 50 % and 90 %"),
        ScenarioKey("search.latency-at[]", F::Quantity(D::SHARE, 0.001, 1), "A share"),
    };
}

/// @return the smallest value that meets goals
KeyRows
MakeSolveKeys()
{
    KeyRows rows{
        ScenarioKey("solve", F::Of(K::MAP), "The smallest value of something that meets goals"),
        ScenarioKey(
            "solve.unknown",
            F::Text("sa-slots, nodes, or a path as in a sweep"),
            "What is to be found; nodes: how many such gateways or servers beside each other")
            .Required()
            .Example("sa-slots"),
        ScenarioKey("solve.values",
                    F::Of(K::LIST),
                    "What it may be: a list, the cheapest first, or a range of whole numbers")
            .Required()
            .ReadBy("ReadValues")
            .Example("[10 Gbit/s, 25 Gbit/s]"),
        ScenarioKey("solve.values[]", F::Any("what the unknown may be"), "A value")
            .ReadBy("ReadValues"),
        ScenarioKey("solve.values.from", F::Count(0), "The smallest").Required().Example("0"),
        ScenarioKey("solve.values.to", F::Count(0), "The greatest").Required().Example("2000"),
        ScenarioKey("solve.values.step", F::Count(1), "From one to the next").Default("1"),
        ScenarioKey("solve.price", F::Quantity(D::NUMBER, 0, 1e18), "Of one, in any currency")
            .Otherwise("none is said")
            .Example("2"),
        ScenarioKey("solve.goal", F::Of(K::MAP), "What the answer has to meet, one or more")
            .Required(),
    };
    for (const auto& kind : GetGoalKinds())
    {
        rows.push_back(
            ScenarioKey(std::string("solve.goal.") + kind.name,
                        kind.dimension == D::DURATION ? F::Duration()
                                                      : F::Quantity(kind.dimension, 0, kind.most),
                        std::string(kind.isAtLeast ? "At least: " : "At most: ") + kind.metric));
    }
    return rows;
}

} // namespace

KeyRows
MakeSearchKeys()
{
    return JoinKeys({MakeLoadSearchKeys(), MakeSolveKeys()});
}

} // namespace ns3::planner
