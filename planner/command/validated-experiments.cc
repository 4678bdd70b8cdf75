/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "validated-experiments.h"

#include "planner/base/metric-table.h"
#include "planner/sweep/point-list.h"
#include "planner/sweep/point-sweep.h"

#include "ns3/ipsec-input-error.h"

#include <algorithm>

namespace ns3::planner
{

namespace
{

/// @param experiment with a file of measurements @param series one metric of it
/// @return what validates it
ValidationSpec
MakeValidation(const Experiment& experiment, const MeasuredSeries& series)
{
    const MetricRow& row = *FindMetricRow(series.metric);
    ValidationSpec spec;
    spec.source = experiment.measured.file;
    spec.metric = series.metric;
    spec.quantity = series.metric;
    spec.unit = series.unit.empty() ? row.unit : series.unit;
    spec.unitSize = series.unitSize;
    spec.isDifference = row.unit == "1";
    spec.xLabel = experiment.sweep.parameter;
    spec.points = series.points;
    return spec;
}

/// @param experiments get the last one again for each further metric of its measurements
void
AddOtherMetrics(std::vector<Experiment>& experiments)
{
    const Experiment last = experiments.back();
    for (size_t i = 1; i < last.measured.series.size(); ++i)
    {
        experiments.push_back(last);
        experiments.back().validation = MakeValidation(last, last.measured.series[i]);
    }
}

} // namespace

Experiment
ReadValidated(const RunOptions& options)
{
    auto experiment = ReadExperimentFor(options);
    if (!experiment.validation && !experiment.measured.series.empty())
    {
        experiment.validation = MakeValidation(experiment, experiment.measured.series.front());
    }
    if (!experiment.validation)
    {
        throw InputError(
            {{options.scenario, 0, 0, "", "a section 'validation': what was measured"}});
    }
    return experiment;
}

std::vector<Experiment>
ReadAllValidated(const std::vector<std::string>& files, RunOptions options)
{
    std::vector<Experiment> experiments;
    std::vector<InputProblem> problems;
    for (const auto& file : files)
    {
        options.scenario = file;
        try
        {
            experiments.push_back(ReadValidated(options));
            AddOtherMetrics(experiments);
        }
        catch (const InputError& error)
        {
            problems.insert(problems.end(), error.GetProblems().begin(), error.GetProblems().end());
        }
    }
    if (!problems.empty())
    {
        throw InputError(problems);
    }
    return experiments;
}

std::vector<PointRecord>
SimulateValidated(const ResultFolder& folder,
                  const RunOptions& options,
                  const Experiment& experiment,
                  const std::vector<PointSpec>& points)
{
    ResultStore store(folder / "results.sqlite", IdentityOf(experiment));
    if (options.force)
    {
        store.Clear();
    }
    return PointSweep(options, experiment, store).Run(points);
}

std::vector<PointSpec>
GetLeanPoints(const Experiment& experiment)
{
    auto points = EnumeratePoints(experiment);
    const auto isOther = [](const PointSpec& point) { return point.fidelity != Fidelity::LEAN; };
    points.erase(std::remove_if(points.begin(), points.end(), isOther), points.end());
    return points;
}

} // namespace ns3::planner
