/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_REPEATED_SENTENCES_H
#define IPSEC_OFFLOAD_PLANNER_REPEATED_SENTENCES_H

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
 * @return a sentence for each curve under which packets were sent with a pair of key and IV that
 * had been used before; empty: under none. Nobody in the network notices it
 */
std::string DescribeRepeatedIvs(const Experiment& experiment,
                                const std::vector<PointRecord>& records);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_REPEATED_SENTENCES_H */
