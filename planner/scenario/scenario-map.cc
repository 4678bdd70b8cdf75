/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "scenario-map.h"

#include "ns3/abort.h"

#include <algorithm>
#include <utility>

namespace ns3::planner
{

namespace
{

/// See GetScenarioKeysRead(); by address first, since each point asks for all of them.
std::set<const ScenarioKey*> g_keysRead;

/// @param key that has a value of its own @param input the file @param place where it would stand
/// @param path of it in the file @return the default
InputValue
MakeDefault(const ScenarioKey& key, YamlInput& input, const InputPlace& place, std::string path)
{
    auto node =
        key.standard == "{}" ? InputNode::Map({}, place) : InputNode::Scalar(key.standard, place);
    return {input, std::move(node), std::move(path)};
}

} // namespace

ScenarioValue::ScenarioValue(const InputValue& root)
    : m_value(root)
{
}

ScenarioValue::ScenarioValue(const InputValue& value, std::string path, bool isGiven)
    : m_value(value),
      m_path(std::move(path)),
      m_isGiven(isGiven)
{
}

const ScenarioKey&
ScenarioValue::GetKey() const
{
    const ScenarioKey* key = FindScenarioKey(m_path);
    NS_ABORT_MSG_UNLESS(key, "no row for the scenario key " << m_path);
    g_keysRead.insert(key);
    return *key;
}

std::optional<uint64_t>
ScenarioValue::ToWhole() const
{
    const KeyForm& form = GetKey().form;
    return m_value.ToWhole(form.dimension,
                           static_cast<uint64_t>(form.least),
                           static_cast<uint64_t>(form.most));
}

std::optional<uint64_t>
ScenarioValue::ToWhole(uint64_t most) const
{
    const KeyForm& form = GetKey().form;
    return m_value.ToWhole(form.dimension,
                           static_cast<uint64_t>(form.least),
                           std::min(most, static_cast<uint64_t>(form.most)));
}

std::optional<double>
ScenarioValue::ToQuantity() const
{
    const KeyForm& form = GetKey().form;
    return m_value.ToQuantity(form.dimension, form.least, form.most);
}

std::optional<Ps>
ScenarioValue::ToDuration() const
{
    const auto time = m_value.ToDuration();
    if (time && GetKey().form.isAbove && *time <= 0)
    {
        Complain("a time above 0");
        return std::nullopt;
    }
    return time;
}

std::optional<std::string>
ScenarioValue::ToText() const
{
    switch (GetKey().form.kind)
    {
    case KeyKind::NAME:
        return m_value.ToName();
    case KeyKind::LINE:
        return m_value.ToLine();
    case KeyKind::WORD:
        return ToWord();
    default:
        return m_value.ToText();
    }
}

std::optional<std::string>
ScenarioValue::ToWord() const
{
    std::vector<std::pair<std::string, std::string>> words;
    for (const auto& word : GetKey().form.words.GetWords())
    {
        words.emplace_back(word, word);
    }
    return m_value.ToChoice<std::string>(words);
}

bool
ScenarioValue::IsWord() const
{
    const auto& words = GetKey().form.words.GetWords();
    return GetNode().IsScalar() &&
           std::find(words.begin(), words.end(), GetNode().GetText()) != words.end();
}

std::vector<ScenarioValue>
ScenarioValue::ToList() const
{
    std::vector<ScenarioValue> elements;
    if (const auto* row = FindScenarioKey(m_path + "[]"))
    {
        g_keysRead.insert(row);
    }
    for (const auto& element : m_value.ToList())
    {
        elements.emplace_back(element, m_path + "[]", true);
    }
    return elements;
}

ScenarioMap::ScenarioMap(const ScenarioValue& value)
    : m_value(value.Get()),
      m_map(value.Get()),
      m_path(value.GetTablePath())
{
}

/// @param key in this map @return its row
const ScenarioKey&
ScenarioMap::Find(const std::string& key) const
{
    const ScenarioKey* found = FindScenarioKey(m_path.empty() ? key : m_path + "." + key);
    NS_ABORT_MSG_UNLESS(found, "no row for the scenario key " << m_path << "." << key);
    g_keysRead.insert(found);
    return *found;
}

/// @param value of a file @param key its row @return the same
std::optional<ScenarioValue>
ScenarioMap::Wrap(const std::optional<InputValue>& value, const ScenarioKey& key) const
{
    return value ? std::optional(ScenarioValue(*value, key.path, true)) : std::nullopt;
}

std::optional<ScenarioValue>
ScenarioMap::Take(const std::string& key)
{
    const ScenarioKey& row = Find(key);
    const auto& node = m_value.GetNode();
    const auto& excludes = row.excludes;
    const bool isReplaced =
        std::any_of(excludes.begin(), excludes.end(), [&node](const std::string& other) {
            return node.Find(other) != nullptr;
        });
    const bool isNeeded =
        row.isRequired && !isReplaced &&
        std::none_of(row.substitutes.begin(),
                     row.substitutes.end(),
                     [&node](const std::string& other) { return node.Find(other) != nullptr; });
    auto given = isNeeded ? m_map.Require(key) : m_map.Take(key);
    if (given || row.standard.empty() || isReplaced)
    {
        return Wrap(given, row);
    }
    const std::string path = m_value.GetPath().empty() ? key : m_value.GetPath() + "." + key;
    return ScenarioValue(MakeDefault(row, m_value.GetInput(), node.GetKeyPlace(), path),
                         row.path,
                         false);
}

std::optional<ScenarioValue>
ScenarioMap::Require(const std::string& key)
{
    return Wrap(m_map.Require(key), Find(key));
}

std::optional<ScenarioValue>
ScenarioMap::TakeNamed(const std::string& wildcard, const std::string& name)
{
    const ScenarioKey& row = Find(wildcard);
    return Wrap(row.isRequired ? m_map.Require(name) : m_map.Take(name), row);
}

std::vector<ScenarioMap::Entry>
ScenarioMap::TakeRest(const std::string& wildcard)
{
    const ScenarioKey& row = Find(wildcard);
    std::vector<Entry> rest;
    for (const auto& entry : m_map.TakeRest())
    {
        rest.push_back({entry.key, entry.place, ScenarioValue(entry.value, row.path, true)});
    }
    return rest;
}

InputMap&
ScenarioMap::Open(const std::string& wildcard)
{
    Find(wildcard);
    return m_map;
}

const std::set<std::string>&
GetScenarioKeysRead()
{
    static std::set<std::string> paths;
    for (const auto* key : g_keysRead)
    {
        paths.insert(key->path);
    }
    return paths;
}

} // namespace ns3::planner
