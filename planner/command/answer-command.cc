/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "answer-command.h"

#include "planner/method/precise-sweep.h"
#include "planner/method/what-if.h"
#include "planner/report/answers.h"
#include "planner/report/kept-answers.h"
#include "planner/simulate/point-marks.h"
#include "planner/sweep/point-choice.h"
#include "planner/sweep/point-sweep.h"
#include "planner/sweep/result-folder.h"

#include <iostream>
#include <stdexcept>

namespace ns3::planner
{

void
AnswerCommand(const AnswerOptions& options)
{
    const Experiment experiment = ReadExperimentFor(options.run);
    const std::string curve = ChooseCurve(experiment, options.curve);
    const SweepValue& value = ChooseValue(experiment, options.value);
    const auto changes = FindWhatIfs(experiment, curve, value.value);
    const Experiment asked = MakeWhatIfExperiment(experiment, curve, value.value, changes);

    const ResultFolder folder(options.run.out + "/" + experiment.name);
    ResultStore store(folder / "answers.sqlite", IdentityOf(asked));
    const auto records = SweepUntilPrecise(options.run, asked, store);

    const KeptAnswers kept{IdentityOf(experiment).GetHash(),
                           experiment.GetLabel() + ", curve " + curve + ", " +
                               experiment.sweep.parameter + " " + value.text,
                           MakeAnswers(asked, changes, records)};
    KeepAnswers(folder / "answers.json", kept);
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
    const auto marked = CountMarked(records);
    if (options.run.strict && marked > 0)
    {
        throw std::runtime_error(std::to_string(marked) + " points are marked: see above");
    }
}

} // namespace ns3::planner
