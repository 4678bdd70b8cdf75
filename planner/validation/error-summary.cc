/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "error-summary.h"

#include "planner/base/number-format.h"
#include "planner/base/quoting.h"
#include "planner/base/text-table.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <limits>

namespace ns3::planner
{

namespace
{

/// @param mean of some errors @return in per cent; a dash without points
std::string
InPerCent(const ErrorSummary::Mean& mean)
{
    return mean.count == 0 ? "-" : FormatFixed(100 * mean.Get(), 1) + " %";
}

} // namespace

double
ErrorSummary::Mean::Get() const
{
    return count == 0 ? std::numeric_limits<double>::quiet_NaN() : sum / static_cast<double>(count);
}

void
ErrorSummary::Add(const std::string& name, const ValidationOutcome& outcome)
{
    for (const auto& point : outcome.GetPoints())
    {
        Add(name, point.measured->calibrates, point.model, point.measured->measured);
    }
}

void
ErrorSummary::Add(const std::string& name, bool calibrates, double model, double measured)
{
    if (m_rows.empty() || m_rows.back().name != name)
    {
        m_rows.push_back({name, {}, {}});
    }
    Mean& mean = calibrates ? m_rows.back().calibrating : m_rows.back().predicted;
    ++mean.count;
    mean.sum += std::abs(model / measured - 1);
}

std::vector<ErrorSummary::Row>
ErrorSummary::GetRows() const
{
    auto sources = m_rows;
    Row all{"all", {}, {}};
    for (const auto& source : m_rows)
    {
        for (const auto kind : {&Row::predicted, &Row::calibrating})
        {
            (all.*kind).count += (source.*kind).count;
            (all.*kind).sum += (source.*kind).sum;
        }
    }
    sources.push_back(all);
    return sources;
}

std::vector<std::vector<std::string>>
ErrorSummary::GetTable() const
{
    std::vector<std::vector<std::string>> table{
        {"source", "predicted", "MAPE", "calibrating", "MAPE"}};
    for (const auto& source : GetRows())
    {
        table.push_back({source.name,
                         std::to_string(source.predicted.count),
                         InPerCent(source.predicted),
                         std::to_string(source.calibrating.count),
                         InPerCent(source.calibrating)});
    }
    return table;
}

std::string
ErrorSummary::GetText() const
{
    TextTable table;
    for (const auto& cells : GetTable())
    {
        table.Add(cells);
    }
    return "Mean absolute percentage errors (MAPE)\n" + table.GetText();
}

std::string
ErrorSummary::GetRst() const
{
    std::string text = ".. list-table::\n   :header-rows: 1\n\n";
    for (const auto& cells : GetTable())
    {
        for (size_t i = 0; i < cells.size(); ++i)
        {
            text += std::string(i == 0 ? "   * - " : "     - ") + EscapeRst(cells[i]) + "\n";
        }
    }
    return text + "\n";
}

nlohmann::json
ErrorSummary::ToJson() const
{
    nlohmann::json rows = nlohmann::json::array();
    for (const auto& source : GetRows())
    {
        rows.push_back({{"source", source.name},
                        {"predicted", source.predicted.count},
                        {"predicted_mape", source.predicted.Get()},
                        {"calibrating", source.calibrating.count},
                        {"calibrating_mape", source.calibrating.Get()}});
    }
    return rows;
}

} // namespace ns3::planner
