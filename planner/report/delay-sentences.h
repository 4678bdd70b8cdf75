/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_DELAY_SENTENCES_H
#define IPSEC_OFFLOAD_PLANNER_DELAY_SENTENCES_H

#include "planner/scenario/experiment.h"
#include "planner/sweep/results.h"

#include <string>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * @param experiment what was simulated
 * @param records its results
 * @return a sentence per curve: between which bounds percentiles and maximum of the delay are, over
 * the values of the sweep. Never a mean alone: it hides what users feel
 */
std::string DescribeDelays(const Experiment& experiment, const std::vector<PointRecord>& records);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_DELAY_SENTENCES_H */
