/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "show-command.h"

#include "model/profile/plain-text.h"
#include "planner/scenario/experiment-reader.h"
#include "planner/scenario/scenario-show.h"
#include "planner/scenario/scenario-text.h"
#include "planner/sweep/point-choice.h"
#include "planner/sweep/run-options.h"

#include <iostream>

namespace ns3::planner
{

void
ShowCommand(const ShowOptions& options)
{
    const auto experiment = ReadExperiment(options.scenario, ParseSettings(options.settings));
    const std::string curve = ChooseCurve(experiment, options.curve);
    const SweepValue& value = ChooseValue(experiment, options.value);
    const bool isPoint = !options.curve.empty() || !options.value.empty();
    const InputNode root =
        isPoint ? OnlyPoint(experiment, curve, value.value) : WithSettings(experiment);

    std::cout << "# " << WithoutControls(experiment.GetLabel()) << ", with all defaults. At curve "
              << WithoutControls(curve) << ", "
              << WithoutControls(experiment.sweep.parameter + " " + value.text) << ":\n";
    WriteResolved(std::cout, experiment.At(curve, value.value));
    std::cout << "\n";
    WriteScenarioText(std::cout, root);
}

} // namespace ns3::planner
