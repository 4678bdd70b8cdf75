/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_POINT_CHOICE_H
#define IPSEC_OFFLOAD_PLANNER_POINT_CHOICE_H

#include "planner/scenario/experiment.h"

#include <string>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * @param experiment has curves
 * @param name what --curve says; empty: the first one
 * @return the curve's name
 * @throws std::runtime_error when there is none of that name
 */
std::string ChooseCurve(const Experiment& experiment, const std::string& name);

/**
 * @ingroup ipsec-offload
 * @param experiment has a sweep
 * @param text what --value says, as the file writes it; empty: the first one
 * @return the value
 * @throws std::runtime_error when the sweep does not have it
 */
const SweepValue& ChooseValue(const Experiment& experiment, const std::string& text);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_POINT_CHOICE_H */
