/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_SCENARIO_SCHEMA_H
#define IPSEC_OFFLOAD_PLANNER_SCENARIO_SCHEMA_H

#include <string>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * Scenarios as a JSON Schema (draft 2020-12), from the tables of their keys and of those of
 * profiles: editors complete and check files by it. It takes every file that the reader takes; what
 * depends on other values of the file (sums, names of curves, an MTU) only the reader knows.
 * @return the schema, as JSON
 */
std::string MakeScenarioSchema();

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_SCENARIO_SCHEMA_H */
