/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "search-reader.h"

#include <algorithm>
#include <string>

namespace ns3::planner
{

namespace
{

/// Packets of a trial.
constexpr uint64_t LEAST_TRIAL = 1'000;
constexpr uint64_t MOST_TRIAL = 1'000'000'000;
/// Trials of a load.
constexpr uint64_t MOST_TRIALS = 1'000;
/// Narrower bounds differ by less than the packets of a trial tell apart.
constexpr double LEAST_WIDTH = 1e-4;

/// @return no loss, as RFC 2544 wants it
SearchGoal
MakeZeroLoss()
{
    return {"NDR", 0};
}

/// @return FD.io CSIT's partial drop rate
SearchGoal
MakePartialLoss()
{
    return {"PDR", 0.005};
}

/// @param value a goal @param goals gets it
void
ReadGoal(const InputValue& value, std::vector<SearchGoal>& goals)
{
    InputMap map(value);
    SearchGoal goal;
    if (auto loss = map.Require("loss"))
    {
        goal.lossRatio = loss->ToQuantity(Dimension::SHARE, 0, 0.99).value_or(0);
    }
    goal.name = goal.lossRatio == 0 ? "NDR" : "PDR";
    if (auto name = map.Take("name"))
    {
        goal.name = name->ToLine().value_or("");
    }
    if (auto width = map.Take("width"))
    {
        goal.width = width->ToQuantity(Dimension::SHARE, LEAST_WIDTH, 0.5).value_or(goal.width);
    }
    if (auto exceed = map.Take("exceed-ratio"))
    {
        goal.exceedRatio = exceed->ToQuantity(Dimension::SHARE, 0, 0.99).value_or(0);
    }
    if (auto trials = map.Take("trials"))
    {
        goal.trials = static_cast<uint32_t>(trials->ToCount(1, MOST_TRIALS).value_or(1));
    }
    map.Finish();
    const bool isKnown = std::any_of(goals.begin(), goals.end(), [&goal](const auto& known) {
        return known.name == goal.name;
    });
    if (isKnown)
    {
        value.Complain("goals with different names: there is another '" + goal.name + "'");
    }
    goals.push_back(goal);
}

} // namespace

SearchSpec
ReadSearch(const InputValue& value)
{
    SearchSpec search;
    search.latencyAt = {0.1, 0.5, 0.9};
    if (value.GetNode().IsScalar())
    {
        const auto both = value.ToChoice<bool>({{"rfc2544", false}, {"ndr-pdr", true}});
        search.goals.push_back(MakeZeroLoss());
        if (both.value_or(false))
        {
            search.goals.push_back(MakePartialLoss());
        }
        return search;
    }
    InputMap map(value);
    if (auto goals = map.Take("goals"))
    {
        for (const auto& goal : goals->ToList())
        {
            ReadGoal(goal, search.goals);
        }
    }
    else
    {
        search.goals = {MakeZeroLoss(), MakePartialLoss()};
    }
    if (auto packets = map.Take("trial-packets"))
    {
        search.trialPackets = packets->ToCount(LEAST_TRIAL, MOST_TRIAL).value_or(LEAST_TRIAL);
    }
    if (auto shares = map.Take("latency-at"))
    {
        search.latencyAt.clear();
        for (const auto& share : shares->ToList())
        {
            search.latencyAt.push_back(share.ToQuantity(Dimension::SHARE, 0.001, 1).value_or(1));
        }
    }
    map.Finish();
    return search;
}

} // namespace ns3::planner
