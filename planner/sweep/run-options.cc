/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "run-options.h"

#include "model/profile/yaml-input.h"
#include "model/profile/yaml-parser.h"
#include "planner/base/quoting.h"
#include "planner/scenario/experiment-reader.h"

#include "ns3/ipsec-input-error.h"

namespace ns3::planner
{

std::vector<InputSetting>
ParseSettings(const std::vector<std::string>& texts)
{
    std::vector<InputSetting> settings;
    std::vector<InputProblem> problems;
    for (const auto& text : texts)
    {
        const auto equals = text.find('=');
        if (equals == std::string::npos || equals == 0 || equals + 1 == text.size())
        {
            problems.push_back(
                {"--set", 0, 0, text, "PATH=VALUE, as in nodes.server.nic.sa-slots=64"});
            continue;
        }
        try
        {
            settings.push_back(
                ParseSetting("--set", text.substr(0, equals), text.substr(equals + 1)));
        }
        catch (const InputError& error)
        {
            const auto& found = error.GetProblems();
            problems.insert(problems.end(), found.begin(), found.end());
        }
    }
    if (!problems.empty())
    {
        throw InputError(problems);
    }
    return settings;
}

std::string
GetCommandLine(const std::string& command, const RunOptions& options)
{
    std::string line = "ipsec-plan " + command + " " + QuoteForShell(options.scenario);
    for (const auto& setting : options.settings)
    {
        line += " --set " + QuoteForShell(setting);
    }
    if (options.replications != 0)
    {
        line += " --replications " + std::to_string(options.replications);
    }
    if (options.packets != 0)
    {
        line += " --packets " + std::to_string(options.packets);
    }
    if (!options.name.empty())
    {
        line += " --name " + QuoteForShell(options.name);
    }
    return line;
}

Experiment
ReadExperimentFor(const RunOptions& options)
{
    auto experiment = ReadExperiment(options.scenario, ParseSettings(options.settings));
    if (!options.name.empty())
    {
        YamlInput input("--name");
        const InputValue name(input, InputNode::Scalar(options.name, {}), "");
        experiment.name = name.ToName().value_or("");
        input.ThrowIfWrong();
    }
    experiment.Override({options.replications, options.packets});
    return experiment;
}

} // namespace ns3::planner
