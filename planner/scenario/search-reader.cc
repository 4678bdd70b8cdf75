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
ReadGoal(const ScenarioValue& value, std::vector<SearchGoal>& goals)
{
    ScenarioMap map(value);
    SearchGoal goal;
    map.Read("loss", goal.lossRatio);
    goal.name = goal.lossRatio == 0 ? "NDR" : "PDR";
    map.Read("name", goal.name);
    map.Read("width", goal.width);
    map.Read("exceed-ratio", goal.exceedRatio);
    map.Read("trials", goal.trials);
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
ReadSearch(const ScenarioValue& value)
{
    SearchSpec search;
    search.latencyAt = {0.1, 0.5, 0.9};
    if (value.GetNode().IsScalar())
    {
        search.goals.push_back(MakeZeroLoss());
        if (value.ToChoice<bool>().value_or(false))
        {
            search.goals.push_back(MakePartialLoss());
        }
        return search;
    }
    ScenarioMap map(value);
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
    map.Read("trial-packets", search.trialPackets);
    if (auto shares = map.Take("latency-at"))
    {
        search.latencyAt.clear();
        for (const auto& share : shares->ToList())
        {
            search.latencyAt.push_back(share.ToQuantity().value_or(1));
        }
    }
    map.Finish();
    return search;
}

} // namespace ns3::planner
