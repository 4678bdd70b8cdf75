/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_METRIC_GETTERS_H
#define IPSEC_OFFLOAD_PLANNER_METRIC_GETTERS_H

#include "measurement.h"

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace ns3::planner
{

/// How a metric is worked out.
struct MetricGetter
{
    std::string name;                              //!< in the table of metrics
    std::function<double(const Measurement&)> get; //!< NaN: there is no value
};

/**
 * @ingroup ipsec-offload
 * @return a getter for each metric of a simulation, in the order of the table (GetMetricRows())
 */
const std::vector<MetricGetter>& GetMetricGetters();

/**
 * @ingroup ipsec-offload
 * @param measurement a simulation
 * @return its metrics, in the order of the table; those are left out that need what the scenario
 * does not have, and those have no value (NaN) that rates do not tell, where there are only rates
 */
std::vector<std::pair<std::string, double>> GetMetrics(const Measurement& measurement);

/** @return getters of ratios, rates, loss and delay */
std::vector<MetricGetter> MakeTrafficGetters();

/** @return getters of how busy resources were */
std::vector<MetricGetter> MakeLoadGetters();

/** @return getters of what the work of the busiest resource rests on */
std::vector<MetricGetter> MakeProvenanceGetters();

/** @return getters of slots, offers, counters and limits */
std::vector<MetricGetter> MakeControlGetters();

/** @return getters of what binds in a network of sites */
std::vector<MetricGetter> MakeNetworkGetters();

/** @return getters of packets by reason */
std::vector<MetricGetter> MakeReasonGetters();

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_METRIC_GETTERS_H */
