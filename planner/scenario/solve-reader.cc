/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "solve-reader.h"

#include <array>
#include <cmath>

namespace ns3::planner
{

namespace
{

/// A goal that a scenario can name.
struct GoalKind
{
    const char* name;
    const char* metric;
    bool isAtLeast;
    Dimension dimension;
    double most; //!< greatest bound
};

constexpr double NO_MOST = 1e18;

/// All of them.
constexpr std::array<GoalKind, 11> KINDS{{
    {"throughput", "throughput_bps", true, Dimension::RATE, NO_MOST},
    {"loss", "loss", false, Dimension::SHARE, 1},
    {"offload-ratio", "offload_ratio", true, Dimension::SHARE, 1},
    {"delay-p50", "delay_p50_s", false, Dimension::DURATION, NO_MOST},
    {"delay-p90", "delay_p90_s", false, Dimension::DURATION, NO_MOST},
    {"delay-p99", "delay_p99_s", false, Dimension::DURATION, NO_MOST},
    {"delay-p999", "delay_p999_s", false, Dimension::DURATION, NO_MOST},
    {"delay-max", "delay_max_s", false, Dimension::DURATION, NO_MOST},
    {"cpu", "cpu_utilization", false, Dimension::SHARE, 1},
    {"busiest-core", "cpu_busiest_core", false, Dimension::SHARE, 1},
    {"overshoot", "overshoot_max_octets", false, Dimension::OCTETS, NO_MOST},
}};

/// Values of an unknown at most.
constexpr double MOST_VALUES = 1e7;

/// @param value the map of goals @param solve gets them
void
ReadGoals(const InputValue& value, SolveSpec& solve)
{
    InputMap map(value);
    for (const auto& kind : KINDS)
    {
        const auto entry = map.Take(kind.name);
        if (!entry)
        {
            continue;
        }
        double bound = entry->ToQuantity(kind.dimension, 0, kind.most).value_or(0);
        if (kind.dimension == Dimension::DURATION)
        {
            bound *= 1e-12; // metrics have seconds
        }
        solve.goals.push_back({kind.name,
                               kind.metric,
                               kind.isAtLeast,
                               bound,
                               entry->GetNode().IsScalar() ? entry->GetNode().GetText() : ""});
    }
    map.Finish();
    if (map.IsMap() && solve.goals.empty())
    {
        value.Complain("one goal at least, such as {throughput: 38 Gbit/s}");
    }
}

/// @param value a list, or a map with a range @param solve gets the values
void
ReadValues(const InputValue& value, SolveSpec& solve)
{
    if (!value.GetNode().IsMap())
    {
        for (const auto& choice : value.ToList())
        {
            if (const auto text = choice.ToText())
            {
                solve.choices.push_back(*text);
            }
        }
        return;
    }
    InputMap map(value);
    const auto read = [&map](const char* key, double least, double most, double& number) {
        if (auto entry = map.Require(key))
        {
            number = static_cast<double>(
                entry->ToCount(static_cast<uint64_t>(least), static_cast<uint64_t>(most))
                    .value_or(static_cast<uint64_t>(least)));
        }
    };
    read("from", 0, UINT32_MAX, solve.from);
    read("to", solve.from, UINT32_MAX, solve.to);
    if (auto step = map.Take("step"))
    {
        solve.step = static_cast<double>(step->ToCount(1).value_or(1));
    }
    map.Finish();
    if ((solve.to - solve.from) / solve.step > MOST_VALUES)
    {
        value.Complain("at most 10 million values");
    }
}

} // namespace

SolveSpec
ReadSolve(const InputValue& value)
{
    InputMap map(value);
    SolveSpec solve;
    if (auto unknown = map.Require("unknown"))
    {
        solve.unknown = unknown->ToText().value_or("");
    }
    if (auto values = map.Require("values"))
    {
        ReadValues(*values, solve);
    }
    if (auto goal = map.Require("goal"))
    {
        ReadGoals(*goal, solve);
    }
    if (auto price = map.Take("price"))
    {
        solve.price = price->ToQuantity(Dimension::NUMBER, 0, NO_MOST).value_or(0);
    }
    map.Finish();
    return solve;
}

} // namespace ns3::planner
