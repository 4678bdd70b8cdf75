/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "analyze-command.h"

#include "planner/report/analysis-report.h"
#include "planner/scenario/experiment-reader.h"
#include "planner/sweep/run-options.h"

#include "ns3/ipsec-input-error.h"

#include <algorithm>
#include <iostream>

namespace ns3::planner
{

namespace
{

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

} // namespace

void
AnalyzeCommand(const AnalyzeOptions& options)
{
    const auto experiment = ReadExperiment(options.scenario, ParseSettings(options.settings));
    CheckNames(experiment, options);
    const auto* only = options.value.empty() ? nullptr : experiment.sweep.FindText(options.value);
    std::vector<AnalyzedPoint> points;
    for (const auto& curve : experiment.curves)
    {
        for (const auto& swept : experiment.sweep.GetValues())
        {
            const bool isWanted = (options.curve.empty() || curve.name == options.curve) &&
                                  (!only || swept.value == only->value);
            if (isWanted)
            {
                points.push_back(
                    {curve.name, swept.value, Analyze(experiment.At(curve.name, swept.value))});
            }
        }
    }
    std::cout << (options.json ? AnalysisToJson(experiment, points)
                               : DescribeAnalysis(experiment, points));
}

} // namespace ns3::planner
