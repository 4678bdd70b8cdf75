/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "yaml-input.h"

#include "did-you-mean.h"
#include "plain-text.h"

#include <algorithm>
#include <cctype>
#include <cmath>

namespace ns3
{

namespace
{

/// @param path keys with dots @return the last key
std::string
LastKey(const std::string& path)
{
    const auto dot = path.rfind('.');
    return dot == std::string::npos ? path : path.substr(dot + 1);
}

/// @param node a node @param path where it is @return what a message calls it
std::string
TokenOf(const InputNode& node, const std::string& path)
{
    return node.IsScalar() ? node.GetText() : LastKey(path);
}

/// @param value a limit @return without a fraction when it has none
std::string
NumberText(double value)
{
    std::string text = std::to_string(value);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.')
    {
        text.pop_back();
    }
    return text;
}

/// @param text what should be a quantity @param dimension what it should measure
/// @return the end of a message with a unit that may be meant, or nothing
std::string
SuggestUnit(const std::string& text, Dimension dimension)
{
    const auto end = std::min(text.find_first_not_of("0123456789.-"), text.size());
    const auto unit = std::min(text.find_first_not_of(' ', end), text.size());
    const auto nearest = FindNearest(text.substr(unit), GetUnitNames(dimension));
    return nearest.empty() || end == 0
               ? ""
               : "; did you mean '" + text.substr(0, end) + " " + nearest + "'?";
}

} // namespace

YamlInput::YamlInput(std::string file)
    : m_file(std::move(file))
{
}

void
YamlInput::Complain(const InputNode& node, const std::string& path, const std::string& expected)
{
    ComplainAt(node.GetPlace(), TokenOf(node, path), expected);
}

void
YamlInput::ComplainAt(const InputPlace& place,
                      const std::string& token,
                      const std::string& expected)
{
    m_problems.push_back(
        {m_file, place.line, place.column, token, expected, place.origin ? *place.origin : ""});
}

void
YamlInput::Adopt(const std::vector<InputProblem>& problems)
{
    m_problems.insert(m_problems.end(), problems.begin(), problems.end());
}

void
YamlInput::ThrowIfWrong() const
{
    if (HasProblems())
    {
        throw InputError(m_problems);
    }
}

InputValue::InputValue(YamlInput& input, InputNode node, std::string path)
    : m_input(&input),
      m_node(std::move(node)),
      m_path(std::move(path))
{
}

void
InputValue::Complain(const std::string& expected) const
{
    m_input->Complain(m_node, m_path, expected);
}

void
InputValue::ComplainOf(const std::vector<std::string>& words) const
{
    std::string expected;
    for (const auto& word : words)
    {
        expected += (expected.empty() ? "one of " : ", ") + word;
    }
    Complain(expected + DidYouMean(m_node.GetText(), words));
}

std::optional<std::string>
InputValue::ToText() const
{
    if (!m_node.IsScalar() || m_node.GetText().empty())
    {
        Complain("a text");
        return std::nullopt;
    }
    const std::string& text = m_node.GetText();
    if (!IsUtf8(text))
    {
        Complain("a text in UTF-8");
        return std::nullopt;
    }
    std::string words = text;
    words.erase(
        std::remove_if(words.begin(), words.end(), [](char c) { return c == '\n' || c == '\t'; }),
        words.end());
    if (HasControls(words))
    {
        Complain("a text without control characters");
        return std::nullopt;
    }
    return text;
}

std::optional<std::string>
InputValue::ToLine() const
{
    auto text = ToText();
    if (text && HasControls(*text))
    {
        Complain("a text of one line, without tabs (in YAML, >- folds a long one)");
        return std::nullopt;
    }
    return text;
}

std::optional<std::string>
InputValue::ToName() const
{
    constexpr size_t LONGEST = 100; // a name of a file may have 255 octets, endings included
    auto text = ToText();
    if (text &&
        (text->find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") != std::string::npos ||
         text->front() == '-' || text->size() > LONGEST))
    {
        Complain("a name of small letters, digits and dashes, no dash in front, at most " +
                 std::to_string(LONGEST) + " of them");
        return std::nullopt;
    }
    return text;
}

std::optional<bool>
InputValue::ToBool() const
{
    std::string word = m_node.GetText();
    std::transform(word.begin(), word.end(), word.begin(), [](unsigned char c) {
        return static_cast<char>(std::tolower(c));
    });
    for (const auto& [known, meaning] : {std::pair{"true", true},
                                         {"yes", true},
                                         {"on", true},
                                         {"false", false},
                                         {"no", false},
                                         {"off", false}})
    {
        if (word == known)
        {
            return meaning;
        }
    }
    ComplainOf({"true", "false", "yes", "no", "on", "off"});
    return std::nullopt;
}

std::optional<uint64_t>
InputValue::ToCount(uint64_t least, uint64_t most) const
{
    return ToWhole(Dimension::NUMBER, least, most);
}

std::optional<double>
InputValue::ToQuantity(Dimension dimension, double least, double most) const
{
    const auto quantity = m_node.IsScalar() ? ParseQuantity(m_node.GetText()) : std::nullopt;
    const bool fits =
        quantity && (quantity->dimension == dimension ||
                     (dimension == Dimension::SHARE && quantity->dimension == Dimension::NUMBER));
    if (!fits)
    {
        Complain(DescribeDimension(dimension) + SuggestUnit(m_node.GetText(), dimension));
        return std::nullopt;
    }
    const double base = quantity->GetBase();
    if (base < least)
    {
        const auto text = NumberText(least / quantity->GetFactor());
        Complain((text == "0" && least > 0 ? "more than " : "at least ") + text +
                 (quantity->unit.empty() ? "" : " " + quantity->unit));
        return std::nullopt;
    }
    if (base > most)
    {
        Complain("at most " + NumberText(most / quantity->GetFactor()) +
                 (quantity->unit.empty() ? "" : " " + quantity->unit));
        return std::nullopt;
    }
    return base;
}

std::optional<uint64_t>
InputValue::ToWhole(Dimension dimension, uint64_t least, uint64_t most) const
{
    const auto base = ToQuantity(dimension, static_cast<double>(least), static_cast<double>(most));
    if (!base)
    {
        return std::nullopt;
    }
    // 2.5 GHz is a whole number of Hz although 2.5 * 1e9 need not be one to the last bit.
    const double whole = std::round(*base);
    if (std::abs(*base - whole) > 1e-9 * std::max(1.0, whole))
    {
        Complain(dimension == Dimension::NUMBER
                     ? "a whole number"
                     : "a whole number of the smallest unit; " + DescribeDimension(dimension));
        return std::nullopt;
    }
    return static_cast<uint64_t>(whole);
}

std::optional<Ps>
InputValue::ToDuration() const
{
    const auto whole = ToWhole(Dimension::DURATION, 0, 86'400 * uint64_t{PS_PER_SECOND});
    return whole ? std::optional<Ps>(static_cast<Ps>(*whole)) : std::nullopt;
}

std::vector<InputValue>
InputValue::ToList() const
{
    std::vector<InputValue> list;
    if (m_node.GetElements().empty())
    {
        Complain("a list with at least one element");
        return list;
    }
    for (const auto& element : m_node.GetElements())
    {
        list.emplace_back(*m_input, element, m_path);
    }
    return list;
}

InputMap::InputMap(const InputValue& value)
    : m_value(value),
      m_isMap(value.GetNode().IsMap())
{
    if (!m_isMap)
    {
        m_value.Complain("a map (key: value)");
        return;
    }
    std::set<std::string> seen;
    for (const auto& entry : m_value.GetNode().GetEntries())
    {
        if (!seen.insert(entry.key).second)
        {
            m_value.GetInput().ComplainAt(entry.place, entry.key, "each key once");
        }
    }
}

std::string
InputMap::PathOf(const std::string& key) const
{
    const std::string& path = m_value.GetPath();
    return path.empty() ? key : path + "." + key;
}

std::optional<InputValue>
InputMap::Take(const std::string& key)
{
    m_known.insert(key);
    const InputEntry* entry = m_value.GetNode().Find(key);
    return entry ? std::optional(InputValue(m_value.GetInput(), entry->value, PathOf(key)))
                 : std::nullopt;
}

std::optional<InputValue>
InputMap::Require(const std::string& key)
{
    auto value = Take(key);
    if (!value && m_isMap)
    {
        const std::string& path = m_value.GetPath();
        m_value.GetInput().ComplainAt(m_value.GetNode().GetKeyPlace(),
                                      LastKey(path),
                                      "the key '" + key + "'" +
                                          (path.empty() ? "" : " in '" + path + "'"));
    }
    return value;
}

std::vector<InputMap::Entry>
InputMap::TakeRest()
{
    std::vector<Entry> rest;
    for (const auto& entry : m_value.GetNode().GetEntries())
    {
        if (m_known.count(entry.key) == 0)
        {
            rest.push_back({entry.key,
                            entry.place,
                            InputValue(m_value.GetInput(), entry.value, PathOf(entry.key))});
        }
    }
    for (const auto& entry : rest)
    {
        m_known.insert(entry.key);
    }
    return rest;
}

void
InputMap::Finish()
{
    std::string known;
    for (const auto& entry : m_value.GetNode().GetEntries())
    {
        if (m_known.count(entry.key) > 0)
        {
            continue;
        }
        if (known.empty())
        {
            for (const auto& key : m_known)
            {
                known += (known.empty() ? "one of the keys " : ", ") + key;
            }
        }
        m_value.GetInput().ComplainAt(entry.place,
                                      entry.key,
                                      known +
                                          DidYouMean(entry.key, {m_known.begin(), m_known.end()}));
    }
}

} // namespace ns3
