/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "experiment-reader.h"

#include "figure-reader.h"
#include "measured-reader.h"
#include "scenario-parameters.h"
#include "scenario-reader.h"
#include "scenario-source.h"
#include "search-reader.h"
#include "solve-reader.h"
#include "sweep-reader.h"
#include "validation-reader.h"

#include "model/profile/text-file.h"
#include "model/profile/yaml-input.h"
#include "model/profile/yaml-parser.h"
#include "planner/base/shipped-scenarios.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace ns3::planner
{

namespace
{

/// Simulations of an experiment.
constexpr uint64_t MOST_POINTS = 1'000'000;

/**
 * What says how results are shown decides none of them; replications and values of the sweep are
 * in the keys of the points.
 * @param root the file
 * @return what decides the result of each point
 */
std::string
GetContent(const InputNode& root)
{
    static const std::set<std::string> others{"title",
                                              "description",
                                              "figures",
                                              "replications",
                                              "solve",
                                              "measured"};
    std::vector<std::string> keys;
    for (const auto& entry : root.GetEntries())
    {
        if (others.count(entry.key) == 0)
        {
            keys.push_back(entry.key);
        }
    }
    return root.Only(keys).With({"sweep.values", "any"}).ToJson();
}

/// @param root a file @param change of it @return the changed one
InputNode
Change(const InputNode& root, const ExperimentChange& change)
{
    std::vector<std::string> keys;
    for (const auto& entry : root.GetEntries())
    {
        const auto& without = change.without;
        if (std::find(without.begin(), without.end(), entry.key) == without.end())
        {
            keys.push_back(entry.key);
        }
    }
    InputNode changed = change.without.empty() ? root : root.Only(keys);
    for (const auto& setting : change.settings)
    {
        changed = changed.With(setting);
    }
    return changed;
}

/// @param node a value @param path of it in the table @param version of the file @param problems
/// gets what is newer than that
void
FindNewer(const InputNode& node,
          const std::string& path,
          uint32_t version,
          const std::string& file,
          std::vector<InputProblem>& problems)
{
    for (const auto& element : node.GetElements())
    {
        FindNewer(element, path + "[]", version, file, problems);
    }
    for (const auto& entry : node.GetEntries())
    {
        const ScenarioKey* row = MatchScenarioKey(path, entry.key);
        if (row && row->since > version)
        {
            problems.push_back({file,
                                entry.place.line,
                                entry.place.column,
                                entry.key,
                                "scenario: " + std::to_string(row->since) +
                                    ", the version of the language that has this key"});
        }
        else if (row)
        {
            FindNewer(entry.value, row->path, version, file, problems);
        }
    }
}

/// @param root of a file @param file its name @throws InputError when it has keys of a later
/// version than it says
void
CheckVersions(const InputNode& root, const std::string& file)
{
    std::vector<InputProblem> problems;
    FindNewer(root, "", GetLanguageVersion(root), file, problems);
    if (!problems.empty())
    {
        throw InputError(problems);
    }
}

/// @param root a file of version 2 @param file its name @return it with the values of its
/// parameters; those of curves are put in for each curve, since it may have others
InputNode
WithParameters(const InputNode& root, const std::string& file)
{
    const ScenarioParameters parameters(file, root);
    std::vector<InputEntry> entries;
    for (const auto& entry : root.GetEntries())
    {
        InputNode value = entry.value;
        if (entry.key != "curves" && entry.key != "parameters")
        {
            value = parameters.Apply(value);
        }
        if (entry.key == "sweep" || entry.key == "spot-checks")
        {
            value = EscapeDollars(value);
        }
        entries.push_back({entry.key, entry.place, value});
    }
    return InputNode::Map(std::move(entries), root.GetPlace());
}

/// @param map the file's root @param experiment gets its names
void
ReadNames(ScenarioMap& map, Experiment& experiment)
{
    if (auto value = map.Take("scenario"))
    {
        value->ToWord();
    }
    map.Take("include"); // whose keys are there already
    if (auto value = map.Take("parameters"))
    {
        ScenarioMap(*value).TakeRest("NAME");
    }
    map.Read("name", experiment.name);
    experiment.title = experiment.name;
    map.Read("title", experiment.title);
    map.Read("description", experiment.description);
}

/// @param map the file's root @param experiment has the first point; gets at which there are more
void
ReadPoints(ScenarioMap& map, Experiment& experiment)
{
    SweepReader reader(experiment);
    if (auto value = map.Take("sweep"))
    {
        reader.ReadSweep(*value);
    }
    if (auto value = map.Take("curves"))
    {
        reader.ReadCurves(*value);
    }
    else
    {
        reader.AssumeOneCurve();
    }
    reader.MakeGrid();
    if (const auto value = map.Read("replications", experiment.replications))
    {
        const uint64_t points = experiment.sweep.GetValues().size() * experiment.curves.size();
        if (points * experiment.replications > MOST_POINTS)
        {
            value->Complain("at most " + std::to_string(MOST_POINTS / points) + " of " +
                            std::to_string(points) + " points of values and curves");
        }
    }
    if (auto value = map.Take("spot-checks"))
    {
        reader.ReadSpotChecks(*value);
    }
    if (auto value = map.Take("search"))
    {
        experiment.search = ReadSearch(*value);
        if (!experiment.spotChecks.values.empty())
        {
            value->Complain("no spot-checks beside it: trials are simulated in lean fidelity");
        }
        if (experiment.first.fidelity == FidelityChoice::FULL ||
            experiment.first.fidelity == FidelityChoice::FLUID)
        {
            value->Complain("no other fidelity beside it: trials are simulated in lean fidelity");
        }
        if (experiment.first.timeline.period > 0)
        {
            value->Complain("no timeline beside it: each trial would have one");
        }
    }
}

/// @param experiment whose points may each be wrong where others are not @param input told of what
/// is wrong, once at each place
void
CheckPoints(const Experiment& experiment, YamlInput& input)
{
    std::set<std::string> known;
    const auto placeOf = [](const InputProblem& problem) {
        return problem.file + ":" + std::to_string(problem.line) + ":" +
               std::to_string(problem.column) + ":" + problem.origin;
    };
    const auto learn = [&](const std::vector<InputProblem>& problems) {
        for (const auto& problem : problems)
        {
            known.insert(placeOf(problem));
        }
    };
    learn(input.GetProblems());
    for (const auto& curve : experiment.curves)
    {
        for (const auto& value : experiment.sweep.GetValues())
        {
            try
            {
                experiment.At(curve.name, value.value);
            }
            catch (const InputError& error)
            {
                auto problems = error.GetProblems();
                const auto isKnown = [&](const InputProblem& problem) {
                    return known.count(placeOf(problem)) > 0;
                };
                problems.erase(std::remove_if(problems.begin(), problems.end(), isKnown),
                               problems.end());
                learn(problems);
                input.Adopt(problems);
            }
        }
    }
}

} // namespace

Experiment
ReadExperiment(const std::string& name,
               const std::vector<InputSetting>& settings,
               const ExperimentChange& change)
{
    Experiment experiment;
    experiment.file = FindScenario(name);
    const std::string& path = experiment.file;
    experiment.text = ReadTextFile(path);
    experiment.settings = settings;
    InputNode root = ParseYaml(experiment.text, path);
    CheckVersions(root, path);
    const bool hasParameters = GetLanguageVersion(root) >= VERSION_WITH_PARAMETERS;
    if (hasParameters)
    {
        root = WithIncludes(root, path);
    }
    CheckParameterSettings(path, root, hasParameters, settings);
    for (const auto& setting : settings)
    {
        root = root.With(setting);
    }
    root = Change(root, change);
    experiment.reader = std::make_shared<ScenarioReader>(path, root);
    experiment.content = GetContent(root);
    experiment.root = root;
    if (hasParameters)
    {
        root = WithParameters(root, path);
    }

    YamlInput input(path);
    ScenarioMap map(ScenarioValue(InputValue(input, root, "")));
    ReadNames(map, experiment);
    experiment.first = experiment.reader->ReadParts(map);
    const size_t before = input.GetProblems().size();
    ReadPoints(map, experiment);
    const size_t behind = input.GetProblems().size();
    if (auto value = map.Take("figures"))
    {
        experiment.figures = ReadFigures(*value, experiment.sweep);
    }
    const size_t drawn = input.GetProblems().size();
    if (auto value = map.Take("validation"))
    {
        experiment.validation = ReadValidation(*value, experiment);
    }
    const size_t validated = input.GetProblems().size();
    if (auto value = map.Take("measured"); value && behind == before)
    {
        experiment.measured = ReadMeasured(*value, experiment);
    }
    if (auto value = map.Take("solve"))
    {
        experiment.solve = ReadSolve(*value);
    }
    const bool knowsPoints = behind == before && validated == drawn;
    map.Finish();
    if (knowsPoints)
    {
        CheckPoints(experiment, input);
    }
    input.ThrowIfWrong();
    experiment.first =
        experiment.At(experiment.curves.front().name, experiment.sweep.GetValues().front().value);
    return experiment;
}

} // namespace ns3::planner
