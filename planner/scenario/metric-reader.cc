/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "metric-reader.h"

#include "model/profile/did-you-mean.h"
#include "planner/base/metric-table.h"

#include <vector>

namespace ns3::planner
{

std::string
ReadMetric(const ScenarioValue& value)
{
    const auto name = value.Get().ToText(); // the row would complain with all the names there are
    if (!name)
    {
        return "";
    }
    const MetricRow* row = FindMetricRow(*name);
    if (!row || row->need == MetricNeed::SPOT_CHECK)
    {
        std::vector<std::string> names;
        for (const auto& known : GetMetricRows())
        {
            if (known.need != MetricNeed::SPOT_CHECK)
            {
                const auto more = known.GetNames();
                names.insert(names.end(), more.begin(), more.end());
            }
        }
        value.Complain("a metric: a column of results.csv, such as throughput_bps or loss" +
                       DidYouMean(*name, names));
        return "";
    }
    return *name;
}

} // namespace ns3::planner
