/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_MEASURED_READER_H
#define IPSEC_OFFLOAD_PLANNER_MEASURED_READER_H

#include "experiment.h"
#include "scenario-map.h"

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * Read a file of measurements, CSV with a head: a column of values of the swept parameter, one or
 * more of metrics, each with its unit in parentheses ("throughput (Gbit/s)"), and, as wanted, of
 * names of curves ("curve") and of remarks ("note").
 * @param value the key "measured": the name of the file, from the folder of the scenario;
 * complains, with line and column of the file, about what is wrong in it
 * @param experiment its sweep gets the values that were measured and that it does not have
 * @return what was measured
 */
MeasuredData ReadMeasured(const ScenarioValue& value, Experiment& experiment);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_MEASURED_READER_H */
