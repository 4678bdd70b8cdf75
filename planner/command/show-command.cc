/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "show-command.h"

#include "model/profile/plain-text.h"
#include "model/profile/yaml-parser.h"
#include "planner/base/json-print.h"
#include "planner/scenario/experiment-reader.h"
#include "planner/scenario/scenario-show.h"
#include "planner/scenario/scenario-text.h"
#include "planner/sweep/point-choice.h"
#include "planner/sweep/run-options.h"

#include <nlohmann/json.hpp>

#include <iostream>
#include <sstream>

namespace ns3::planner
{

namespace
{

/// @param stream of comments @return their lines, without the sign and without empty ones
nlohmann::json
LinesOf(std::istream& stream)
{
    nlohmann::json lines = nlohmann::json::array();
    for (std::string line; std::getline(stream, line);)
    {
        const auto begin = line.find_first_not_of("# ");
        if (begin != std::string::npos)
        {
            lines.push_back(line.substr(begin));
        }
    }
    return lines;
}

/// @param root a scenario @return it with all defaults; every scalar is a string, as in the file
nlohmann::json
DocumentOf(const InputNode& root)
{
    std::ostringstream text;
    WriteScenarioText(text, root);
    return nlohmann::json::parse(ParseYaml(text.str(), "show").ToJson());
}

} // namespace

void
ShowCommand(const ShowOptions& options)
{
    const auto experiment = ReadExperiment(options.scenario, ParseSettings(options.settings));
    const std::string curve = ChooseCurve(experiment, options.curve);
    const SweepValue& value = ChooseValue(experiment, options.value);
    const bool isPoint = !options.curve.empty() || !options.value.empty();
    const InputNode root =
        isPoint ? OnlyPoint(experiment, curve, value.value) : WithSettings(experiment);

    if (options.json)
    {
        std::stringstream resolved;
        WriteResolved(resolved, experiment.At(curve, value.value));
        std::cout << PrintJson({{"command", "show"},
                                {"scenario", experiment.name},
                                {"settings", experiment.GetSettingsText()},
                                {"curve", curve},
                                {"value", value.text},
                                {"resolved", LinesOf(resolved)},
                                {"document", DocumentOf(root)}});
        return;
    }
    std::cout << "# " << WithoutControls(experiment.GetLabel()) << ", with all defaults. At curve "
              << WithoutControls(curve) << ", "
              << WithoutControls(experiment.sweep.parameter + " " + value.text) << ":\n";
    WriteResolved(std::cout, experiment.At(curve, value.value));
    std::cout << "\n";
    WriteScenarioText(std::cout, root);
}

} // namespace ns3::planner
