/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "scenario-parameters.h"

#include "quantity-arithmetic.h"

#include "model/profile/did-you-mean.h"

#include "ns3/ipsec-input-error.h"

#include <cctype>
#include <cstdint>
#include <functional>
#include <set>
#include <utility>
#include <vector>

namespace ns3::planner
{

namespace
{

/// Parameters that refer to each other in a row.
constexpr size_t DEEPEST = 100;
/// Octets of a text that parameters are put into.
constexpr size_t LONGEST_TEXT = 10'000;
/// Values of a scenario with those of its parameters, and their levels, as the parser has them.
constexpr uint64_t MOST_VALUES = 1'000'000;
constexpr uint32_t MOST_LEVELS = 50;

/// @param text any @param at where a name may begin @return where it ends
size_t
EndOfName(const std::string& text, size_t at)
{
    const auto isLetter = [&text](size_t i) {
        return std::isalpha(static_cast<unsigned char>(text[i])) != 0 || text[i] == '_';
    };
    if (at >= text.size() || !isLetter(at))
    {
        return at;
    }
    while (at < text.size() &&
           (isLetter(at) || std::isdigit(static_cast<unsigned char>(text[at])) != 0))
    {
        ++at;
    }
    return at;
}

/// @param node any @param place another place @return the same value there
InputNode
Moved(const InputNode& node, const InputPlace& place)
{
    return node.IsScalar() ? InputNode::Scalar(node.GetText(), place)
           : node.IsList() ? InputNode::List(node.GetElements(), place)
           : node.IsMap()  ? InputNode::Map(node.GetEntries(), place)
                           : InputNode::Null(place);
}

/// @param node a list, or a map; anything else stays as it is
/// @param change called with each of its values @return the node with what that returns
template <typename Change>
InputNode
ChangeValues(const InputNode& node, const Change& change)
{
    if (node.IsList())
    {
        std::vector<InputNode> elements;
        for (const auto& element : node.GetElements())
        {
            elements.push_back(change(element));
        }
        return InputNode::List(std::move(elements), node.GetPlace());
    }
    if (node.IsMap())
    {
        std::vector<InputEntry> entries;
        for (const auto& entry : node.GetEntries())
        {
            entries.push_back({entry.key, entry.place, change(entry.value)});
        }
        return InputNode::Map(std::move(entries), node.GetPlace());
    }
    return node;
}

/// Replaces what is written with a dollar sign.
class Replacer
{
  public:
    /// Gives the value of a name; throws ArithmeticError when there is none.
    using Find = std::function<InputNode(const std::string&)>;

    /// @param file for messages @param find gives the value of a name
    Replacer(const std::string& file, Find find)
        : m_file(file),
          m_find(std::move(find))
    {
    }

    /// @param node a value @return what becomes of it
    InputNode Replace(const InputNode& node)
    {
        if (node.IsScalar())
        {
            return node.GetText().find('$') == std::string::npos ? node : ReplaceText(node);
        }
        return ChangeValues(node, [this](const InputNode& value) { return Replace(value); });
    }

    /// @throws InputError when something was wrong
    void ThrowIfWrong() const
    {
        if (!m_problems.empty())
        {
            throw InputError(m_problems);
        }
    }

  private:
    InputNode ReplaceText(const InputNode& node)
    {
        try
        {
            return ReplaceParts(node);
        }
        catch (const ArithmeticError& error)
        {
            const auto& place = node.GetPlace();
            m_problems.push_back({m_file,
                                  place.line,
                                  place.column,
                                  node.GetText(),
                                  error.what(),
                                  place.origin ? *place.origin : ""});
            return node;
        }
    }

    InputNode ReplaceParts(const InputNode& node) const
    {
        const std::string& text = node.GetText();
        const size_t end = EndOfName(text, 1);
        if (text.front() == '$' && end > 1 && end == text.size())
        {
            return Moved(m_find(text.substr(1)), node.GetPlace());
        }
        std::string replaced;
        for (size_t at = 0; at < text.size();)
        {
            const size_t sign = text.find('$', at);
            replaced += text.substr(at, sign - at);
            if (sign == std::string::npos)
            {
                break;
            }
            at = ReplaceOne(text, sign + 1, replaced);
            if (replaced.size() > LONGEST_TEXT)
            {
                throw ArithmeticError("a text of at most " + std::to_string(LONGEST_TEXT) +
                                      " octets with its parameters");
            }
        }
        return InputNode::Scalar(replaced, node.GetPlace());
    }

    /// @param text any @param at behind a dollar sign @param replaced gets what stands for it
    /// @return where the text goes on
    size_t ReplaceOne(const std::string& text, size_t at, std::string& replaced) const
    {
        if (at < text.size() && text[at] == '$')
        {
            replaced += '$';
            return at + 1;
        }
        if (at < text.size() && text[at] == '{')
        {
            const size_t end = text.find('}', at);
            if (end == std::string::npos)
            {
                throw ArithmeticError("a '}' behind '${'");
            }
            replaced += WorkOut(text.substr(at + 1, end - at - 1),
                                [this](const std::string& name) { return FindText(name); });
            return end + 1;
        }
        const size_t end = EndOfName(text, at);
        if (end == at)
        {
            throw ArithmeticError("a name, '{' or '$' behind '$'");
        }
        replaced += FindText(text.substr(at, end - at));
        return end;
    }

    /// @param name of a parameter @return its text
    std::string FindText(const std::string& name) const
    {
        const InputNode value = m_find(name);
        if (!value.IsScalar())
        {
            throw ArithmeticError("a parameter that is a text or a number within a text, not " +
                                  name);
        }
        return value.GetText();
    }

    const std::string& m_file;            //!< for messages
    Find m_find;                          //!< gives the value of a name
    std::vector<InputProblem> m_problems; //!< so far
};

/// @param values by name @param name that is none of them @return what was expected
std::string
DescribeNames(const std::map<std::string, InputNode>& values, const std::string& name)
{
    std::string text;
    std::vector<std::string> names;
    for (const auto& [known, value] : values)
    {
        text += (text.empty() ? "one of the parameters " : ", ") + known;
        names.push_back(known);
    }
    return (text.empty() ? "parameters, of which there are none" : text) + DidYouMean(name, names);
}

/// Works out parameters that refer to each other.
class ParameterReader
{
  public:
    /// @param file for messages @param map the parameters
    ParameterReader(const std::string& file, const InputNode& map)
        : m_file(file)
    {
        for (const auto& entry : map.GetEntries())
        {
            if (EndOfName(entry.key, 0) != entry.key.size() || entry.key.empty())
            {
                Complain(entry.place,
                         entry.key,
                         "a name of letters, digits and _, no digit in front");
            }
            m_given.emplace(entry.key, entry.value);
        }
    }

    /// @return all of them
    std::map<std::string, InputNode> Read()
    {
        for (const auto& [name, value] : m_given)
        {
            Find(name);
        }
        if (!m_problems.empty())
        {
            throw InputError(m_problems);
        }
        return m_done;
    }

  private:
    void Complain(const InputPlace& place, const std::string& token, const std::string& expected)
    {
        m_problems.push_back(
            {m_file, place.line, place.column, token, expected, place.origin ? *place.origin : ""});
    }

    InputNode Find(const std::string& name)
    {
        const auto done = m_done.find(name);
        if (done != m_done.end())
        {
            return done->second;
        }
        const auto given = m_given.find(name);
        if (given == m_given.end())
        {
            throw ArithmeticError(DescribeNames(m_given, name));
        }
        if (m_open.size() >= DEEPEST || !m_open.insert(name).second)
        {
            throw ArithmeticError("a parameter that does not refer to itself, nor to more than " +
                                  std::to_string(DEEPEST) + " in a row");
        }
        Replacer replacer(m_file, [this](const std::string& other) { return Find(other); });
        InputNode value = replacer.Replace(given->second);
        m_open.erase(name);
        if (value.GetSize() > MOST_VALUES || value.GetDepth() > MOST_LEVELS)
        {
            Complain(given->second.GetPlace(),
                     name,
                     "at most " + std::to_string(MOST_LEVELS) + " levels and " +
                         std::to_string(MOST_VALUES) + " values");
            value = InputNode();
        }
        m_done.emplace(name, value); // also a wrong one, which is told once
        try
        {
            replacer.ThrowIfWrong();
        }
        catch (const InputError& error)
        {
            const auto& more = error.GetProblems();
            m_problems.insert(m_problems.end(), more.begin(), more.end());
        }
        return value;
    }

    const std::string& m_file;                  //!< for messages
    std::map<std::string, InputNode> m_given{}; //!< as they stand there
    std::map<std::string, InputNode> m_done{};  //!< worked out
    std::set<std::string> m_open{};             //!< being worked out
    std::vector<InputProblem> m_problems{};     //!< so far
};

} // namespace

InputNode
EscapeDollars(const InputNode& node)
{
    if (!node.IsScalar())
    {
        return ChangeValues(node, EscapeDollars);
    }
    std::string text = node.GetText();
    for (auto at = text.find('$'); at != std::string::npos; at = text.find('$', at + 2))
    {
        text.insert(at, 1, '$');
    }
    return InputNode::Scalar(std::move(text), node.GetPlace());
}

void
CheckParameterSettings(const std::string& file,
                       const InputNode& root,
                       bool hasParameters,
                       const std::vector<InputSetting>& settings)
{
    const std::string prefix = "parameters.";
    for (const auto& setting : settings)
    {
        if (setting.path.rfind(prefix, 0) != 0)
        {
            continue;
        }
        std::map<std::string, InputNode> known;
        if (const InputEntry* entry = root.Find("parameters"))
        {
            for (const auto& parameter : entry->value.GetEntries())
            {
                known.emplace(parameter.key, parameter.value);
            }
        }
        std::string name = setting.path.substr(prefix.size());
        name = name.substr(0, name.find('.'));
        if (!hasParameters || known.count(name) == 0)
        {
            const auto& place = setting.pathPlace;
            throw InputError({{file,
                               place.line,
                               place.column,
                               name,
                               hasParameters ? DescribeNames(known, name)
                                             : "scenario: 2, the version of the language that has "
                                               "parameters",
                               place.origin ? *place.origin : ""}});
        }
    }
}

ScenarioParameters::ScenarioParameters(std::string file, const InputNode& root)
    : m_file(std::move(file))
{
    if (const InputEntry* entry = root.Find("parameters"))
    {
        m_values = ParameterReader(m_file, entry->value).Read();
    }
}

InputNode
ScenarioParameters::Apply(const InputNode& node) const
{
    Replacer replacer(m_file, [this](const std::string& name) {
        const auto found = m_values.find(name);
        if (found == m_values.end())
        {
            throw ArithmeticError(DescribeNames(m_values, name));
        }
        return found->second;
    });
    InputNode replaced = replacer.Replace(node);
    replacer.ThrowIfWrong();
    if (replaced.GetSize() > MOST_VALUES || replaced.GetDepth() > MOST_LEVELS)
    {
        throw InputError({{m_file,
                           0,
                           0,
                           "",
                           "at most " + std::to_string(MOST_LEVELS) + " levels and " +
                               std::to_string(MOST_VALUES) + " values with those of parameters"}});
    }
    return replaced;
}

} // namespace ns3::planner
