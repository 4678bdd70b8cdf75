/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "network-text.h"

#include "ns3/ipsec-input-error.h"

#include <charconv>
#include <fstream>
#include <optional>
#include <sstream>

namespace ns3::planner
{

namespace
{

/// Nodes, edges or demands of a file, at most.
constexpr uint32_t MOST_LINES = 10'000'000;

/// A line that is not empty.
struct Line
{
    uint32_t number;                //!< from 1
    std::vector<std::string> words; //!< of it
};

/// @param text a token @param most the greatest allowed @return the number that it is
std::optional<uint32_t>
ToNumber(const std::string& text, uint32_t most)
{
    uint32_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool isNumber = error == std::errc() && end == text.data() + text.size();
    return isNumber && number <= most ? std::optional(number) : std::nullopt;
}

/// Reads sections: a word and a count, perhaps a line of titles, and lines of so many words.
class SectionReader
{
  public:
    /// @param file its name
    explicit SectionReader(const std::string& file)
        : m_file(file)
    {
        std::ifstream stream(file);
        std::string text;
        for (uint32_t number = 1; std::getline(stream, text); ++number)
        {
            std::istringstream words(text);
            Line line{number, {}};
            for (std::string word; words >> word;)
            {
                line.words.push_back(word);
            }
            if (!line.words.empty())
            {
                m_lines.push_back(std::move(line));
            }
        }
    }

    /**
     * @param title of the section: "NODES"
     * @param columns titles of its columns
     * @return its lines
     */
    std::vector<Line> Take(const std::string& title, const std::vector<std::string>& columns)
    {
        const Line head = Next("'" + title + "' and a number");
        const auto count = head.words.size() == 2 && head.words[0] == title
                               ? ToNumber(head.words[1], MOST_LINES)
                               : std::nullopt;
        if (!count)
        {
            Fail(head.number, head.words.front(), "'" + title + "' and a number");
        }
        if (m_next < m_lines.size() && m_lines[m_next].words == columns)
        {
            ++m_next;
        }
        std::string expected = title + ": " + std::to_string(*count) + " lines of";
        for (const auto& column : columns)
        {
            expected += " " + column;
        }
        std::vector<Line> lines;
        for (uint32_t i = 0; i < *count; ++i)
        {
            lines.push_back(Next(expected));
            if (lines.back().words.size() != columns.size())
            {
                Fail(lines.back().number, lines.back().words.front(), expected);
            }
        }
        return lines;
    }

    /// Complain about what is left.
    void Finish() const
    {
        if (m_next < m_lines.size())
        {
            Fail(m_lines[m_next].number, m_lines[m_next].words.front(), "the end of the file");
        }
    }

    /// @param line where @param token what stands there @param expected what should
    [[noreturn]] void Fail(uint32_t line,
                           const std::string& token,
                           const std::string& expected) const
    {
        throw InputError({{m_file, line, 1, token, expected}});
    }

  private:
    /// @param expected what comes now @return the next line
    const Line& Next(const std::string& expected)
    {
        if (m_next >= m_lines.size())
        {
            throw InputError({{m_file, 0, 0, "", expected + ", and the file ends"}});
        }
        return m_lines[m_next++];
    }

    std::string m_file;        //!< its name
    std::vector<Line> m_lines; //!< its lines
    size_t m_next{0};          //!< of the next one
};

} // namespace

NetworkText
ReadRepetitaText(const std::string& file)
{
    SectionReader reader(file);
    NetworkText text{file, true, {}, {}};
    for (const auto& line : reader.Take("NODES", {"label", "x", "y"}))
    {
        text.nodes.push_back(
            {line.words[0], {{"x", line.words[1]}, {"y", line.words[2]}}, line.number});
    }
    const auto end = [&](const Line& line, const std::string& word) {
        const auto nodes = static_cast<uint32_t>(text.nodes.size());
        const auto node = nodes == 0 ? std::nullopt : ToNumber(word, nodes - 1);
        if (!node)
        {
            reader.Fail(line.number,
                        word,
                        "the position of a node, 0 to " + std::to_string(nodes - 1));
        }
        return *node;
    };
    const auto edges = reader.Take("EDGES", {"label", "src", "dest", "weight", "bw", "delay"});
    for (const auto& line : edges)
    {
        text.edges.push_back({end(line, line.words[1]),
                              end(line, line.words[2]),
                              {{"label", line.words[0]},
                               {"weight", line.words[3]},
                               {"rate", line.words[4] + " kbit/s"},
                               {"delay", line.words[5] + " us"}},
                              line.number});
    }
    reader.Finish();
    return text;
}

std::vector<DemandText>
ReadDemandsText(const std::string& file)
{
    SectionReader reader(file);
    std::vector<DemandText> demands;
    for (const auto& line : reader.Take("DEMANDS", {"label", "src", "dest", "bw"}))
    {
        demands.push_back(
            {line.words[0], line.words[1], line.words[2], line.words[3] + " kbit/s", line.number});
    }
    reader.Finish();
    return demands;
}

} // namespace ns3::planner
