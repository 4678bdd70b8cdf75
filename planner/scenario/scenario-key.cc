/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "scenario-key.h"

#include "key-rows.h"

#include <algorithm>
#include <unordered_map>

namespace ns3::planner
{

namespace
{

/// @param path of a key @return where its last part begins
size_t
LastPart(const std::string& path)
{
    if (!path.empty() && path.back() == ']')
    {
        return path.rfind('[');
    }
    const auto dot = path.rfind('.');
    return dot == std::string::npos ? 0 : dot + 1;
}

/// The rows, and ways to find them.
struct Index
{
    std::vector<ScenarioKey> rows;                                               //!< all
    std::unordered_map<std::string, const ScenarioKey*> byPath{};                //!< each
    std::unordered_map<std::string, std::vector<const ScenarioKey*>> byParent{}; //!< those in each
};

/// @return all rows
Index
MakeIndex()
{
    Index index{JoinKeys({MakeExperimentKeys(),
                          MakeNetworkKeys(),
                          MakePopulationKeys(),
                          MakeTrafficKeys(),
                          MakeValidationKeys(),
                          MakeSearchKeys()})};
    for (const auto& row : index.rows)
    {
        index.byPath.emplace(row.path, &row);
        index.byParent[row.GetParent()].push_back(&row);
    }
    return index;
}

/// @return all rows
const Index&
GetIndex()
{
    static const Index index = MakeIndex();
    return index;
}

} // namespace

KeyRows
JoinKeys(const std::vector<KeyRows>& parts)
{
    KeyRows rows;
    for (const auto& part : parts)
    {
        rows.insert(rows.end(), part.begin(), part.end());
    }
    return rows;
}

std::string
ScenarioKey::GetName() const
{
    return path.substr(LastPart(path));
}

std::string
ScenarioKey::GetParent() const
{
    const size_t last = LastPart(path);
    const bool isElement = path.back() == ']';
    return path.substr(0, isElement || last == 0 ? last : last - 1);
}

bool
ScenarioKey::IsWildcard() const
{
    return planner::IsWildcard(GetName());
}

bool
IsWildcard(const std::string& word)
{
    return !word.empty() && std::all_of(word.begin(), word.end(), [](char letter) {
        return letter >= 'A' && letter <= 'Z';
    });
}

const std::vector<ScenarioKey>&
GetScenarioKeys()
{
    return GetIndex().rows;
}

const ScenarioKey*
FindScenarioKey(const std::string& path)
{
    const auto& paths = GetIndex().byPath;
    const auto found = paths.find(path);
    return found == paths.end() ? nullptr : found->second;
}

const std::vector<const ScenarioKey*>&
GetScenarioKeysIn(const std::string& path)
{
    static const std::vector<const ScenarioKey*> none;
    const auto& parents = GetIndex().byParent;
    const auto found = parents.find(path);
    return found == parents.end() ? none : found->second;
}

const ScenarioKey*
MatchScenarioKey(const std::string& parent, const std::string& name)
{
    const bool isPlain = name.find_first_of(".[") == std::string::npos && !IsWildcard(name);
    if (const auto* exact =
            isPlain ? FindScenarioKey(parent.empty() ? name : parent + "." + name) : nullptr)
    {
        return exact;
    }
    const auto& rows = GetScenarioKeysIn(parent);
    const auto any =
        std::find_if(rows.begin(), rows.end(), [](const auto* row) { return row->IsWildcard(); });
    return any == rows.end() ? nullptr : *any;
}

} // namespace ns3::planner
