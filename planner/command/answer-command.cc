/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "answer-command.h"

#include "planner/base/json-print.h"
#include "planner/method/need.h"
#include "planner/method/precise-sweep.h"
#include "planner/method/solve-run.h"
#include "planner/method/what-if.h"
#include "planner/report/answers.h"
#include "planner/report/kept-answers.h"
#include "planner/simulate/point-marks.h"
#include "planner/sweep/point-choice.h"
#include "planner/sweep/point-sweep.h"
#include "planner/sweep/result-folder.h"

#include <nlohmann/json.hpp>
#include <unistd.h>

#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

namespace ns3::planner
{

namespace
{

/// @param experiment what was asked about @param kept the answers @param folder with the files
void
Print(const Experiment& experiment, const KeptAnswers& kept, const ResultFolder& folder)
{
    std::cout << experiment.title << "\n" << kept.answered << "\n";
    for (const auto& answer : kept.answers)
    {
        std::cout << "\n" << answer.question << "\n";
        for (const auto& sentence : answer.sentences)
        {
            std::cout << "  " << sentence << "\n";
        }
    }
    std::cout << "\n"
              << folder / "answers.json"
              << "\n"
              << folder / "answers.sqlite"
              << "\n";
}

/**
 * @param options what the command line says
 * @param experiment what holds the point
 * @param curve name of its curve
 * @param value of it
 * @param path of the database for what is simulated
 * @return how much of what the point needs
 */
std::vector<FoundNeed>
FindEnough(const RunOptions& options,
           const Experiment& experiment,
           const std::string& curve,
           double value,
           const std::string& path)
{
    RunOptions quiet = options; // a line for each round of a few points would be noise
    quiet.quiet = true;
    std::vector<FoundNeed> found;
    for (const auto& need : FindNeeds(experiment.At(curve, value)))
    {
        found.push_back({need, {}});
        if (!need.obstacle.empty())
        {
            continue;
        }
        if (!options.quiet && isatty(STDERR_FILENO) != 0)
        {
            std::cerr << "how many " << need.words << " are enough?\n";
        }
        Experiment asked = MakeNeedExperiment(experiment, curve, value, need);
        ResultStore store(path, IdentityOf(asked));
        if (options.force)
        {
            store.Clear();
        }
        PointSweep sweep(quiet, asked, store);
        found.back().outcome =
            RunSolve(asked, need.solve, [&sweep](const std::vector<PointSpec>& points) {
                return sweep.Run(points);
            }).front();
    }
    return found;
}

} // namespace

void
AnswerCommand(const AnswerOptions& options)
{
    const Experiment experiment = ReadExperimentFor(options.run);
    const std::string curve = ChooseCurve(experiment, options.curve);
    const SweepValue& value = ChooseValue(experiment, options.value);
    const auto changes = FindWhatIfs(experiment, curve, value.value);
    const Experiment asked = MakeWhatIfExperiment(experiment, curve, value.value, changes);

    const ResultFolder folder(options.run.out + "/" + experiment.name);
    const auto needs =
        FindEnough(options.run, experiment, curve, value.value, folder / "needs.sqlite");
    ResultStore store(folder / "answers.sqlite", IdentityOf(asked));
    const auto records = SweepUntilPrecise(options.run, asked, store);

    const KeptAnswers kept{IdentityOf(experiment).GetHash(),
                           experiment.GetLabel() + ", curve " + curve + ", " +
                               experiment.sweep.parameter + " " + value.text,
                           MakeAnswers(asked, changes, records, needs)};
    KeepAnswers(folder / "answers.json", kept);
    if (options.run.json)
    {
        auto json = ToJson(kept);
        json["command"] = "answer";
        json["scenario"] = experiment.name;
        json["settings"] = experiment.GetSettingsText();
        json["marked_points"] = CountMarked(records);
        std::cout << PrintJson(json);
    }
    else
    {
        Print(experiment, kept, folder);
    }
    const auto marked = CountMarked(records);
    if (options.run.strict && marked > 0)
    {
        throw std::runtime_error(std::to_string(marked) + " points are marked: see above");
    }
}

} // namespace ns3::planner
