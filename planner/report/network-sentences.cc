/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "network-sentences.h"

#include "bottleneck.h"

#include "planner/base/number-format.h"
#include "planner/network/flow-plan.h"
#include "planner/network/network-bound.h"
#include "planner/sweep/statistics.h"
#include "planner/topology/network-graph.h"

#include <cmath>
#include <map>

namespace ns3::planner
{

namespace
{

/// Links of a cut that are named.
constexpr size_t MOST_NAMED = 5;

/// @param rate bit/s @return in words
std::string
RateText(double rate)
{
    return rate >= 1e9 ? FormatFixed(rate / 1e9, 2) + " Gbit/s"
                       : FormatFixed(rate / 1e6, 2) + " Mbit/s";
}

/// @param share a share @return in words
std::string
PercentText(double share)
{
    return FormatFixed(100 * share, 0) + " %";
}

/// @param names some @return the first ones, and how many more there are
std::string
ListText(const std::vector<std::string>& names)
{
    std::string text;
    for (size_t i = 0; i < names.size() && i < MOST_NAMED; ++i)
    {
        text += (i == 0 ? "" : "; ") + names[i];
    }
    return names.size() > MOST_NAMED
               ? text + " and " + std::to_string(names.size() - MOST_NAMED) + " more"
               : text;
}

/// @param bound what the network allows @return lines of text
std::string
BoundText(const NetworkBound& bound)
{
    const std::string lost = bound.lostPairs > 0 ? "  " + std::to_string(bound.lostPairs) +
                                                       " pairs of sites are without a tunnel\n"
                                                 : "";
    std::string text = lost + "  offered " + RateText(bound.offered) +
                       "; the maximum flow allows " + RateText(bound.flow) +
                       " (cut: " + ListText(bound.cut) + ")\n";
    if (bound.full.empty())
    {
        text += "  no link is asked for more than it can carry; most loaded: ";
    }
    else
    {
        text += "  the routes allow " + RateText(bound.saturated + bound.rest * bound.offered) +
                "; overloaded: " + ListText(bound.full) + "\n  most loaded links: ";
    }
    std::vector<std::string> links;
    for (const auto& link : bound.links)
    {
        links.push_back(link.name + " " + PercentText(link.share));
    }
    std::vector<std::string> gateways;
    for (const auto& gateway : bound.gateways)
    {
        gateways.push_back(gateway.name + " " + RateText(gateway.offered));
    }
    return text + ListText(links) + "\n  most loaded gateways: " + ListText(gateways) + "\n";
}

/// @param scenario a point @param graph its network @param group its replications
/// @return what was busiest in the simulation
std::string
BusiestText(const Scenario& scenario, const NetworkGraph& graph, const PointGroup& group)
{
    const PointResult& result = group.records.front()->result;
    const double link = result.Get("busiest_link");
    const double gateway = result.Get("busiest_gateway");
    std::string text = "  simulated: " + RateText(group.Of("total_throughput_bps").mean);
    if (!std::isnan(link) && link < graph.CountLinks())
    {
        text += ", busiest link " + graph.GetLinkName(static_cast<uint32_t>(link)) + " (" +
                PercentText(group.Of("busiest_link_utilization").mean) + ")";
    }
    if (!std::isnan(gateway) && gateway < graph.CountNodes())
    {
        text += ", busiest core of " + graph.GetNode(static_cast<uint32_t>(gateway)).name + " (" +
                PercentText(group.Of("busiest_gateway_utilization").mean) + ")";
    }
    return text + ": " + FindBottleneck(scenario, group).ToSentence() + "\n";
}

} // namespace

std::string
DescribeNetwork(const Experiment& experiment, const std::vector<PointRecord>& records)
{
    if (!experiment.first.topology.generator->AreSites())
    {
        return "";
    }
    const auto groups = GroupReplications(records);
    std::string text;
    for (size_t i = 0; i < groups.size(); ++i)
    {
        const PointGroup& group = groups[i];
        const bool isFirst = i == 0 || groups[i - 1].curve != group.curve;
        const bool isLast = i + 1 == groups.size() || groups[i + 1].curve != group.curve;
        if (!isFirst && !isLast)
        {
            continue;
        }
        const Scenario scenario = experiment.At(group.curve, group.value);
        text += "Network, " + group.curve + ", " + experiment.sweep.parameter + " " +
                experiment.sweep.TextOf(group.value) + ":\n" +
                BoundText(MakeNetworkBound(scenario, MakeFlowPlan(scenario))) +
                BusiestText(scenario, scenario.MakeGraph(), group);
    }
    return text + "\n";
}

} // namespace ns3::planner
