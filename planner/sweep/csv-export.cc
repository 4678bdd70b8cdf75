/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "csv-export.h"

#include "planner/base/metric-table.h"
#include "planner/base/number-format.h"
#include "planner/base/quoting.h"

#include "ns3/abort.h"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace ns3::planner
{

namespace
{

/// @param spec a point @return what its line is sorted by
auto
OrderOf(const PointSpec& spec)
{
    return std::tie(spec.curve, spec.value, spec.name, spec.load, spec.replication, spec.fidelity);
}

/// @param records results @return true when some of them are trials of a search
bool
HasTrials(const std::vector<PointRecord>& records)
{
    return std::any_of(records.begin(), records.end(), [](const PointRecord& record) {
        return record.spec.load != 0;
    });
}

/// @param spec a point @return the fields that name it
std::string
NameFields(const PointSpec& spec)
{
    return QuoteForCsv(spec.curve) + "," +
           (spec.name.empty() ? FormatPlain(spec.value) : QuoteForCsv(spec.name)) + "," +
           std::to_string(spec.replication) + "," + ToString(spec.fidelity);
}

/// @param run what ran @return the ends of the head and of each line; empty ones for no run
std::pair<std::string, std::string>
RunColumn(const std::string& run)
{
    return run.empty() ? std::pair<std::string, std::string>()
                       : std::pair<std::string, std::string>(",run", "," + QuoteForCsv(run));
}

/// @param records results @return the metrics that any of them has, in the order of the table
std::vector<std::string>
FindColumns(const std::vector<PointRecord>& records)
{
    std::unordered_set<std::string> given;
    for (const auto& record : records)
    {
        for (const auto& [name, value] : record.result.metrics)
        {
            NS_ABORT_MSG_UNLESS(FindMetricRow(name), "the table of metrics has no " << name);
            given.insert(name);
        }
    }
    std::vector<std::string> columns;
    const auto& names = GetMetricNames();
    std::copy_if(names.begin(),
                 names.end(),
                 std::back_inserter(columns),
                 [&given](const auto& name) { return given.count(name) > 0; });
    return columns;
}

} // namespace

void
SortForExport(std::vector<PointRecord>& records)
{
    std::sort(records.begin(), records.end(), [](const PointRecord& a, const PointRecord& b) {
        return OrderOf(a.spec) < OrderOf(b.spec);
    });
}

std::string
ToCsv(std::vector<PointRecord> records, const std::string& run)
{
    const auto [runHead, runField] = RunColumn(run);
    SortForExport(records);
    const std::vector<std::string> columns = FindColumns(records);
    const bool hasTrials = HasTrials(records);
    std::string text = "curve,value,replication,fidelity";
    text += hasTrials ? ",load_bps" : "";
    for (const auto& column : columns)
    {
        text += "," + QuoteForCsv(column);
    }
    text += ",marks" + runHead + "\n";
    for (const auto& [spec, result] : records)
    {
        text += NameFields(spec) + (hasTrials ? "," + std::to_string(spec.load) : "");
        const std::unordered_map<std::string, double> values(result.metrics.begin(),
                                                             result.metrics.end());
        for (const auto& column : columns)
        {
            const auto found = values.find(column);
            text += "," + (found == values.end() ? "" : FormatNumber(found->second));
        }
        text += "," + result.marks.ToText() + runField + "\n";
    }
    return text;
}

std::string
TimelinesToCsv(std::vector<PointRecord> records, const std::string& run)
{
    const auto [runHead, runField] = RunColumn(run);
    SortForExport(records);
    std::string text = "curve,value,replication,fidelity,time_s";
    const auto sampled = std::find_if(records.begin(), records.end(), [](const auto& record) {
        return !record.result.timeline.rows.empty();
    });
    if (sampled != records.end())
    {
        for (const auto& name : sampled->result.timeline.names)
        {
            text += "," + QuoteForCsv(name);
        }
    }
    text += runHead + "\n";
    for (const auto& [spec, result] : records)
    {
        const Timeline& timeline = result.timeline;
        for (const auto& row : timeline.rows)
        {
            text += NameFields(spec) + "," + FormatNumber(row.time);
            for (const double value : row.values)
            {
                text += "," + FormatNumber(value);
            }
            text += runField + "\n";
        }
    }
    return text;
}

} // namespace ns3::planner
