/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "validate-command.h"

#include "group-fit.h"
#include "hold-out-run.h"
#include "validated-experiments.h"

#include "planner/base/atomic-file.h"
#include "planner/base/json-print.h"
#include "planner/base/number-format.h"
#include "planner/base/shipped-scenarios.h"
#include "planner/report/figure.h"
#include "planner/report/gnuplot-run.h"
#include "planner/sweep/csv-export.h"
#include "planner/sweep/result-folder.h"
#include "planner/validation/error-summary.h"
#include "planner/validation/hold-out.h"
#include "planner/validation/validation-json.h"
#include "planner/validation/validation-outcome.h"
#include "planner/validation/validation-report.h"

#include "ns3/ipsec-input-error.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iostream>
#include <set>
#include <sstream>
#include <stdexcept>

namespace ns3::planner
{

namespace
{

/// @param experiment with a validation @param held parameters that belong together
/// @return the calibrating points of their curves
GroupFit::Points
GetCalibrating(const Experiment& experiment, const HoldOut& held)
{
    GroupFit::Points points;
    for (const auto& point : experiment.validation->points)
    {
        const auto isOurs = [&point](const auto* p) { return p->BelongsTo(point.curve); };
        if (point.calibrates && std::any_of(held.parameters.begin(), held.parameters.end(), isOurs))
        {
            points.push_back(&point);
        }
    }
    if (points.size() < held.parameters.size())
    {
        throw InputError({{experiment.file,
                           0,
                           0,
                           held.parameters.front()->name,
                           "as many calibrating points as parameters, or more"}});
    }
    return points;
}

/// @param options those of the run @param experiment with a validation
void
Fit(const RunOptions& options, const Experiment& experiment)
{
    std::cout << experiment.title << "\n";
    std::set<const FittedParameter*> done;
    for (const auto& point : experiment.validation->points)
    {
        const auto held = HoldOutOf(*experiment.validation, point);
        if (held.parameters.empty() || !done.insert(held.parameters.front()).second)
        {
            continue;
        }
        const auto points = GetCalibrating(experiment, held);
        const auto fit = GroupFit(options, experiment, held.parameters, points).Find();
        for (size_t i = 0; i < held.parameters.size(); ++i)
        {
            std::cout << "  " << held.parameters[i]->name << ": "
                      << held.parameters[i]->TextOf(fit.parameters[i]) << "\n";
        }
        std::cout << "    residual " << FormatFixed(100 * fit.residual, 2) << " % of "
                  << points.size() << " points after " << fit.evaluations << " evaluations\n";
    }
}

/// What validations leave behind.
struct Validated
{
    std::string sections;                               //!< of the manual
    nlohmann::json scenarios = nlohmann::json::array(); //!< for machines
    ErrorSummary errors;                                //!< per source
};

/// @param options those of the run @param experiment with a validation @param validated gets what
/// came of it @return false when a check is missed
bool
Validate(const RunOptions& options, const Experiment& experiment, Validated& validated)
{
    std::ostringstream unread;
    std::ostream& out = options.json ? unread : std::cout;
    const ResultFolder folder(options.out + "/" + experiment.name);
    const auto records = SimulateValidated(folder, options, experiment, GetLeanPoints(experiment));
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
    validated.errors.Add(experiment.name, outcome);
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
    const bool simulates = !options.fit && options.holdOut.empty();
    if (simulates && !options.run.noFigures)
    {
        RequireGnuplot();
    }
    const auto experiments = ReadAllValidated(files, options.run);
    if (!options.holdOut.empty())
    {
        HoldOutRun run(options.run);
        run.Run(experiments, options.holdOut);
        const auto path = options.run.out + "/hold-out.rst";
        WriteFileAtomically(path, run.GetSection());
        std::cout << path << "\n";
        return true;
    }
    bool isMet = true;
    Validated validated;
    for (const auto& experiment : experiments)
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
        WriteFileAtomically(options.run.out + "/errors.rst", validated.errors.GetRst());
        std::cout << (options.run.json ? PrintJson({{"command", "validate"},
                                                    {"met", isMet},
                                                    {"errors", validated.errors.ToJson()},
                                                    {"scenarios", validated.scenarios}})
                                       : validated.errors.GetText() + path + "\n");
    }
    return isMet || !options.strict;
}

} // namespace ns3::planner
