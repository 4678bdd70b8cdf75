/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "walk-text.h"

#include <algorithm>
#include <cctype>
#include <sstream>

namespace ns3::planner
{

namespace
{

/// Characters of a decision on one line.
constexpr size_t DECISION_WIDTH = 72;

/// @param text a text @param width of its column @return with blanks behind
std::string
Left(const std::string& text, size_t width)
{
    return text + std::string(width > text.size() ? width - text.size() : 0, ' ');
}

/// @param text a text @param width of its column @return with blanks before
std::string
Right(const std::string& text, size_t width)
{
    return std::string(width > text.size() ? width - text.size() : 0, ' ') + text;
}

/// @param text a text @return its words; the groups of a number's digits stay together
std::vector<std::string>
WordsOf(const std::string& text)
{
    const auto isDigit = [](char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; };
    constexpr size_t GROUP = 3;
    std::vector<std::string> words;
    std::istringstream stream(text);
    for (std::string word; stream >> word;)
    {
        const bool isGroup =
            word.size() >= GROUP && std::all_of(word.begin(), word.begin() + GROUP, isDigit);
        if (isGroup && !words.empty() && isDigit(words.back().back()))
        {
            words.back() += " " + word;
        }
        else
        {
            words.push_back(word);
        }
    }
    return words;
}

/// @param whole before the point @param part behind it @param digits of the part @return both
std::string
WithPoint(Ps whole, Ps part, size_t digits)
{
    const std::string behind = std::to_string(part);
    return std::to_string(whole) + "." + std::string(digits - behind.size(), '0') + behind;
}

} // namespace

std::vector<std::string>
WrapText(const std::string& text, size_t width)
{
    std::vector<std::string> lines(1);
    for (const std::string& word : WordsOf(text))
    {
        std::string& line = lines.back();
        if (line.empty())
        {
            line = word;
        }
        else if (line.size() + 1 + word.size() <= width)
        {
            line += " " + word;
        }
        else
        {
            lines.push_back(word);
        }
    }
    return lines;
}

std::string
FormatInstant(Ps time)
{
    constexpr size_t DIGITS = 12;
    return WithPoint(time / PS_PER_SECOND, time % PS_PER_SECOND, DIGITS);
}

std::string
FormatMicroseconds(Ps span)
{
    constexpr Ps PS_PER_US = 1'000'000;
    constexpr size_t DIGITS = 6;
    return WithPoint(span / PS_PER_US, span % PS_PER_US, DIGITS);
}

void
PrintWalk(const Walk& walk, std::ostream& out)
{
    struct Row
    {
        std::string number;
        std::string time;
        std::string since;
        std::string node;
        std::string object;
        std::string rule;
    };

    std::vector<Row> rows{{"", "time [s]", "since [us]", "node", "object", "rule"}};
    for (const auto& step : walk.steps)
    {
        rows.push_back({std::to_string(rows.size()),
                        FormatInstant(step.time),
                        FormatMicroseconds(step.time - walk.steps.front().time),
                        step.node,
                        step.object,
                        step.rule});
    }
    const auto widest = [&rows](std::string Row::*column) {
        size_t width = 0;
        for (const auto& row : rows)
        {
            width = std::max(width, (row.*column).size());
        }
        return width;
    };
    const size_t number = widest(&Row::number);
    const size_t time = widest(&Row::time);
    const size_t since = widest(&Row::since);
    const size_t node = widest(&Row::node);
    const size_t object = widest(&Row::object);
    const size_t rule = widest(&Row::rule);

    out << walk.title << "\n" << walk.subtitle << "\n\n";
    for (size_t i = 0; i < rows.size(); ++i)
    {
        const Row& row = rows[i];
        const std::string front = Right(row.number, number) + "  " + Right(row.time, time) + "  " +
                                  Right(row.since, since) + "  " + Left(row.node, node) + "  " +
                                  Left(row.object, object) + "  " + Left(row.rule, rule) + "  ";
        const auto lines =
            WrapText(i == 0 ? "decision" : walk.steps[i - 1].decision, DECISION_WIDTH);
        for (size_t line = 0; line < lines.size(); ++line)
        {
            out << (line == 0 ? front : std::string(front.size(), ' ')) << lines[line] << "\n";
        }
    }
}

} // namespace ns3::planner
