/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_MEASURE_READER_H
#define IPSEC_OFFLOAD_PLANNER_MEASURE_READER_H

#include "scenario-map.h"
#include "scenario.h"

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * Read what is measured. A scenario with events or a timeline has no steady state: all of it is
 * measured, and it must say how long it is.
 * @param map a scenario file; its key "measure" is taken
 * @param traffic its key "traffic"
 * @param scenario everything else that the file says
 * @return what to measure
 */
MeasureSpec ReadMeasure(ScenarioMap& map, const ScenarioValue& traffic, const Scenario& scenario);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_MEASURE_READER_H */
