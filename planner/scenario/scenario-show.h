/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_SCENARIO_SHOW_H
#define IPSEC_OFFLOAD_PLANNER_SCENARIO_SHOW_H

#include "experiment.h"

#include "model/profile/input-node.h"

#include <iosfwd>
#include <string>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * @param experiment an experiment
 * @return a scenario that has the same points: what settings go before stands in its curves, and a
 * validation that would go before them is left out
 */
InputNode WithSettings(const Experiment& experiment);

/**
 * @ingroup ipsec-offload
 * @param experiment an experiment
 * @param curve one of its curves
 * @param value one of its sweep's values
 * @return a scenario whose only point is this one
 */
InputNode OnlyPoint(const Experiment& experiment, const std::string& curve, double value);

/**
 * @ingroup ipsec-offload
 * Write what a point comes to, as comments of YAML: profiles with all that they set, rates,
 * lengths.
 * @param stream gets the text
 * @param scenario the point
 */
void WriteResolved(std::ostream& stream, const Scenario& scenario);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_SCENARIO_SHOW_H */
