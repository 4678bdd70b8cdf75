/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_METRIC_TABLE_H
#define IPSEC_OFFLOAD_PLANNER_METRIC_TABLE_H

#include <cstdint>
#include <string>
#include <vector>

namespace ns3::planner
{

/// What a metric needs; without it, it is not measured.
enum class MetricNeed : uint8_t
{
    NOTHING,     //!< every simulation gives it
    BOTH_WAYS,   //!< traffic in both directions
    OCTET_LIMIT, //!< a hard lifetime of the SAs in octets
    REKEY,       //!< SAs are rekeyed
    FAILOVER,    //!< a node beside the measured one dies
    SITES,       //!< a network of sites
    SPOT_CHECK   //!< both fidelities side by side: not even a figure can name it
};

/** @param need what a metric needs @return the scenario's key for it; empty for nothing */
std::string ToString(MetricNeed need);

/// A row of the table: one metric, or one per reason.
struct MetricRow
{
    std::string name;    //!< "throughput_bps"; "software_REASON_packets" has one per reason
    std::string unit;    //!< "bit/s"; "1": a share or a ratio of two counts
    std::string meaning; //!< in one line
    MetricNeed need;     //!< what it needs
    std::vector<std::string> reasons; //!< what stands for REASON; empty: one metric
    bool needsPackets;                //!< only single packets tell: has no value in fluid fidelity

    /** @return names of its metrics */
    std::vector<std::string> GetNames() const;
};

/**
 * @ingroup ipsec-offload
 * The one list of what a simulation measures. From it come the columns of results.csv, what figures
 * and validations may name, `ipsec-plan list metrics` and the manual's table; each metric has a
 * getter (GetMetricGetters()).
 * @return all rows, in the order of the columns
 */
const std::vector<MetricRow>& GetMetricRows();

/** @ingroup ipsec-offload @return names of all metrics, in the order of the columns */
const std::vector<std::string>& GetMetricNames();

/** @param name of a metric @return the row that it belongs to, or nullptr */
const MetricRow* FindMetricRow(const std::string& name);

/**
 * @param row "software_REASON_packets", or the name of a single metric
 * @param reason why packets are counted there, as the model names it ("no-interface")
 * @return the metric of that count
 */
std::string NameMetric(std::string row, std::string reason);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_METRIC_TABLE_H */
