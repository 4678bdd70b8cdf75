/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_NETWORK_MAP_H
#define IPSEC_OFFLOAD_PLANNER_NETWORK_MAP_H

#include "map-place.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3::planner
{

class NetworkGraph;

/// A site, a gateway or a router of a map.
struct MapNode
{
    std::string name;
    MapPlace place;
    std::vector<std::string> gateways{}; //!< nodes with IPsec there
    bool isMeasured{false};              //!< the measured node is there
};

/// A link between two of them.
struct MapEdge
{
    uint32_t from;    //!< position of a node of the map
    uint32_t to;      //!< likewise
    std::string name; //!< of the link
    bool isDown;      //!< it has failed
};

/**
 * @ingroup ipsec-offload
 * A network to look at: traffic generators are drawn as part of their gateways, and a gateway that
 * is alone beside its router as part of that.
 */
struct NetworkMap
{
    std::vector<MapNode> nodes;
    std::vector<MapEdge> edges;
    bool isLaidOut{false}; //!< places are not those of a file, but such that links are visible
};

/**
 * @ingroup ipsec-offload
 * @param graph any
 * @return true when it is worth a picture and has room in one: three nodes with IPsec or more, and
 * no more than 600 nodes in all
 */
bool HasMap(const NetworkGraph& graph);

/**
 * @ingroup ipsec-offload
 * Where a node has no place, all are laid out (LayOut()). The same graph gives the same map.
 * @param graph one with HasMap()
 * @return its map
 */
NetworkMap MakeNetworkMap(const NetworkGraph& graph);

/**
 * @ingroup ipsec-offload
 * @param graph one with HasMap()
 * @return names of the links that its map has; the others are within a node of it
 */
std::vector<std::string> FindDrawnLinks(const NetworkGraph& graph);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_NETWORK_MAP_H */
