/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_FIGURE_NAMES_H
#define IPSEC_OFFLOAD_PLANNER_FIGURE_NAMES_H

#include "experiment.h"

#include <array>
#include <cstddef>

namespace ns3::planner
{

/// Figures of a curve that every run over several values draws; those of further curves have a
/// number behind the name.
constexpr std::array<const char*, 4> POINT_FIGURES{"utilization", "latency", "reasons", "losses"};

/// The network of a curve with loads on its links; numbered likewise.
constexpr const char* NETWORK_FIGURE = "network";

/// Figures along the time: offload ratio, slots, counters.
constexpr std::array<const char*, 3> TIMELINE_FIGURES{TIMELINE_FIGURE,
                                                      "timeline-slots",
                                                      "timeline-counters"};

/// Curves that have such figures.
constexpr std::size_t MOST_POINT_CURVES = 4;

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_FIGURE_NAMES_H */
