/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "fidelity-choice.h"

#include "fluid-scenario-run.h"

#include "model/explain/ipsec-number-words-internal.h"
#include "planner/sweep/point-list.h"

#include "ns3/ipsec-input-error.h"

#include <map>
#include <tuple>
#include <utility>

namespace ns3::planner
{

namespace
{

/// @param scenario a scenario @return packets of its run, of both directions
uint64_t
CountPackets(const Scenario& scenario)
{
    return scenario.traffic.packets *
           (scenario.traffic.direction == TrafficDirection::BOTH ? 2 : 1);
}

/**
 * @param experiment whose point it is
 * @param token what stands there
 * @param expected what should
 * @return the error
 */
InputError
ErrorOf(const Experiment& experiment, const std::string& token, const std::string& expected)
{
    InputProblem problem{experiment.file, 0, 0, token, expected};
    if (const auto* entry = experiment.root.Find("fidelity"))
    {
        problem.line = entry->place.line;
        problem.column = entry->place.column;
        problem.origin = entry->place.origin ? *entry->place.origin : "";
    }
    return InputError({problem});
}

/// @param experiment whose point it is @param scenario of the point @return its fidelity
Fidelity
Choose(const Experiment& experiment, const Scenario& scenario)
{
    if (scenario.fidelity == FidelityChoice::LEAN)
    {
        return Fidelity::LEAN;
    }
    if (scenario.fidelity == FidelityChoice::FULL)
    {
        return Fidelity::FULL;
    }
    if (scenario.fidelity == FidelityChoice::FLUID)
    {
        const std::string obstacle = FindFluidObstacle(scenario);
        if (!obstacle.empty())
        {
            throw ErrorOf(experiment, "fluid", "lean: rates are not enough for " + obstacle);
        }
        return Fidelity::FLUID;
    }
    const bool isPlayed = scenario.traffic.IsCapped() && scenario.measure.isWhole;
    if (!isPlayed || CountPackets(scenario) <= MOST_LEAN_PACKETS)
    {
        return Fidelity::LEAN;
    }
    const std::string obstacle = FindFluidObstacle(scenario);
    if (obstacle.empty())
    {
        return Fidelity::FLUID;
    }
    if (CountPackets(scenario) > MOST_PACKETS_AT_ALL)
    {
        throw ErrorOf(experiment,
                      "traffic.duration",
                      "a time with at most " + GroupDigits(MOST_PACKETS_AT_ALL) +
                          " packets, since fluid fidelity is not possible: rates are not enough "
                          "for " +
                          obstacle);
    }
    return Fidelity::LEAN;
}

} // namespace

void
ChooseFidelities(const Experiment& experiment, std::vector<PointSpec>& points)
{
    std::map<std::tuple<std::string, double, uint64_t>, Fidelity> known;
    for (auto& point : points)
    {
        if (point.fidelity != Fidelity::LEAN || point.isTrial)
        {
            continue;
        }
        const std::tuple place{point.curve, point.value, point.load};
        auto found = known.find(place);
        if (found == known.end())
        {
            const Scenario scenario = ResolvePoint(experiment, point);
            found = known.emplace(place, Choose(experiment, scenario)).first;
        }
        point.fidelity = found->second;
    }
}

std::string
DescribeFidelities(const Experiment& experiment, const std::vector<PointRecord>& records)
{
    std::map<std::pair<std::string, double>, bool> chosen; // by curve and value: by itself
    for (const auto& record : records)
    {
        const std::pair place{record.spec.curve, record.spec.value};
        if (record.spec.fidelity == Fidelity::FLUID && chosen.count(place) == 0)
        {
            chosen[place] =
                experiment.At(place.first, place.second).fidelity == FidelityChoice::AUTO;
        }
    }
    std::string list;
    bool isAny = false;
    for (const auto& [place, isAuto] : chosen)
    {
        list += (list.empty() ? "" : ", ") + experiment.sweep.TextOf(place.second) +
                (experiment.curves.size() > 1 ? " of " + place.first : "");
        isAny |= isAuto;
    }
    if (list.empty())
    {
        return "";
    }
    return "Fluid fidelity (rates between events of the control plane): " +
           experiment.sweep.parameter + " " + list +
           (isAny ? "; chosen because a run has more than " + GroupDigits(MOST_LEAN_PACKETS) +
                        " packets"
                  : "") +
           ". Delays, queues and causes of drops have no values.\n";
}

} // namespace ns3::planner
