/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_METRIC_NAMES_H
#define IPSEC_OFFLOAD_PLANNER_METRIC_NAMES_H

#include "yaml-input.h"

#include <string>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * @return names of all metrics that a simulation can give, in the order of the columns of
 * results.csv. Some need something in the scenario: expired_sas and overshoot_... a hard lifetime
 * in octets, rekeys a rekey. What spot checks compare is not among them.
 */
const std::vector<std::string>& GetMetricNames();

/** @param value what should name a metric @return its name; empty after a complaint */
std::string ReadMetric(const InputValue& value);

/**
 * @ingroup ipsec-offload
 * @param place where packets are counted: "software_", "drop_nic_tx_"
 * @param reason why they are, as the model names it
 * @return the metric of that count
 */
std::string ReasonMetric(const std::string& place, std::string reason);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_METRIC_NAMES_H */
