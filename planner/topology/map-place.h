/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_MAP_PLACE_H
#define IPSEC_OFFLOAD_PLANNER_MAP_PLACE_H

namespace ns3::planner
{

/// Where a node is drawn: x to the right, y upwards, in any unit.
struct MapPlace
{
    double x;
    double y;
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_MAP_PLACE_H */
