/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_EVENT_READER_H
#define IPSEC_OFFLOAD_PLANNER_EVENT_READER_H

#include "scenario-map.h"
#include "scenario.h"

#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * @param value the list "events" of a scenario file
 * @param scenario what was read before: topology and nodes
 * @return what happens; complains about what is wrong
 */
std::vector<EventSpec> ReadEvents(const ScenarioValue& value, const Scenario& scenario);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_EVENT_READER_H */
