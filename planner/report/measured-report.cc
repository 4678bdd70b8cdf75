/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "measured-report.h"

#include "planner/base/metric-table.h"
#include "planner/base/number-format.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ns3::planner
{

namespace
{

/// @param metric a column of the results @return true for a share: errors of it are differences
bool
IsShare(const std::string& metric)
{
    return FindMetricRow(metric)->unit == "1";
}

/// @param value in the metric's own unit @param series in whose unit to write it
/// @return "74.6 Gbit/s"
std::string
InUnit(double value, const MeasuredSeries& series)
{
    if (std::isnan(value))
    {
        return "-";
    }
    if (series.unit.empty())
    {
        return FormatWithUnit(value, FindMetricRow(series.metric)->unit);
    }
    return FormatSignificant(value / series.unitSize) + " " + series.unit;
}

/// @param error of a share, or relative @param isShare which @return in words
std::string
ErrorText(double error, bool isShare)
{
    if (!std::isfinite(error))
    {
        return "-";
    }
    return (error >= 0 ? "+" : "") + FormatFixed(100 * error, 1) + (isShare ? " points" : " %");
}

} // namespace

std::string
MeasuredComparison::GetErrorText() const
{
    return ErrorText(error, IsShare(series->metric));
}

std::vector<MeasuredComparison>
CompareMeasured(const Experiment& experiment, const std::vector<PointGroup>& groups)
{
    constexpr double NONE = std::numeric_limits<double>::quiet_NaN();
    std::vector<MeasuredComparison> comparisons;
    for (const auto& series : experiment.measured.series)
    {
        for (const auto& point : series.points)
        {
            const PointGroup* group = FindGroup(groups, point.curve, point.value);
            const Estimate simulated = group ? group->Of(series.metric) : Estimate{NONE, NONE, 0};
            double error = simulated.mean - point.measured;
            if (!IsShare(series.metric))
            {
                error = point.measured == 0 ? NONE : error / point.measured;
            }
            comparisons.push_back({&series, &point, group, simulated, error});
        }
    }
    return comparisons;
}

TableRows
MakeMeasuredTable(const Experiment& experiment, const std::vector<MeasuredComparison>& comparisons)
{
    TableRows table{{"metric",
                     "curve",
                     experiment.sweep.parameter,
                     "measured",
                     "simulated",
                     "error",
                     "marks",
                     "note"}};
    for (const auto& compared : comparisons)
    {
        const double width = compared.simulated.GetErrorBar();
        table.push_back({compared.series->metric,
                         compared.point->curve,
                         experiment.sweep.TextOf(compared.point->value),
                         InUnit(compared.point->measured, *compared.series),
                         InUnit(compared.simulated.mean, *compared.series) +
                             (width > 0 ? " +- " + InUnit(width, *compared.series) : std::string()),
                         compared.GetErrorText(),
                         compared.group ? compared.group->GetMarks().ToText() : "not simulated",
                         compared.point->note});
    }
    return table;
}

std::string
DescribeMeasured(const Experiment& experiment, const std::vector<MeasuredComparison>& comparisons)
{
    std::string text;
    for (const auto& series : experiment.measured.series)
    {
        double sum = 0;
        size_t count = 0;
        const MeasuredComparison* worst = nullptr;
        for (const auto& compared : comparisons)
        {
            if (compared.series != &series || !std::isfinite(compared.error))
            {
                continue;
            }
            sum += std::abs(compared.error);
            ++count;
            if (!worst || std::abs(compared.error) > std::abs(worst->error))
            {
                worst = &compared;
            }
        }
        text += "Measured (" + experiment.measured.file + "), " + series.metric + ": ";
        if (!worst)
        {
            text += "nothing to compare.\n";
            continue;
        }
        const bool isShare = IsShare(series.metric);
        text +=
            "the simulation is off by " + FormatFixed(100 * sum / static_cast<double>(count), 1) +
            (isShare ? " points" : " %") + " in the mean of " + std::to_string(count) +
            (count == 1 ? " point" : " points") + ", at most by " + worst->GetErrorText() + " (" +
            experiment.sweep.parameter + " " + experiment.sweep.TextOf(worst->point->value) +
            (experiment.curves.size() > 1 ? ", " + worst->point->curve : "") + ").\n";
    }
    return text;
}

} // namespace ns3::planner
