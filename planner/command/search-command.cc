/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "search-command.h"

#include "planner/base/atomic-file.h"
#include "planner/base/json-print.h"
#include "planner/report/figure.h"
#include "planner/report/provenance-report.h"
#include "planner/report/run-json.h"
#include "planner/report/search-report.h"
#include "planner/sweep/csv-export.h"
#include "planner/sweep/point-sweep.h"

#include <nlohmann/json.hpp>
#include <unistd.h>

#include <filesystem>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace ns3::planner
{

namespace
{

/// @param outcome what was found @return goals whose results are irregular, at all points
size_t
CountIrregular(const SearchOutcome& outcome)
{
    size_t irregular = 0;
    for (const auto& point : outcome.points)
    {
        for (const auto& result : point.results)
        {
            irregular += result.IsRegular() ? 0 : 1;
        }
    }
    return irregular;
}

/// @param figure what was found @param folder gets it @param draws false: take away an older one
/// @param out gets the names of files @return what was drawn
std::vector<DrawnFigure>
DrawSearch(const Figure& figure, const ResultFolder& folder, bool draws, std::ostream& out)
{
    const bool isDrawn = draws && HasPoints(figure);
    if (isDrawn)
    {
        DrawFigure(figure, folder.GetPath(), SEARCH_FIGURE);
    }
    for (const char* ending : {".svg", ".png", ".gp", ".dat"})
    {
        const std::string file = folder / (SEARCH_FIGURE + std::string(ending));
        if (isDrawn)
        {
            out << file << "\n";
        }
        else
        {
            std::filesystem::remove(file);
        }
    }
    return isDrawn
               ? std::vector<DrawnFigure>{{figure, folder / (SEARCH_FIGURE + std::string(".svg"))}}
               : std::vector<DrawnFigure>();
}

} // namespace

SearchOutcome
RunSearchTrials(const RunOptions& options, const Experiment& experiment, ResultStore& store)
{
    if (options.force)
    {
        store.Clear();
    }
    RunOptions quiet = options; // a line for each round of a few trials would be noise
    quiet.quiet = true;
    PointSweep sweep(quiet, experiment, store);
    const bool tells = !options.quiet && isatty(STDERR_FILENO) != 0;
    return RunSearch(
        experiment,
        [&sweep](const std::vector<PointSpec>& trials) { return sweep.Run(trials); },
        [tells](size_t trials, size_t searching) {
            if (tells)
            {
                std::cerr << trials << " trials, " << searching
                          << (searching == 1 ? " point" : " points") << " still searching\n";
            }
        },
        PointDivision(experiment, options.shard));
}

void
SearchCommand(const RunOptions& options,
              const Experiment& experiment,
              const ResultFolder& folder,
              ResultStore& store)
{
    const auto outcome = RunSearchTrials(options, experiment, store);
    WriteFileAtomically(folder / "results.csv", ToCsv(outcome.records, experiment.GetLabel()));
    WriteFileAtomically(folder / "search.csv", SearchToCsv(experiment, outcome));
    const auto loads = FindAssumedLoads(experiment, outcome);
    const std::string sensitivity = DescribeAssumedLoads(experiment, outcome, loads);
    std::ostringstream unread;
    std::ostream& out = options.json ? unread : std::cout;
    out << experiment.title << "\n\n" << DescribeSearch(experiment, outcome) << sensitivity << "\n";
    for (const auto& missing : FindMissingCosts(experiment, outcome.records))
    {
        out << "warning: " << missing << "\n";
    }
    for (const char* file : {"search.csv", "results.csv", "results.sqlite"})
    {
        out << folder / file << "\n";
    }
    QuestionParts parts = MakeSearchParts(experiment, outcome);
    parts.details += sensitivity;
    parts.figures =
        DrawSearch(MakeSearchFigure(experiment, outcome), folder, !options.noFigures, out);
    parts.command = GetCommandLine("run", options);
    WriteFileAtomically(folder / "report.html", MakeQuestionPage(experiment, parts));
    out << folder / "report.html"
        << "\n";
    if (options.json)
    {
        std::cout << PrintJson(SearchToJson(experiment, outcome, loads, folder.GetPath()));
    }
    const size_t irregular = CountIrregular(outcome);
    if (options.strict && irregular > 0)
    {
        throw std::runtime_error(std::to_string(irregular) + " results are irregular: see above");
    }
}

} // namespace ns3::planner
