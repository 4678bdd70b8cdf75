/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_LOSS_METER_H
#define IPSEC_OFFLOAD_PLANNER_LOSS_METER_H

#include "experiment.h"
#include "results.h"

#include <string>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * @param experiment the experiment
 * @param records its results
 * @return per curve, in one line, where and why packets were lost over all points, hosts and NICs
 * alike (metrics "drop_..._packets" and "no_sa_packets"), the most frequent reason first; empty
 * when none was
 */
std::string DescribeLosses(const Experiment& experiment, const std::vector<PointRecord>& records);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_LOSS_METER_H */
