/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "report-page.h"

#include "planner/base/metric-table.h"
#include "planner/base/number-format.h"
#include "planner/base/quoting.h"
#include "planner/sweep/statistics.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace ns3::planner
{

namespace
{

/// Columns of the table of results, where they have a value.
constexpr std::array<const char*, 9> SHOWN{"throughput_bps",
                                           "reverse_throughput_bps",
                                           "offload_ratio",
                                           "reverse_offload_ratio",
                                           "loss",
                                           "delay_p50_s",
                                           "delay_p99_s",
                                           "cpu_utilization",
                                           "nic_cipher_utilization"};

/// @param estimate a mean @param unit its unit @return both, with the interval if there is one
std::string
FormatEstimate(const Estimate& estimate, const std::string& unit)
{
    if (std::isnan(estimate.mean))
    {
        return "-";
    }
    const double width = estimate.GetErrorBar();
    return FormatWithUnit(estimate.mean, unit) +
           (width > 0 ? " ± " + FormatWithUnit(width, unit) : "");
}

/// @param experiment what was simulated @param groups its points
/// @return the metrics that most readers want, and that some point has
std::vector<std::string>
FindMetrics(const Experiment& experiment, const std::vector<PointGroup>& groups)
{
    const bool both = experiment.first.traffic.direction == TrafficDirection::BOTH;
    std::vector<std::string> metrics;
    for (const std::string metric : SHOWN)
    {
        const bool has = std::any_of(groups.begin(), groups.end(), [&metric](const auto& group) {
            return !std::isnan(group.Of(metric).mean);
        });
        if (has && (both || metric.rfind("reverse_", 0) != 0))
        {
            metrics.push_back(metric);
        }
    }
    return metrics;
}

/// @param experiment what was simulated @param groups its points
/// @return means and intervals of those metrics
TableRows
MakeResultTable(const Experiment& experiment, const std::vector<PointGroup>& groups)
{
    const auto metrics = FindMetrics(experiment, groups);
    TableRows table{{"curve", experiment.sweep.parameter}};
    table.front().insert(table.front().end(), metrics.begin(), metrics.end());
    table.front().emplace_back("marks");
    for (const auto& group : groups)
    {
        std::vector<std::string> cells{group.curve, experiment.sweep.TextOf(group.value)};
        for (const auto& metric : metrics)
        {
            cells.push_back(FormatEstimate(group.Of(metric), FindMetricRow(metric)->unit));
        }
        cells.push_back(group.GetMarks().ToText());
        table.push_back(std::move(cells));
    }
    return table;
}

/// @param page gets the five questions @param experiment whose @param parts the answers
void
WriteAnswers(PageFrame& page, const Experiment& experiment, const ReportParts& parts)
{
    page.BeginSection("answers", "Answers");
    if (parts.answers.empty())
    {
        page.WriteLines("Not asked yet. This simulates what more slots, cores or nodes, a failure, "
                        "10 % more traffic and rekeys change, and puts the answers here:");
        page.WriteCode("ipsec-plan answer " + QuoteForShell(experiment.file));
    }
    else
    {
        page.WriteLines(parts.answered, "soft");
    }
    for (const auto& answer : parts.answers)
    {
        page.WriteAnswer(answer.question, answer.sentences);
    }
    page.EndSection();
}

/// @param page gets them @param warnings why not to rely on the numbers
void
WriteWarnings(PageFrame& page, const std::vector<std::string>& warnings)
{
    for (const auto& warning : warnings)
    {
        page.WriteLines(warning, "warning");
    }
}

} // namespace

std::string
MakeReportPage(const Experiment& experiment,
               const std::vector<PointRecord>& records,
               const ReportParts& parts)
{
    PageFrame page(experiment);
    WriteAnswers(page, experiment, parts);
    page.BeginSection("findings", "Findings");
    WriteWarnings(page, parts.warnings);
    page.WriteLines(parts.findings);
    page.EndSection();
    page.WriteFigures(parts.figures, parts.heatMaps, parts.pictures);
    page.BeginSection("results", "Results");
    page.WriteLines("Means over the replications, and half widths of their 95 % intervals. All "
                    "metrics are in results.csv and results.sqlite.",
                    "soft");
    page.WriteTable(MakeResultTable(experiment, GroupReplications(records)));
    page.EndSection();
    if (!parts.measured.empty())
    {
        page.BeginSection("measured", "Measured");
        page.WriteLines(experiment.measured.file +
                            ": what was measured, what the simulation says there, and its error.",
                        "soft");
        page.WriteTable(parts.measured);
        page.EndSection();
    }
    page.WriteSources();
    page.WriteReproduction(parts.command);
    return page.Finish();
}

std::string
MakeQuestionPage(const Experiment& experiment, const QuestionParts& parts)
{
    PageFrame page(experiment);
    page.BeginSection("answers", "Answer");
    page.WriteAnswer(parts.question, parts.answers);
    WriteWarnings(page, parts.warnings);
    page.WriteLines(parts.details, "soft");
    page.EndSection();
    page.WriteFigures(parts.figures, {});
    for (size_t i = 0; i < parts.tables.size(); ++i)
    {
        page.BeginSection("table-" + std::to_string(i + 1), parts.tables[i].first);
        page.WriteTable(parts.tables[i].second);
        page.EndSection();
    }
    page.WriteSources();
    page.WriteReproduction(parts.command);
    return page.Finish();
}

} // namespace ns3::planner
