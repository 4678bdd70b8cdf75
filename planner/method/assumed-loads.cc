/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "assumed-loads.h"

#include "assumed-variants.h"

#include "planner/analytic/closed-form-scope.h"
#include "planner/analytic/closed-form.h"
#include "planner/scenario/assumed-values.h"
#include "planner/scenario/search-trial.h"

#include <algorithm>
#include <cmath>

namespace ns3::planner
{

namespace
{

/// Halvings of the range of loads: to a part of 4000, well below the width of a goal.
constexpr int HALVINGS = 12;

/// Of what is offered, for rounding.
constexpr double ROUNDING = 1e-6;

/// By how much closed form and search may differ beyond the width, as a share.
constexpr double AGREEMENT = 0.03;

/// @param scenario a point @param goal of a search
/// @return bit/s per direction that pass by the closed form; nothing: it does not say
std::optional<double>
FindFormLoad(Scenario scenario, const SearchGoal& goal)
{
    if (!FindClosedFormObstacle(scenario).empty())
    {
        return std::nullopt;
    }
    const auto greatest = static_cast<double>(GetGreatestLoad(scenario));
    bool isKnown = true;
    const auto passes = [&](double load) {
        scenario.traffic.rate = std::max<uint64_t>(1, static_cast<uint64_t>(std::llround(load)));
        const ClosedForm form(scenario);
        const ClosedFormPoint point = form.At(form.GetSaShareOfSlots());
        isKnown = isKnown && point.obstacle.empty() && form.FindObstacle().empty();
        return point.throughput >= (1 - goal.lossRatio - ROUNDING) * form.GetOffered();
    };
    double low = passes(greatest) ? greatest : 0;
    double high = greatest;
    for (int i = 0; isKnown && low < high && i < HALVINGS; ++i)
    {
        const double middle = (low + high) / 2;
        (passes(middle) ? low : high) = middle;
    }
    return isKnown ? std::optional((low + high) / 2) : std::nullopt;
}

/// @param variants of what was searched @param point what was found @param goal the first one
/// @return what it would be
AssumedLoads
FindAt(const AssumedVariants& variants, const SearchedPoint& point, const SearchGoal& goal)
{
    if (!point.results.front().lower)
    {
        return {{}, {}, "no load meets the goal"};
    }
    const auto found = static_cast<double>(*point.results.front().lower);
    const auto formLoad = [&](const Experiment& experiment) {
        return FindFormLoad(experiment.At(point.curve, point.value), goal);
    };
    const auto form = formLoad(variants.GetAsIs());
    if (!form || !(*form > 0))
    {
        return {{}, {}, "there is no closed form"};
    }
    if (std::abs(found - *form) > (goal.width + AGREEMENT) * *form)
    {
        return {{}, {}, "closed form and search differ"};
    }
    const auto scaled = [&](const Experiment& experiment) -> std::optional<double> {
        const auto other = formLoad(experiment);
        return other ? std::optional(
                           std::min(found * *other / *form, static_cast<double>(point.greatest)))
                     : std::nullopt;
    };
    AssumedLoads loads{scaled(variants.GetWorse()), scaled(variants.GetBetter())};
    loads.unknown = loads.worse && loads.better ? "" : "there is no closed form";
    return loads;
}

} // namespace

std::vector<AssumedLoads>
FindAssumedLoads(const Experiment& experiment, const SearchOutcome& outcome)
{
    const AssumedVariants variants(experiment);
    std::vector<AssumedLoads> loads;
    bool isAny = false;
    for (const auto& point : outcome.points)
    {
        const bool isAssumed = HasAssumedValues(experiment.At(point.curve, point.value));
        isAny = isAny || isAssumed;
        if (experiment.HasAssumedMargin(point.curve) || !isAssumed)
        {
            loads.push_back({{},
                             {},
                             isAssumed ? "the scenario sets assumed-values itself"
                                       : "no profile assumes a speed"});
            continue;
        }
        loads.push_back(FindAt(variants, point, experiment.search.goals.front()));
    }
    return isAny ? loads : std::vector<AssumedLoads>();
}

} // namespace ns3::planner
