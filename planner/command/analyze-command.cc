/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "analyze-command.h"

#include "planner/base/atomic-file.h"
#include "planner/base/progress-bar.h"
#include "planner/base/quoting.h"
#include "planner/report/analysis-report.h"
#include "planner/report/gnuplot-run.h"
#include "planner/scenario/experiment-reader.h"
#include "planner/sweep/result-folder.h"
#include "planner/sweep/run-options.h"

#include "ns3/ipsec-input-error.h"

#include <algorithm>
#include <iostream>
#include <utility>
#include <vector>

namespace ns3::planner
{

namespace
{

/// Name of the page and of its figure.
constexpr const char* ANALYSIS_NAME = "analysis";

/// @param experiment a scenario @param options name a curve and a value, or none
/// @throws InputError when it does not have them
void
CheckNames(const Experiment& experiment, const AnalyzeOptions& options)
{
    const auto& curves = experiment.curves;
    const bool hasCurve = std::any_of(curves.begin(), curves.end(), [&](const auto& curve) {
        return curve.name == options.curve;
    });
    if (!options.curve.empty() && !hasCurve)
    {
        throw InputError({{"--curve", 0, 0, options.curve, "the name of one of its curves"}});
    }
    if (!options.value.empty() && !experiment.sweep.FindText(options.value))
    {
        throw InputError({{"--value", 0, 0, options.value, "one of the sweep's values"}});
    }
}

/// @param options of the command line @return words of a shell that say the same again
std::string
GetAnalyzeLine(const AnalyzeOptions& options)
{
    RunOptions run;
    run.scenario = options.scenario;
    run.settings = options.settings;
    return GetCommandLine("analyze", run) +
           (options.curve.empty() ? "" : " --curve " + QuoteForShell(options.curve)) +
           (options.value.empty() ? "" : " --value " + QuoteForShell(options.value)) + " --out " +
           QuoteForShell(options.out);
}

/// Write analysis.html, and its figure.
/// @param options of the command line @param experiment what was analyzed
/// @param points what was found
void
WritePage(const AnalyzeOptions& options,
          const Experiment& experiment,
          const std::vector<AnalyzedPoint>& points)
{
    RequireGnuplot();
    const ResultFolder folder(options.out + "/" + experiment.name);
    QuestionParts parts = MakeAnalysisParts(experiment, points);
    parts.command = GetAnalyzeLine(options);
    const Figure figure = MakeAnalysisFigure(experiment, points);
    if (HasPoints(figure))
    {
        DrawFigure(figure, folder.GetPath(), ANALYSIS_NAME);
        parts.figures.push_back({figure, folder / (ANALYSIS_NAME + std::string(".svg"))});
    }
    WriteFileAtomically(folder / (ANALYSIS_NAME + std::string(".html")),
                        MakeQuestionPage(experiment, parts));
}

} // namespace

void
AnalyzeCommand(const AnalyzeOptions& options)
{
    const auto experiment = ReadExperiment(options.scenario, ParseSettings(options.settings));
    CheckNames(experiment, options);
    const auto* only = options.value.empty() ? nullptr : experiment.sweep.FindText(options.value);
    std::vector<std::pair<std::string, double>> wanted; // curves and values
    for (const auto& curve : experiment.curves)
    {
        for (const auto& swept : experiment.sweep.GetValues())
        {
            if ((options.curve.empty() || curve.name == options.curve) &&
                (!only || swept.value == only->value))
            {
                wanted.emplace_back(curve.name, swept.value);
            }
        }
    }
    std::vector<AnalyzedPoint> points;
    const AssumedVariants variants(experiment);
    {
        ProgressBar bar(std::cerr,
                        ProgressBar::ChooseStyle(false),
                        wanted.size(),
                        ProgressBar::Clock::now());
        for (const auto& [curve, value] : wanted)
        {
            points.push_back(
                {curve, value, Analyze(experiment.At(curve, value)), variants.Find(curve, value)});
            bar.Advance();
        }
    }
    if (!options.out.empty())
    {
        WritePage(options, experiment, points);
    }
    std::cout << (options.json ? AnalysisToJson(experiment, points)
                               : DescribeAnalysis(experiment, points));
    if (!options.out.empty() && !options.json)
    {
        std::cout << "\n"
                  << options.out << "/" << experiment.name << "/" << ANALYSIS_NAME << ".html\n";
    }
}

} // namespace ns3::planner
