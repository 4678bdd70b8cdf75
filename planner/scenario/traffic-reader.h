/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_TRAFFIC_READER_H
#define IPSEC_OFFLOAD_PLANNER_TRAFFIC_READER_H

#include "recording-reader.h"
#include "scenario-map.h"
#include "scenario.h"

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * @param value the map "traffic" of a scenario file
 * @param scenario what was read before: links and population
 * @param recordings reads files with those
 * @return what it says; complains about what is wrong
 */
TrafficSpec ReadTraffic(const ScenarioValue& value,
                        const Scenario& scenario,
                        RecordingReader& recordings);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_TRAFFIC_READER_H */
