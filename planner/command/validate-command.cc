/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "validate-command.h"

#include "model/profile/units.h"
#include "planner/base/atomic-file.h"
#include "planner/base/json-print.h"
#include "planner/base/metric-table.h"
#include "planner/base/number-format.h"
#include "planner/base/shipped-scenarios.h"
#include "planner/method/parameter-fit.h"
#include "planner/report/figure.h"
#include "planner/report/gnuplot-run.h"
#include "planner/sweep/csv-export.h"
#include "planner/sweep/point-list.h"
#include "planner/sweep/point-sweep.h"
#include "planner/sweep/result-folder.h"
#include "planner/sweep/results.h"
#include "planner/validation/validation-json.h"
#include "planner/validation/validation-outcome.h"
#include "planner/validation/validation-report.h"

#include "ns3/ipsec-input-error.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <iostream>
#include <set>
#include <sstream>
#include <stdexcept>

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

/// @param options those of the run @return the experiment, which has a validation; of several
/// metrics in a file of measurements the first
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

/// @param files scenarios @param options those of the run @return all experiments; one that is
/// wrong is told before any is simulated
std::vector<Experiment>
ReadAll(const std::vector<std::string>& files, RunOptions options)
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

/// @param folder of its results @param options those of the run @param experiment what to simulate
/// @param points which @return results
std::vector<PointRecord>
Simulate(const ResultFolder& folder,
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

/// @param experiment with a validation @return its points without those of spot checks
std::vector<PointSpec>
LeanPoints(const Experiment& experiment)
{
    auto points = EnumeratePoints(experiment);
    const auto isOther = [](const PointSpec& point) { return point.fidelity != Fidelity::LEAN; };
    points.erase(std::remove_if(points.begin(), points.end(), isOther), points.end());
    return points;
}

/// Finds parameters that depend on each other: those that share a curve.
class GroupFit
{
  public:
    /// @param options those of the run @param experiment with a validation
    GroupFit(const RunOptions& options, const Experiment& experiment)
        : m_options(options),
          m_experiment(experiment)
    {
        m_options.quiet = true;
    }

    /// @param parameter to find @return true when it, or its first, belongs to the group
    bool Take(const FittedParameter& parameter);

    /// Find and print.
    void Run();

  private:
    std::vector<double> Evaluate(const std::vector<double>& parameters) const;

    RunOptions m_options;                             //!< those of the run
    const Experiment& m_experiment;                   //!< with a validation
    std::set<std::string> m_curves;                   //!< of the parameters
    std::vector<const FittedParameter*> m_parameters; //!< to find
    std::vector<const MeasuredPoint*> m_points;       //!< that decide them
};

bool
GroupFit::Take(const FittedParameter& parameter)
{
    const bool isOurs = m_parameters.empty() ||
                        std::any_of(parameter.curves.begin(),
                                    parameter.curves.end(),
                                    [&](const auto& curve) { return m_curves.count(curve) > 0; });
    if (isOurs)
    {
        m_parameters.push_back(&parameter);
        m_curves.insert(parameter.curves.begin(), parameter.curves.end());
    }
    return isOurs;
}

std::vector<double>
GroupFit::Evaluate(const std::vector<double>& parameters) const
{
    RunOptions options = m_options;
    for (size_t i = 0; i < parameters.size(); ++i)
    {
        options.settings.push_back("validation.calibrate." + m_parameters[i]->name +
                                   ".value=" + m_parameters[i]->TextOf(parameters[i]));
    }
    const auto experiment = ReadValidated(options);
    auto points = LeanPoints(experiment);
    const auto isIdle = [this](const PointSpec& point) {
        return std::none_of(m_points.begin(), m_points.end(), [&point](const auto* p) {
            return p->curve == point.curve && p->value == point.value;
        });
    };
    points.erase(std::remove_if(points.begin(), points.end(), isIdle), points.end());
    const ResultFolder folder(options.out + "/" + experiment.name);
    const auto records = Simulate(folder, options, experiment, points);
    std::vector<double> values;
    const auto groups = GroupReplications(records);
    for (const auto* point : m_points)
    {
        const auto* group = FindGroup(groups, point->curve, point->value);
        values.push_back(ReadOffSmooth(*experiment.validation, *group));
    }
    return values;
}

void
GroupFit::Run()
{
    std::vector<double> start;
    std::vector<double> targets;
    for (const auto* parameter : m_parameters)
    {
        start.push_back(parameter->value);
    }
    for (const auto& point : m_experiment.validation->points)
    {
        if (point.calibrates && m_curves.count(point.curve) > 0)
        {
            m_points.push_back(&point);
            targets.push_back(point.measured);
        }
    }
    if (m_points.size() < m_parameters.size())
    {
        throw InputError({{m_experiment.file,
                           0,
                           0,
                           m_parameters.front()->name,
                           "as many calibrating points as parameters, or more"}});
    }
    const auto fit = FitParameters([this](const auto& p) { return Evaluate(p); }, start, targets);
    for (size_t i = 0; i < m_parameters.size(); ++i)
    {
        std::cout << "  " << m_parameters[i]->name << ": "
                  << m_parameters[i]->TextOf(fit.parameters[i]) << "\n";
    }
    std::cout << "    residual " << FormatFixed(100 * fit.residual, 2) << " % of "
              << m_points.size() << " points after " << fit.evaluations << " evaluations\n";
}

/// @param options those of the run @param experiment with a validation
void
Fit(const RunOptions& options, const Experiment& experiment)
{
    std::cout << experiment.title << "\n";
    const auto& parameters = experiment.validation->parameters;
    std::vector<bool> isTaken(parameters.size(), false);
    for (size_t first = 0; first < parameters.size(); ++first)
    {
        if (isTaken[first])
        {
            continue;
        }
        GroupFit group(options, experiment);
        // A parameter may tie others to the group that came before it: until nothing changes.
        for (bool isChanged = true; isChanged;)
        {
            isChanged = false;
            for (size_t i = first; i < parameters.size(); ++i)
            {
                if (!isTaken[i] && group.Take(parameters[i]))
                {
                    isTaken[i] = true;
                    isChanged = true;
                }
            }
        }
        group.Run();
    }
}

/// What validations leave behind.
struct Validated
{
    std::string sections;                               //!< of the manual
    nlohmann::json scenarios = nlohmann::json::array(); //!< for machines
};

/// @param options those of the run @param experiment with a validation @param validated gets what
/// came of it @return false when a check is missed
bool
Validate(const RunOptions& options, const Experiment& experiment, Validated& validated)
{
    std::ostringstream unread;
    std::ostream& out = options.json ? unread : std::cout;
    const ResultFolder folder(options.out + "/" + experiment.name);
    const auto records = Simulate(folder, options, experiment, LeanPoints(experiment));
    const ValidationOutcome outcome(experiment, records);
    out << DescribeValidation(experiment, outcome);
    WriteFileAtomically(folder / "results.csv", ToCsv(records, experiment.GetLabel()));
    if (!options.noFigures)
    {
        const std::string name = GetValidationFigure(experiment);
        DrawFigure(MakeValidationFigure(experiment, outcome), folder.GetPath(), name);
        out << "  " << folder / (name + ".svg") << "\n\n";
    }
    validated.sections += WriteValidationSection(experiment, outcome);
    validated.scenarios.push_back(ToJson(experiment, outcome));
    const auto& checks = outcome.GetChecks();
    return std::all_of(checks.begin(), checks.end(), [](const auto& c) { return c.isMet; });
}

} // namespace

bool
ValidateCommand(const ValidateOptions& options)
{
    const auto files = options.files.empty() ? GetShippedValidations() : options.files;
    if (files.empty())
    {
        throw std::runtime_error("no validation scenarios are installed");
    }
    if (!options.fit && !options.run.noFigures)
    {
        RequireGnuplot();
    }
    bool isMet = true;
    Validated validated;
    for (const auto& experiment : ReadAll(files, options.run))
    {
        if (options.fit)
        {
            Fit(options.run, experiment);
            continue;
        }
        isMet = Validate(options.run, experiment, validated) && isMet;
    }
    if (!options.fit)
    {
        const auto path = options.run.out + "/validation.rst";
        WriteFileAtomically(path, validated.sections);
        std::cout << (options.run.json ? PrintJson({{"command", "validate"},
                                                    {"met", isMet},
                                                    {"scenarios", validated.scenarios}})
                                       : path + "\n");
    }
    return isMet || !options.strict;
}

} // namespace ns3::planner
