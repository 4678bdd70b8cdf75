/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "scenario-reference.h"

#include "scenario-key.h"

#include "planner/base/number-format.h"

#include <algorithm>
#include <ostream>

namespace ns3::planner
{

namespace
{

/// Numbers above this are no limit that somebody meets.
constexpr double NO_LIMIT = 1e15;
/// More words than these fill a page: their prose says what they are.
constexpr size_t MOST_WORDS = 40;

/// @param words some @param last between the last two: "or" @return them as a list
std::string
Join(const std::vector<std::string>& words, const std::string& last)
{
    std::string text;
    for (size_t i = 0; i < words.size(); ++i)
    {
        text += (i == 0 ? "" : i + 1 == words.size() && !last.empty() ? last : ", ") + words[i];
    }
    return text;
}

/// @param form numbers @return "1 to 64", "1000 bit/s or more", "0 to 1, or in %"
std::string
RangeText(const KeyForm& form)
{
    if (form.kind == KeyKind::DURATION)
    {
        return form.isAbove ? "a time above 0, up to 24 h" : "a time, 0 s to 24 h";
    }
    const bool isShare = form.dimension == Dimension::SHARE;
    const std::string unit = isShare ? "" : GetUnitNames(form.dimension).front();
    std::string text = form.kind == KeyKind::WHOLE && unit.empty() ? "a whole number, " : "";
    text += FormatPlain(form.least);
    text += form.most > NO_LIMIT ? "" : " to " + FormatPlain(form.most);
    text += unit.empty() ? "" : " " + unit;
    text += form.most > NO_LIMIT ? " or more" : "";
    return text + (isShare ? "; may be in %" : "");
}

/// @param form of a value @return what it may be, but for words that stand instead of it
std::string
KindText(const KeyForm& form)
{
    switch (form.kind)
    {
    case KeyKind::WHOLE:
    case KeyKind::QUANTITY:
    case KeyKind::DURATION:
        return RangeText(form);
    case KeyKind::FLAG:
        return "true or false";
    case KeyKind::NAME:
        return "small letters, digits and dashes";
    case KeyKind::LINE:
        return "text of one line";
    case KeyKind::TEXT:
        return "text";
    case KeyKind::LIST:
        return "a list";
    case KeyKind::MAP:
        return "a map";
    case KeyKind::WORD:
    case KeyKind::ANY:
        break;
    }
    return "";
}

/// @param form of a value @return what it may be
std::string
ValuesText(const KeyForm& form)
{
    if (!form.prose.empty())
    {
        return form.prose;
    }
    const auto& words = form.words.GetWords();
    const std::string kind = KindText(form);
    const std::string list =
        words.size() > MOST_WORDS ? "one of many words" : Join(words, kind.empty() ? " or " : "");
    return kind + (kind.empty() || list.empty() ? "" : ", or ") + list;
}

/// @param row of a key @return what there is without it
std::string
WithoutText(const ScenarioKey& row)
{
    if (row.isRequired)
    {
        auto others = row.excludes;
        others.insert(others.end(), row.substitutes.begin(), row.substitutes.end());
        return "required" + (others.empty() ? "" : ", unless there is " + Join(others, " or "));
    }
    return row.standard.empty() ? row.otherwise : row.standard == "{}" ? "" : row.standard;
}

} // namespace

std::vector<ScenarioKeyEntry>
DescribeScenarioKeys()
{
    std::vector<ScenarioKeyEntry> entries;
    for (const auto& row : GetScenarioKeys())
    {
        const bool showsDefault = !row.isRequired && row.example.empty() && row.standard != "{}";
        entries.push_back(
            {row.path,
             row.text + (row.needs.first.empty() ? ""
                                                 : "; only with " + row.needs.first + " " +
                                                       Join(row.needs.second, " or ")),
             ValuesText(row.form),
             WithoutText(row),
             showsDefault ? row.standard : row.example,
             std::to_string(row.since)});
    }
    return entries;
}

void
WriteScenarioReference(std::ostream& stream)
{
    stream << ".. SPDX-License-Identifier: GPL-2.0-only\n"
           << "   Copyright (c) 2026 The ipsec-offload authors\n\n"
           << ".. Written by \"ipsec-plan list scenario-keys --rst\"; a test compares it.\n";
    std::string part;
    for (const auto& entry : DescribeScenarioKeys())
    {
        const auto top = entry.path.substr(0, entry.path.find_first_of(".["));
        const bool isNames =
            top == "scenario" || top == "name" || top == "title" || top == "description";
        const std::string title = isNames ? "scenario, name, title, description" : top;
        if (title != part)
        {
            part = title;
            stream << "\n"
                   << title << "\n"
                   << std::string(title.size(), '-') << "\n\n"
                   << ".. list-table::\n   :header-rows: 1\n   :widths: 24 32 20 12 12\n\n"
                   << "   * - Key\n     - Meaning\n     - Values\n     - Default\n"
                   << "     - Example\n";
        }
        const auto cell = [&stream](const std::string& text, const char* quotes) {
            stream << "     -" << (text.empty() ? "" : " " + (quotes + text + quotes)) << "\n";
        };
        stream << "   * - ``" << entry.path << "``"
               << (entry.since == "1" ? "" : " (version " + entry.since + ")") << "\n";
        cell(entry.meaning, "");
        cell(entry.values, "");
        cell(entry.standard, "");
        cell(entry.example, "``");
    }
}

} // namespace ns3::planner
