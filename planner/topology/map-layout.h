/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_MAP_LAYOUT_H
#define IPSEC_OFFLOAD_PLANNER_MAP_LAYOUT_H

#include "network-map.h"

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * Places the nodes of a map by its links alone: those of a tree on circles around its middle, so
 * that no links cross; others so that distances are those along the links, which Boost.Graph does
 * (doc/sources.rst#kamada-kawai-1989), and on a circle where parts are not connected. The same map
 * is always laid out alike.
 * @param map its nodes get places
 */
void LayOut(NetworkMap& map);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_MAP_LAYOUT_H */
