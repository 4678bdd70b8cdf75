/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "need.h"

#include "point-experiment.h"

#include "model/profile/yaml-parser.h"
#include "planner/base/number-format.h"
#include "planner/scenario/search-trial.h"

#include <algorithm>

namespace ns3::planner
{

namespace
{

/// Both SAs of a tunnel, old and new: no NIC holds more of it per direction.
constexpr double MOST_SLOTS_EACH = 4;
/// Cores of the largest host that is looked at, if the point's has not more than a quarter of it.
constexpr double MOST_CORES = 256;
/// Nodes beside each other.
constexpr double MOST_NODES = 64;

/// @param words what is needed @param unknown its path or name @param from @param to the numbers
/// @return the need
Need
LossOf(const std::string& words, const std::string& unknown, double from, double to)
{
    Need need;
    need.words = words;
    need.solve.unknown = unknown;
    need.solve.from = from;
    need.solve.to = to;
    need.solve.goals.push_back(
        {"loss", "loss", false, NEGLIGIBLE_LOSS, FormatSignificant(100 * NEGLIGIBLE_LOSS) + " %"});
    return need;
}

} // namespace

std::vector<Need>
FindNeeds(const Scenario& scenario)
{
    const std::string node = std::string("nodes.") + scenario.GetMeasuredRole();
    const double count = scenario.population.count;
    const double cores = scenario.GetMeasured().host.cores;
    std::vector<Need> needs{
        LossOf("SA slots per direction", node + ".nic.sa-slots", 0, MOST_SLOTS_EACH * count),
        LossOf("cores", node + ".host.cores", 1, std::max(MOST_CORES, 4 * cores)),
        LossOf("nodes", SolveSpec::NODES, 1, std::min(MOST_NODES, count))};
    if (!scenario.GetMeasured().nic.offload)
    {
        needs[0].obstacle = "the NIC has none";
    }
    else if (scenario.population.offload == OffloadWish::NONE)
    {
        needs[0].obstacle = "no SA asks for offload";
    }
    if (cores == 0)
    {
        needs[1].obstacle = "the host has no model: its work takes no time";
    }
    if (scenario.topology.generator->AreSites())
    {
        needs[2].obstacle = "a network of sites has a gateway at each";
    }
    const TrafficSpec& traffic = scenario.traffic;
    if (traffic.ramp.IsOn() || traffic.recording)
    {
        for (auto& need : needs)
        {
            need.obstacle = traffic.recording
                                ? "traffic is recorded: ask with arrivals, rate and sizes"
                                : "the load follows a ramp: ask without traffic.ramp, for its peak";
        }
    }
    return needs;
}

Experiment
MakeNeedExperiment(const Experiment& experiment,
                   const std::string& curve,
                   double value,
                   const Need& need)
{
    const SolveSpec& solve = need.solve;
    Experiment asked = MakePointExperiment(experiment, curve, value);
    CurveSpec own{curve, {}};
    const std::string path = solve.IsNodes() ? "population.count" : solve.unknown;
    const auto root = ParseYaml(asked.content, experiment.file);
    if (!solve.IsNodes())
    {
        const std::string part = path.substr(0, path.rfind('.'));
        // A NIC has either these or sa-slots.
        if (const auto rest = DropKeys(need.words, root, part, {"tx-slots", "rx-slots"}))
        {
            own.settings.push_back(*rest);
        }
    }
    asked.curves = {own};
    asked.sweep.parameter = path;
    asked.sweep.path = path;
    const Scenario point = experiment.At(curve, value);
    const double first = solve.IsNodes() ? point.population.count : solve.from;
    asked.sweep.Add(first, FormatPlain(first));
    asked.first = asked.At(curve, first);
    return asked;
}

} // namespace ns3::planner
