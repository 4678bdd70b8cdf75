/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "network-figure.h"

#include "planner/scenario/figure-names.h"
#include "planner/sweep/statistics.h"
#include "planner/topology/network-graph.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace ns3::planner
{

namespace
{

/// @param group replications of a point @param kind of parts @return their mean shares by name
std::map<std::string, double>
MeanShares(const PointGroup& group, const std::string& kind)
{
    std::map<std::string, double> shares;
    for (const auto* record : group.records)
    {
        for (const auto& row : record->result.parts)
        {
            if (row.kind == kind)
            {
                shares[row.name] += row.share / static_cast<double>(group.records.size());
            }
        }
    }
    return shares;
}

/// The loads of a network at a point of a curve.
struct PointLoads
{
    const PointGroup* group;
    std::map<std::string, double> drawn;  //!< of links of the map
    std::map<std::string, double> access; //!< of links within a node of the map
};

/// @param experiment what was simulated @param curve name of one of its curves
/// @param group replications of a point of it @return the loads of the point; none where it has no
/// map
PointLoads
LoadsOf(const Experiment& experiment, const std::string& curve, const PointGroup& group)
{
    PointLoads loads{&group, {}, MeanShares(group, "link")};
    if (loads.access.empty())
    {
        return loads;
    }
    for (const auto& name : FindDrawnLinks(experiment.At(curve, group.value).MakeGraph()))
    {
        const auto found = loads.access.find(name);
        if (found != loads.access.end())
        {
            loads.drawn.insert(loads.access.extract(found));
        }
    }
    return loads;
}

/// @param experiment what was simulated @param curve name of one of its curves
/// @param groups its points @return the one whose busiest drawn link is busiest; nothing: none has
/// links
std::optional<PointLoads>
FindBusiest(const Experiment& experiment, const std::string& curve, const GroupRange& groups)
{
    std::optional<PointLoads> busiest;
    double most = -1;
    for (const auto& group : groups)
    {
        PointLoads loads = LoadsOf(experiment, curve, group);
        const auto link =
            std::max_element(loads.drawn.begin(),
                             loads.drawn.end(),
                             [](const auto& a, const auto& b) { return a.second < b.second; });
        if (link != loads.drawn.end() && link->second > most)
        {
            most = link->second;
            busiest = std::move(loads);
        }
    }
    return busiest;
}

/// @param experiment what was simulated @param group the point that is drawn
/// @param isOfSeveral there are further points @param isLaidOut see NetworkMap
/// @return how to read the figure
std::string
SubtitleOf(const Experiment& experiment, const PointGroup& group, bool isOfSeveral, bool isLaidOut)
{
    std::string text = "Scenario " + experiment.GetLabel() + ", " + experiment.sweep.parameter +
                       " " + experiment.sweep.TextOf(group.value) +
                       (isOfSeveral ? ", where the busiest drawn link is busiest" : "") +
                       ". Square: the measured gateway." +
                       (isLaidOut ? " Places are not geographic." : "");
    if (!group.GetMarks().IsUsable())
    {
        text += " Not to be used: " + group.GetMarks().ToText() + ".";
    }
    return text;
}

} // namespace

NamedFigures<NetworkFigure>
MakeNetworkFigures(const Experiment& experiment, const std::vector<PointRecord>& records)
{
    const auto groups = GroupReplications(records);
    NamedFigures<NetworkFigure> figures;
    for (size_t i = 0; i < std::min(MOST_POINT_CURVES, experiment.curves.size()); ++i)
    {
        const std::string& curve = experiment.curves[i].name;
        const auto points = GroupsOf(groups, curve);
        const auto loads = FindBusiest(experiment, curve, points);
        if (!loads)
        {
            continue;
        }
        NetworkFigure figure;
        figure.map = MakeNetworkMap(experiment.At(curve, loads->group->value).MakeGraph());
        figure.links = loads->drawn;
        figure.access = loads->access;
        figure.nodes = MeanShares(*loads->group, "node");
        figure.title = FigureTitleOf(experiment, curve);
        figure.subtitle =
            SubtitleOf(experiment, *loads->group, points.size() > 1, figure.map.isLaidOut);
        figures.emplace_back(FigureNameOf(NETWORK_FIGURE, i), std::move(figure));
    }
    return figures;
}

} // namespace ns3::planner
