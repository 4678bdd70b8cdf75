/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "point-experiment.h"

#include "model/profile/yaml-parser.h"
#include "planner/scenario/scenario-reader.h"

#include <algorithm>
#include <memory>

namespace ns3::planner
{

Experiment
MakePointExperiment(const Experiment& experiment, const std::string& curve, double value)
{
    const std::string document = experiment.GetDocument(curve, value);
    Experiment point = experiment;
    point.reader =
        std::make_shared<ScenarioReader>(experiment.file, ParseYaml(document, experiment.file));
    point.content = document;
    point.curves.clear();
    point.settings.clear(); // they are in the document
    point.figures.clear();
    point.validation.reset();
    point.spotChecks = {};
    point.search = {};
    point.sweep = {};
    point.commonRandomNumbers = true;
    return point;
}

std::optional<InputSetting>
DropKeys(const std::string& origin,
         const InputNode& root,
         const std::string& path,
         const std::vector<std::string>& keys)
{
    const InputNode* map = &root;
    for (size_t begin = 0; map && begin <= path.size();)
    {
        const size_t end = std::min(path.find('.', begin), path.size());
        const InputEntry* entry = map->Find(path.substr(begin, end - begin));
        map = entry ? &entry->value : nullptr;
        begin = end + 1;
    }
    if (!map || !map->IsMap())
    {
        return std::nullopt;
    }
    std::vector<std::string> others;
    for (const auto& entry : map->GetEntries())
    {
        if (std::find(keys.begin(), keys.end(), entry.key) == keys.end())
        {
            others.push_back(entry.key);
        }
    }
    InputSetting setting = InputSetting::From(origin, path, "");
    setting.node = map->Only(others);
    return setting;
}

} // namespace ns3::planner
