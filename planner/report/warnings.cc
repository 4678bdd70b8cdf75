/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "warnings.h"

#include "provenance-report.h"
#include "scenario-remarks.h"

namespace ns3::planner
{

std::vector<std::string>
FindWarnings(const Experiment& experiment, const std::vector<PointRecord>& records)
{
    std::vector<std::string> warnings;
    for (const auto& remark : FindRemarks(experiment))
    {
        if (remark.isWarning)
        {
            warnings.push_back(remark.text);
        }
    }
    const auto missing = FindMissingCosts(experiment, records);
    warnings.insert(warnings.end(), missing.begin(), missing.end());
    return warnings;
}

std::string
ToLines(const std::vector<std::string>& warnings)
{
    std::string lines;
    for (const auto& warning : warnings)
    {
        lines += "warning: " + warning + "\n";
    }
    return lines;
}

} // namespace ns3::planner
