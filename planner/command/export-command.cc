/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "export-command.h"

#include "planner/base/atomic-file.h"
#include "planner/base/json-print.h"
#include "planner/sweep/csv-export.h"
#include "planner/sweep/json-export.h"
#include "planner/sweep/kept-results.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iostream>
#include <set>

namespace ns3::planner
{

namespace
{

/// @param records get rid of all other metrics @param names those that are wanted; none: all
void
KeepMetrics(std::vector<PointRecord>& records, const std::vector<std::string>& names)
{
    const std::set<std::string> wanted(names.begin(), names.end());
    for (auto& record : records)
    {
        auto& metrics = record.result.metrics;
        metrics.erase(std::remove_if(metrics.begin(),
                                     metrics.end(),
                                     [&wanted](const auto& metric) {
                                         return !wanted.empty() && wanted.count(metric.first) == 0;
                                     }),
                      metrics.end());
    }
}

} // namespace

void
ExportCommand(const ExportOptions& options)
{
    const auto names = ParseMetrics(options.metrics);
    auto kept = LoadResults(options.results, options.run);
    KeepMetrics(kept.records, names);
    const std::string text = options.json ? PrintJson(ToJson(kept.records, kept.identity))
                                          : ToCsv(kept.records, kept.identity.GetLabel());
    if (options.output.empty())
    {
        std::cout << text;
        return;
    }
    WriteFileAtomically(options.output, text);
    std::cout << options.output << "\n";
}

} // namespace ns3::planner
