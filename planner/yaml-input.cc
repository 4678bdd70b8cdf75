/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "yaml-input.h"

#include <algorithm>
#include <cmath>

namespace ns3::planner
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
TokenOf(const YAML::Node& node, const std::string& path)
{
    return node.IsScalar() ? node.Scalar() : LastKey(path);
}

/**
 * @param node a map, a scalar or nothing
 * @return a map of its own with the same children. A scalar is the name of a profile whose values
 * are about to be changed.
 */
YAML::Node
OwnMap(const YAML::Node& node)
{
    YAML::Node map(YAML::NodeType::Map);
    if (node.IsMap())
    {
        for (const auto& entry : node)
        {
            map.force_insert(entry.first, entry.second);
        }
    }
    else if (node.IsDefined() && node.IsScalar())
    {
        map.force_insert("profile", node);
    }
    return map;
}

/// @param node a map @param path rest of a path @param value what to put there @return a new map
YAML::Node
WithValue(const YAML::Node& node, const std::string& path, const YAML::Node& value)
{
    const auto dot = path.find('.');
    const std::string key = path.substr(0, dot);
    const YAML::Node source = OwnMap(node);
    YAML::Node map(YAML::NodeType::Map);
    bool found = false;
    for (const auto& entry : source)
    {
        if (entry.first.IsScalar() && entry.first.Scalar() == key)
        {
            map.force_insert(entry.first,
                             dot == std::string::npos
                                 ? value
                                 : WithValue(entry.second, path.substr(dot + 1), value));
            found = true;
        }
        else
        {
            map.force_insert(entry.first, entry.second);
        }
    }
    if (!found)
    {
        map.force_insert(key,
                         dot == std::string::npos
                             ? value
                             : WithValue(YAML::Node(), path.substr(dot + 1), value));
    }
    return map;
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

/// @param text a file's content @param mark of an error @return true when a tab indents its line
bool
IsTabAt(const std::string& text, const YAML::Mark& mark)
{
    if (mark.is_null())
    {
        return false;
    }
    size_t begin = 0;
    for (int line = 0; line < mark.line && begin != std::string::npos; ++line)
    {
        const auto end = text.find('\n', begin);
        begin = end == std::string::npos ? end : end + 1;
    }
    const auto first = text.find_first_not_of(' ', begin);
    return begin != std::string::npos && first != std::string::npos && text[first] == '\t';
}

} // namespace

YamlInput::YamlInput(std::string file)
    : m_file(std::move(file))
{
}

YAML::Node
YamlInput::Parse(const std::string& text) const
{
    std::vector<YAML::Node> documents;
    try
    {
        documents = YAML::LoadAll(text);
    }
    catch (const YAML::Exception& error)
    {
        const std::string expected = IsTabAt(text, error.mark)
                                         ? "spaces in front of a key, not tabs"
                                         : "YAML (" + error.msg + ")";
        throw InputError({ProblemAt(error.mark, expected)});
    }
    if (documents.empty() || documents.front().IsNull())
    {
        throw InputError({ProblemAt(YAML::Mark::null_mark(), "a map (key: value)")});
    }
    if (documents.size() > 1)
    {
        throw InputError({ProblemAt(documents[1].Mark(), "one document, without a second one")});
    }
    uint64_t nodes = 0;
    CheckShape(documents.front(), 0, nodes);
    return documents.front();
}

/// @param mark a place; where the file begins when it is none @param expected there
/// @return the problem
InputProblem
YamlInput::ProblemAt(const YAML::Mark& mark, const std::string& expected) const
{
    const bool known = !mark.is_null();
    return {m_file,
            known ? static_cast<uint32_t>(mark.line + 1) : 1,
            known ? static_cast<uint32_t>(mark.column + 1) : 1,
            "",
            expected};
}

/**
 * Refuse what has no end: an alias within what it names, or aliases that multiply.
 * @param node a node @param depth how many hold it @param nodes counts them
 */
void
YamlInput::CheckShape(const YAML::Node& node, uint32_t depth, uint64_t& nodes) const
{
    constexpr uint32_t DEEPEST = 50;
    constexpr uint64_t MOST_NODES = 1'000'000;
    if (depth > DEEPEST || ++nodes > MOST_NODES)
    {
        throw InputError({ProblemAt(node.Mark(),
                                    "at most " + std::to_string(DEEPEST) + " levels and " +
                                        std::to_string(MOST_NODES) +
                                        " values; an alias (*) cannot stand in what it names")});
    }
    if (node.IsSequence())
    {
        for (const auto& element : node)
        {
            CheckShape(element, depth + 1, nodes);
        }
    }
    else if (node.IsMap())
    {
        for (const auto& entry : node)
        {
            CheckShape(entry.second, depth + 1, nodes);
        }
    }
}

YAML::Node
YamlInput::PutIn(const YAML::Node& root,
                 const std::string& path,
                 const YAML::Node& value,
                 const YAML::Mark& pathMark,
                 const YAML::Mark& valueMark)
{
    m_puts.push_back({path, pathMark, valueMark});
    return WithValue(root, path, value);
}

const YamlInput::Put*
YamlInput::FindPut(const std::string& path) const
{
    for (auto put = m_puts.rbegin(); put != m_puts.rend(); ++put)
    {
        const size_t common = std::min(put->path.size(), path.size());
        if (put->path.compare(0, common, path, 0, common) == 0)
        {
            return &*put;
        }
    }
    return nullptr;
}

void
YamlInput::Complain(const YAML::Node& node, const std::string& path, const std::string& expected)
{
    const YAML::Mark mark = node.IsDefined() ? node.Mark() : YAML::Mark::null_mark();
    const Put* put = mark.is_null() ? FindPut(path) : nullptr;
    Add(put ? put->valueMark : mark, TokenOf(node, path), expected);
}

void
YamlInput::ComplainAt(const YAML::Mark& mark,
                      const std::string& token,
                      const std::string& path,
                      const std::string& expected)
{
    const Put* put = mark.is_null() ? FindPut(path) : nullptr;
    Add(put ? put->pathMark : mark, token, expected);
}

void
YamlInput::Add(const YAML::Mark& mark, const std::string& token, const std::string& expected)
{
    const bool known = !mark.is_null();
    m_problems.push_back({m_file,
                          known ? static_cast<uint32_t>(mark.line + 1) : 0,
                          known ? static_cast<uint32_t>(mark.column + 1) : 0,
                          token,
                          expected});
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

InputValue::InputValue(YamlInput& input, const YAML::Node& node, std::string path)
    : m_input(&input),
      m_node(node),
      m_path(std::move(path))
{
}

InputValue&
InputValue::operator=(const InputValue& other)
{
    if (this != &other)
    {
        m_input = other.m_input;
        m_node.reset(other.m_node);
        m_path = other.m_path;
    }
    return *this;
}

void
InputValue::Complain(const std::string& expected) const
{
    m_input->Complain(m_node, m_path, expected);
}

std::optional<std::string>
InputValue::ToText() const
{
    if (!m_node.IsScalar() || m_node.Scalar().empty())
    {
        Complain("a text");
        return std::nullopt;
    }
    return m_node.Scalar();
}

std::optional<std::string>
InputValue::ToName() const
{
    auto text = ToText();
    if (text &&
        text->find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") != std::string::npos)
    {
        Complain("a name of small letters, digits and dashes");
        return std::nullopt;
    }
    return text;
}

std::optional<bool>
InputValue::ToBool() const
{
    return ToChoice<bool>({{"true", true}, {"false", false}});
}

std::optional<uint64_t>
InputValue::ToCount(uint64_t least, uint64_t most) const
{
    return ToWhole(Dimension::NUMBER, least, most);
}

std::optional<double>
InputValue::ToQuantity(Dimension dimension, double least, double most) const
{
    const auto quantity = m_node.IsScalar() ? ParseQuantity(m_node.Scalar()) : std::nullopt;
    const bool fits =
        quantity && (quantity->dimension == dimension ||
                     (dimension == Dimension::SHARE && quantity->dimension == Dimension::NUMBER));
    if (!fits)
    {
        Complain(DescribeDimension(dimension));
        return std::nullopt;
    }
    const double base = quantity->GetBase();
    if (base < least)
    {
        const auto text = NumberText(least / quantity->factor);
        Complain((text == "0" && least > 0 ? "more than " : "at least ") + text +
                 (quantity->unit.empty() ? "" : " " + quantity->unit));
        return std::nullopt;
    }
    if (base > most)
    {
        Complain("at most " + NumberText(most / quantity->factor) +
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
    if (!m_node.IsSequence() || m_node.size() == 0)
    {
        Complain("a list with at least one element");
        return list;
    }
    for (const YAML::Node& element : m_node)
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
    for (const auto& entry : m_value.GetNode())
    {
        const std::string key = entry.first.IsScalar() ? entry.first.Scalar() : "";
        if (!seen.insert(key).second)
        {
            m_value.GetInput().Complain(entry.first, key, "each key once");
        }
    }
}

std::optional<InputValue>
InputMap::Take(const std::string& key)
{
    m_known.insert(key);
    if (!m_isMap)
    {
        return std::nullopt;
    }
    for (const auto& entry : m_value.GetNode())
    {
        if (entry.first.IsScalar() && entry.first.Scalar() == key)
        {
            const std::string& path = m_value.GetPath();
            return InputValue(m_value.GetInput(),
                              entry.second,
                              path.empty() ? key : path + "." + key);
        }
    }
    return std::nullopt;
}

std::optional<InputValue>
InputMap::Require(const std::string& key)
{
    auto value = Take(key);
    if (!value && m_isMap)
    {
        YAML::Mark mark = m_value.GetNode().Mark();
        for (const auto& entry : m_value.GetNode())
        {
            mark = mark.is_null() ? entry.first.Mark() : mark;
        }
        const std::string& path = m_value.GetPath();
        m_value.GetInput().ComplainAt(mark,
                                      LastKey(path),
                                      path,
                                      "the key '" + key + "'" +
                                          (path.empty() ? "" : " in '" + path + "'"));
    }
    return value;
}

std::vector<InputMap::Entry>
InputMap::TakeRest()
{
    std::vector<Entry> rest;
    if (!m_isMap)
    {
        return rest;
    }
    const std::string& path = m_value.GetPath();
    for (const auto& entry : m_value.GetNode())
    {
        const std::string key = entry.first.IsScalar() ? entry.first.Scalar() : "";
        if (m_known.count(key) == 0)
        {
            rest.push_back({key,
                            entry.first.Mark(),
                            InputValue(m_value.GetInput(),
                                       entry.second,
                                       path.empty() ? key : path + "." + key)});
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
    if (!m_isMap)
    {
        return;
    }
    std::string known;
    for (const auto& key : m_known)
    {
        known += (known.empty() ? "one of the keys " : ", ") + key;
    }
    for (const auto& entry : m_value.GetNode())
    {
        const std::string key = entry.first.IsScalar() ? entry.first.Scalar() : "";
        if (m_known.count(key) == 0)
        {
            const std::string& path = m_value.GetPath();
            m_value.GetInput().ComplainAt(entry.first.Mark(),
                                          key,
                                          path.empty() ? key : path + "." + key,
                                          known);
        }
    }
}

} // namespace ns3::planner
