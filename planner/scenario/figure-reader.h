/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_FIGURE_READER_H
#define IPSEC_OFFLOAD_PLANNER_FIGURE_READER_H

#include "experiment.h"
#include "scenario-map.h"

#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * @param value the list "figures" of a scenario file
 * @param sweep what is varied
 * @return what to draw; complains about what is wrong
 */
std::vector<FigureSpec> ReadFigures(const ScenarioValue& value, const SweepSpec& sweep);

/**
 * @ingroup ipsec-offload
 * @param value the map "timeline" of a scenario file
 * @param scenario its traffic and links
 * @return what to sample; complains about what is wrong
 */
TimelineSpec ReadTimeline(const ScenarioValue& value, const Scenario& scenario);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_FIGURE_READER_H */
