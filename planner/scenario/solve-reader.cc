/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "solve-reader.h"

#include "ns3/ipsec-pico-time.h"

namespace ns3::planner
{

namespace
{

/// Values of an unknown at most.
constexpr double MOST_VALUES = 1e7;

/// @param value the map of goals @param solve gets them
void
ReadGoals(const ScenarioValue& value, SolveSpec& solve)
{
    ScenarioMap map(value);
    for (const auto& kind : GetGoalKinds())
    {
        const auto entry = map.Take(kind.name);
        if (!entry)
        {
            continue;
        }
        const bool isTime = kind.dimension == Dimension::DURATION;
        const double bound = isTime ? static_cast<double>(entry->ToDuration().value_or(0)) /
                                          static_cast<double>(PS_PER_SECOND)
                                    : entry->ToQuantity().value_or(0);
        solve.goals.push_back({kind.name,
                               kind.metric,
                               kind.isAtLeast,
                               bound,
                               entry->GetNode().IsScalar() ? entry->GetNode().GetText() : ""});
    }
    map.Finish();
    if (value.GetNode().IsMap() && solve.goals.empty())
    {
        value.Complain("one goal at least, such as {throughput: 38 Gbit/s}");
    }
}

/// @param value a list, or a map with a range @param solve gets the values
void
ReadValues(const ScenarioValue& value, SolveSpec& solve)
{
    if (!value.GetNode().IsMap())
    {
        for (const auto& choice : value.ToList())
        {
            if (const auto text = choice.Get().ToText())
            {
                solve.choices.push_back(*text);
            }
        }
        return;
    }
    ScenarioMap map(value);
    const auto read = [&map](const char* key, double& number) {
        if (auto entry = map.Take(key))
        {
            number = static_cast<double>(entry->ToWhole().value_or(1));
        }
    };
    read("from", solve.from);
    read("to", solve.to);
    read("step", solve.step);
    map.Finish();
    if (solve.to < solve.from)
    {
        value.Complain("'to' not below 'from'");
    }
    if ((solve.to - solve.from) / solve.step > MOST_VALUES)
    {
        value.Complain("at most 10 million values");
    }
}

} // namespace

const std::vector<GoalKind>&
GetGoalKinds()
{
    constexpr double NO_MOST = 1e18;
    static const std::vector<GoalKind> kinds{
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
        {"outage", "failover_outage_s", false, Dimension::DURATION, NO_MOST},
        {"overshoot", "overshoot_max_octets", false, Dimension::OCTETS, NO_MOST},
    };
    return kinds;
}

SolveSpec
ReadSolve(const ScenarioValue& value)
{
    ScenarioMap map(value);
    SolveSpec solve;
    map.Read("unknown", solve.unknown);
    if (auto values = map.Take("values"))
    {
        ReadValues(*values, solve);
    }
    if (solve.IsNodes() && (!solve.choices.empty() || solve.from < 1))
    {
        value.Complain("values {from: 1, to: N} of the unknown 'nodes'");
    }
    if (auto goal = map.Take("goal"))
    {
        ReadGoals(*goal, solve);
    }
    map.Read("price", solve.price);
    map.Finish();
    return solve;
}

} // namespace ns3::planner
