/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "kept-results.h"

#include "result-reader.h"

#include "model/profile/did-you-mean.h"
#include "planner/base/metric-table.h"

#include <algorithm>
#include <sstream>
#include <stdexcept>

namespace ns3::planner
{

KeptResults
LoadResults(const std::string& path, const std::string& run)
{
    const ResultReader reader(path);
    const auto runs = reader.GetRuns();
    const auto found = std::find_if(runs.begin(), runs.end(), [&run](const KeptRun& kept) {
        return kept.identity.GetHash().rfind(run, 0) == 0;
    });
    if (found == runs.end())
    {
        std::string known;
        for (const auto& kept : runs)
        {
            known += (known.empty() ? "" : ", ") + kept.identity.GetHash();
        }
        throw std::runtime_error(reader.GetPath() + ": has no run " + run +
                                 (known.empty() ? "" : "; there are " + known));
    }
    KeptResults results{reader.GetPath(), found->identity, reader.Load(*found, MarksOf::VERDICT)};
    if (results.records.empty())
    {
        throw std::runtime_error(reader.GetPath() + ": run " + found->identity.GetHash() +
                                 " has no points yet");
    }
    return results;
}

std::vector<std::string>
ParseMetrics(const std::string& text)
{
    std::vector<std::string> names;
    std::istringstream words(text);
    for (std::string name; std::getline(words, name, ',');)
    {
        const auto& known = GetMetricNames();
        if (std::find(known.begin(), known.end(), name) == known.end())
        {
            throw std::runtime_error("--metrics '" + name + "': expected names of metrics" +
                                     DidYouMean(name, known));
        }
        names.push_back(name);
    }
    return names;
}

} // namespace ns3::planner
