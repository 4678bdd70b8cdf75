/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_NETWORK_DRAWING_H
#define IPSEC_OFFLOAD_PLANNER_NETWORK_DRAWING_H

#include "network-figure.h"

#include <string>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * Draw a network with gnuplot: NAME.svg, NAME.png, NAME.gp and NAME.dat.
 * @param figure what to draw
 * @param folder where; must be there
 * @param name of the files, without ending
 * @throws std::runtime_error when gnuplot is missing or fails, or a file cannot be written
 */
void DrawNetwork(const NetworkFigure& figure, const std::string& folder, const std::string& name);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_NETWORK_DRAWING_H */
