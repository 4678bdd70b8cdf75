/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "run-command.h"

#include "search-command.h"

#include "model/profile/yaml-parser.h"
#include "planner/base/atomic-file.h"
#include "planner/base/json-print.h"
#include "planner/method/precise-sweep.h"
#include "planner/report/gnuplot-run.h"
#include "planner/report/kept-answers.h"
#include "planner/report/provenance-report.h"
#include "planner/report/report.h"
#include "planner/report/run-json.h"
#include "planner/report/scenario-remarks.h"
#include "planner/report/summary.h"
#include "planner/scenario/scenario-reader.h"
#include "planner/simulate/point-marks.h"
#include "planner/simulate/point-runner.h"
#include "planner/sweep/csv-export.h"
#include "planner/sweep/point-answer.h"
#include "planner/sweep/point-list.h"
#include "planner/sweep/point-sweep.h"
#include "planner/sweep/result-folder.h"
#include "planner/sweep/results.h"
#include "planner/sweep/shard-file.h"

#include <nlohmann/json.hpp>
#include <sys/prctl.h>

#include <csignal>
#include <iostream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace ns3::planner
{

namespace
{

/// @param options of the run, with a shard @param experiment what to simulate @param store gets
/// the results @return how many simulations the shard has
size_t
SimulateShard(const RunOptions& options, const Experiment& experiment, ResultStore& store)
{
    return experiment.search.IsOn() ? RunSearchTrials(options, experiment, store).records.size()
                                    : SweepUntilPrecise(options, experiment, store).size();
}

} // namespace

void
RunCommand(const RunOptions& options)
{
    const auto experiment = ReadExperimentFor(options);
    const bool isPart = options.shard.IsPart();
    if (!options.noFigures && !isPart)
    {
        RequireGnuplot();
    }
    const ResultFolder folder(options.out + "/" + GetFolderName(experiment, options.shard));
    for (const auto& remark : FindRemarks(experiment))
    {
        if (remark.isWarning)
        {
            std::cerr << ToLine(remark, experiment.file) << "\n";
        }
    }
    const auto identity = IdentityOf(experiment);
    ResultStore store(folder / "results.sqlite", identity);
    if (!isPart)
    {
        SimulateAndReport(options, experiment, folder, store);
        return;
    }
    RemoveShardFile(folder.GetPath());
    const size_t simulations = SimulateShard(options, experiment, store);
    WriteShardFile(folder.GetPath(), {identity.GetHash(), options});
    if (options.json)
    {
        std::cout << PrintJson(
            ShardToJson(experiment, options.shard, simulations, folder.GetPath()));
        return;
    }
    std::cout << experiment.title << "\n\nShard " << options.shard.GetText() << ": " << simulations
              << " simulations. `ipsec-plan merge` puts all shards together.\n"
              << folder / "results.sqlite"
              << "\n"
              << folder / "shard.json"
              << "\n";
}

void
SimulateAndReport(const RunOptions& options,
                  const Experiment& experiment,
                  const ResultFolder& folder,
                  ResultStore& store)
{
    if (experiment.search.IsOn())
    {
        SearchCommand(options, experiment, folder, store);
        return;
    }
    const auto records = SweepUntilPrecise(options, experiment, store);
    WriteFileAtomically(folder / "results.csv", ToCsv(records, experiment.GetLabel()));
    if (experiment.first.timeline.period > 0)
    {
        WriteFileAtomically(folder / "timeline.csv",
                            TimelinesToCsv(records, experiment.GetLabel()));
    }
    std::ostringstream unread;
    std::ostream& out = options.json ? unread : std::cout;
    auto parts = Report(experiment,
                        records,
                        folder.GetPath(),
                        out,
                        {!options.noFigures, ProgressBar::ChooseStyle(options.quiet)});
    parts.command = GetCommandLine("run", options);
    const std::string run = IdentityOf(experiment).GetHash();
    if (auto kept = LoadAnswers(folder / "answers.json", run))
    {
        parts.answered = kept->answered;
        parts.answers = std::move(kept->answers);
    }
    WriteFileAtomically(folder / "report.html", MakeReportPage(experiment, records, parts));
    out << folder / "report.html"
        << "\n";
    if (options.json)
    {
        std::cout << PrintJson(SweepToJson(experiment, records, parts, folder.GetPath()));
    }
    std::string why;
    if (const auto marked = CountMarked(records); marked > 0)
    {
        why = std::to_string(marked) + " points are marked";
    }
    if (!FindMissingCosts(experiment, records).empty())
    {
        why += why.empty() ? "costs are missing" : ", and costs are missing";
    }
    if (options.strict && !why.empty())
    {
        throw std::runtime_error(why + ": see above");
    }
    const auto failed = CountFailedSpotChecks(records);
    if (failed > 0)
    {
        throw std::runtime_error(std::to_string(failed) +
                                 " spot checks failed: do not trust these results");
    }
}

void
PointCommand(const std::string& file, const std::string& key, uint64_t packets)
{
    // Without the process that waits for the answer there is nobody to give it to.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    const auto point = PointSpec::FromKey(key);
    if (!point)
    {
        throw std::runtime_error("'" + key +
                                 "': expected curve/value/replication/fidelity[@load|=load]");
    }
    const std::string document{std::istreambuf_iterator<char>(std::cin), {}};
    Scenario scenario = ScenarioReader(file, ParseYaml(document, file)).Read({});
    scenario.traffic.LimitTo(packets);
    SetLoad(scenario, *point);
    std::cout << WriteAnswer(key, RunPoint(scenario, *point)) << std::endl;
}

} // namespace ns3::planner
