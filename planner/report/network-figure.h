/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_NETWORK_FIGURE_H
#define IPSEC_OFFLOAD_PLANNER_NETWORK_FIGURE_H

#include "point-figures.h"

#include "planner/scenario/experiment.h"
#include "planner/sweep/results.h"
#include "planner/topology/network-map.h"

#include <map>
#include <string>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * A network with loads: links are the darker and the wider the busier they are, nodes the darker
 * the busier the busiest core of their gateways is, so that color-blind people and grey printers
 * see the same. The busiest ones are named beside it. No label covers another one: one without room
 * is left away, a long name is shortened before.
 */
struct NetworkFigure
{
    std::string title;
    std::string subtitle; //!< how to read it
    NetworkMap map;
    std::map<std::string, double> links;  //!< by name: busy share of the busier direction
    std::map<std::string, double> access; //!< likewise, of links within a node of the map
    std::map<std::string, double> nodes;  //!< by name of a gateway: busy share of its busiest core
};

/**
 * @ingroup ipsec-offload
 * @param experiment what was simulated
 * @param records its results
 * @return for each of the first curves its network, at the value at which the busiest drawn link is
 * busiest; none for networks without a map (HasMap()) and for points simulated as rates
 */
NamedFigures<NetworkFigure> MakeNetworkFigures(const Experiment& experiment,
                                               const std::vector<PointRecord>& records);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_NETWORK_FIGURE_H */
