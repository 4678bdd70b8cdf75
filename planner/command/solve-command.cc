/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "solve-command.h"

#include "model/profile/yaml-parser.h"
#include "planner/base/atomic-file.h"
#include "planner/base/number-format.h"
#include "planner/base/quoting.h"
#include "planner/method/solve-run.h"
#include "planner/report/gnuplot-run.h"
#include "planner/report/solve-report.h"
#include "planner/scenario/experiment-reader.h"
#include "planner/sweep/point-sweep.h"
#include "planner/sweep/result-folder.h"

#include "ns3/ipsec-input-error.h"

#include <unistd.h>

#include <algorithm>
#include <iostream>

namespace ns3::planner
{

namespace
{

/// Name of the page and of its figure.
constexpr const char* SOLVE_NAME = "solve";

/// Parts of a scenario that are about its own sweep.
const std::vector<std::string> OF_SWEEP{"spot-checks",
                                        "figures",
                                        "validation",
                                        "search",
                                        "measured"};

/// @param options what the command line says @return it as settings of the key "solve"
std::vector<InputSetting>
GetSettings(const SolveOptions& options)
{
    std::vector<InputSetting> settings;
    if (!options.unknown.empty())
    {
        settings.push_back(InputSetting::From("--unknown", "solve.unknown", options.unknown));
    }
    if (!options.values.empty())
    {
        settings.push_back(ParseSetting("--values", "solve.values", options.values));
    }
    for (const auto& goal : options.goals)
    {
        const auto equals = goal.find('=');
        if (equals == std::string::npos || equals == 0 || equals + 1 == goal.size())
        {
            throw InputError({{"--goal", 0, 0, goal, "NAME=VALUE, as in throughput='38 Gbit/s'"}});
        }
        settings.push_back(InputSetting::From("--goal",
                                              "solve.goal." + goal.substr(0, equals),
                                              goal.substr(equals + 1)));
    }
    return settings;
}

/// @param solve what is to be found @return a list of values for a sweep over it, as YAML
std::string
GetSweepValues(const SolveSpec& solve)
{
    std::string list;
    for (const auto& choice : solve.choices)
    {
        list += (list.empty() ? "'" : ", '") + choice + "'";
    }
    if (list.empty())
    {
        list = FormatPlain(solve.from) +
               (solve.to > solve.from ? ", " + FormatPlain(solve.to) : std::string());
    }
    return "[" + list + "]";
}

/// @param options what the command line says @param solve gets what is to be found
/// @return the scenario, swept over the unknown
Experiment
ReadUnknown(const SolveOptions& options, SolveSpec& solve)
{
    ExperimentChange change{OF_SWEEP, GetSettings(options)};
    const auto settings = ParseSettings(options.run.settings);
    const Experiment given = ReadExperiment(options.run.scenario, settings, change);
    solve = given.solve;
    if (!solve.IsOn())
    {
        throw InputError({{options.run.scenario,
                           0,
                           0,
                           "solve",
                           "what to find: a key solve: {unknown, values, goal}, or --unknown, "
                           "--values and --goal"}});
    }
    // Nodes beside each other are simulated as one of them, with its part of the clients.
    const PopulationSpec& population = given.first.population;
    const bool dies = solve.IsNodes() && population.failover.IsOn();
    const std::string parameter = dies              ? SolveSpec::FAILOVER_NODES
                                  : solve.IsNodes() ? "population.count"
                                                    : solve.unknown;
    const uint32_t before = dies ? population.failover.nodes : population.count;
    const std::string values =
        solve.IsNodes() ? "[" + std::to_string(before) + "]" : GetSweepValues(solve);
    if (dies && solve.from < 2)
    {
        throw InputError(
            {{options.run.scenario, 0, 0, "solve.values", "from 2 on: one node dies"}});
    }
    change.settings.push_back(InputSetting::From("solve.unknown", "sweep.parameter", parameter));
    change.settings.push_back(ParseSetting("solve.values", "sweep.values", values));
    auto experiment = ReadExperiment(options.run.scenario, settings, change);
    experiment.Override({options.run.replications, options.run.packets});
    return experiment;
}

/// @param options of the command line @return words of a shell that find the same again
std::string
GetSolveLine(const SolveOptions& options)
{
    std::string line = GetCommandLine("solve", options.run);
    if (!options.unknown.empty())
    {
        line += " --unknown " + QuoteForShell(options.unknown);
    }
    if (!options.values.empty())
    {
        line += " --values " + QuoteForShell(options.values);
    }
    for (const auto& goal : options.goals)
    {
        line += " --goal " + QuoteForShell(goal);
    }
    return line;
}

/// Write solve.html, and its figure.
/// @param options of the command line @param experiment what was simulated
/// @param solve what was to be found @param outcomes what was found @param folder gets the files
void
WritePage(const SolveOptions& options,
          const Experiment& experiment,
          const SolveSpec& solve,
          const std::vector<SolveOutcome>& outcomes,
          const ResultFolder& folder)
{
    QuestionParts parts = MakeSolveParts(experiment, solve, outcomes);
    parts.command = GetSolveLine(options);
    const Figure figure = MakeSolveFigure(experiment, solve, outcomes);
    if (!options.run.noFigures && HasPoints(figure))
    {
        DrawFigure(figure, folder.GetPath(), SOLVE_NAME);
        parts.figures.push_back({figure, folder / (SOLVE_NAME + std::string(".svg"))});
    }
    WriteFileAtomically(folder / (SOLVE_NAME + std::string(".html")),
                        MakeQuestionPage(experiment, parts));
}

} // namespace

bool
SolveCommand(const SolveOptions& options)
{
    SolveSpec solve;
    Experiment experiment = ReadUnknown(options, solve);
    if (!options.run.noFigures)
    {
        RequireGnuplot();
    }
    const ResultFolder folder(options.run.out + "/" + experiment.name);
    ResultStore store(folder / "solve.sqlite", IdentityOf(experiment));
    if (options.run.force)
    {
        store.Clear();
    }
    RunOptions quiet = options.run; // a line for each round of a few points would be noise
    quiet.quiet = true;
    PointSweep sweep(quiet, experiment, store);
    size_t done = 0;
    const bool tells = isatty(STDERR_FILENO) != 0;
    const auto outcomes = RunSolve(experiment, solve, [&](const std::vector<PointSpec>& points) {
        done += points.size();
        if (tells)
        {
            std::cerr << "simulating " << solve.unknown << " "
                      << experiment.sweep.TextOf(points.front().value) << ", " << done
                      << " points so far\n";
        }
        return sweep.Run(points);
    });
    WritePage(options, experiment, solve, outcomes, folder);
    std::cout << (options.json ? SolveToJson(experiment, solve, outcomes)
                               : DescribeSolve(experiment, solve, outcomes));
    if (!options.json)
    {
        std::cout << "\n" << folder / (SOLVE_NAME + std::string(".html")) << "\n";
    }
    return std::all_of(outcomes.begin(), outcomes.end(), [](const SolveOutcome& outcome) {
        return outcome.answer.has_value();
    });
}

} // namespace ns3::planner
