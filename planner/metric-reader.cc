/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "metric-reader.h"

#include "metric-table.h"

namespace ns3::planner
{

std::string
ReadMetric(const InputValue& value)
{
    const auto name = value.ToText();
    if (!name)
    {
        return "";
    }
    const MetricRow* row = FindMetricRow(*name);
    if (!row || row->need == MetricNeed::SPOT_CHECK)
    {
        value.Complain("a metric: a column of results.csv, such as throughput_bps or loss");
        return "";
    }
    return *name;
}

} // namespace ns3::planner
