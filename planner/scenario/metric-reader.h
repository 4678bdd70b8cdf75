/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_METRIC_READER_H
#define IPSEC_OFFLOAD_PLANNER_METRIC_READER_H

#include "scenario-map.h"

#include <string>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * @param value what should name a metric of a simulation
 * @return its name; empty after a complaint
 */
std::string ReadMetric(const ScenarioValue& value);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_METRIC_READER_H */
