/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "walk-diagram.h"

#include "walk-text.h"

#include "planner/base/quoting.h"

#include <algorithm>
#include <cstdint>
#include <sstream>
#include <vector>

namespace ns3::planner
{

namespace
{

// All lengths in pixels. Characters are taken wider than the fonts named below have them, so that
// another font of the reader's fits too.
constexpr int CHARACTER = 8;
constexpr int TITLE_CHARACTER = 10;
constexpr int LINE = 17;
constexpr int MARGIN = 16;
constexpr int LIFELINE_GAP = 30;
constexpr int GROUP_GAP = 14;
constexpr int BAND = 24;
constexpr int DOT = 9;
constexpr int ROW_PADDING = 10;
constexpr size_t WORDS_WIDTH = 70;
constexpr int COLORS = 6;
constexpr const char* TIME_HEADING = "microseconds";

/// The objects of one node.
struct Group
{
    std::string node;
    std::vector<std::string> objects;
    int left{0};
    int width{0};
};

/// Where a step is.
struct Row
{
    size_t group;
    int x;
    int y;
    int height;
    std::vector<std::string> lines;
};

/// Makes one diagram.
class Diagram
{
  public:
    /// @param walk the walk
    explicit Diagram(const Walk& walk)
        : m_walk(walk)
    {
        FindGroups();
        PlaceGroups();
        PlaceRows();
    }

    /// @return the file
    std::string Draw();

  private:
    void FindGroups();
    void PlaceGroups();
    void PlaceRows();
    size_t GroupOf(const WalkStep& step) const;
    int XOf(const Group& group, size_t object) const;
    void DrawStyle();
    void DrawHead();
    void DrawRows();
    void Line(int x1, int y1, int x2, int y2, const std::string& style);
    void Text(int x, int y, const std::string& text, const std::string& style);

    const Walk& m_walk;
    std::vector<Group> m_groups;
    std::vector<Row> m_rows;
    int m_timeEnd{0};      //!< right of the times
    int m_lifelinesEnd{0}; //!< right of the last lifeline
    int m_headTop{0};      //!< top of the nodes' bands
    int m_lifelinesTop{0}; //!< where lifelines begin
    int m_width{0};
    int m_height{0};
    std::ostringstream m_out;
};

void
Diagram::FindGroups()
{
    for (const auto& step : m_walk.steps)
    {
        auto group = std::find_if(m_groups.begin(), m_groups.end(), [&step](const Group& known) {
            return known.node == step.node;
        });
        if (group == m_groups.end())
        {
            group = m_groups.insert(group, Group{step.node, {}, 0, 0});
        }
        auto& objects = group->objects;
        if (std::find(objects.begin(), objects.end(), step.object) == objects.end())
        {
            objects.push_back(step.object);
        }
    }
}

void
Diagram::PlaceGroups()
{
    const Ps whole = m_walk.steps.back().time - m_walk.steps.front().time;
    const size_t longestTime =
        std::max(std::string(TIME_HEADING).size(), FormatMicroseconds(whole).size());
    m_timeEnd = MARGIN + static_cast<int>(longestTime) * CHARACTER;
    int left = m_timeEnd + MARGIN;
    size_t longest = 0;
    for (auto& group : m_groups)
    {
        group.left = left;
        group.width = std::max(static_cast<int>(group.objects.size()) * LIFELINE_GAP,
                               static_cast<int>(group.node.size() + 2) * CHARACTER);
        left += group.width + GROUP_GAP;
        for (const auto& object : group.objects)
        {
            longest = std::max(longest, object.size());
        }
    }
    m_lifelinesEnd = left - GROUP_GAP + MARGIN;
    const auto title = static_cast<int>(m_walk.title.size()) * TITLE_CHARACTER;
    const auto subtitle = static_cast<int>(m_walk.subtitle.size()) * CHARACTER;
    m_width = std::max({m_lifelinesEnd + static_cast<int>(WORDS_WIDTH) * CHARACTER + MARGIN,
                        title + 2 * MARGIN,
                        subtitle + 2 * MARGIN});
    m_headTop = MARGIN + 3 * LINE;
    m_lifelinesTop = m_headTop + BAND + static_cast<int>(longest) * CHARACTER + MARGIN;
}

void
Diagram::PlaceRows()
{
    int y = m_lifelinesTop + ROW_PADDING;
    for (const auto& step : m_walk.steps)
    {
        const size_t group = GroupOf(step);
        const auto& objects = m_groups[group].objects;
        const auto object = std::find(objects.begin(), objects.end(), step.object);
        const std::string rule = step.rule.empty() ? "" : " [" + step.rule + "]";
        Row row{group,
                XOf(m_groups[group], static_cast<size_t>(object - objects.begin())),
                y,
                0,
                WrapText(step.decision + rule, WORDS_WIDTH)};
        row.height = static_cast<int>(row.lines.size()) * LINE + ROW_PADDING;
        y += row.height;
        m_rows.push_back(row);
    }
    m_height = y + MARGIN;
}

size_t
Diagram::GroupOf(const WalkStep& step) const
{
    size_t number = 0;
    while (m_groups[number].node != step.node)
    {
        ++number;
    }
    return number;
}

int
Diagram::XOf(const Group& group, size_t object) const
{
    const int used = static_cast<int>(group.objects.size()) * LIFELINE_GAP;
    return group.left + (group.width - used) / 2 + LIFELINE_GAP / 2 +
           static_cast<int>(object) * LIFELINE_GAP;
}

void
Diagram::Line(int x1, int y1, int x2, int y2, const std::string& style)
{
    m_out << "<line x1=\"" << x1 << "\" y1=\"" << y1 << "\" x2=\"" << x2 << "\" y2=\"" << y2
          << "\" class=\"" << style << "\"/>\n";
}

void
Diagram::Text(int x, int y, const std::string& text, const std::string& style)
{
    m_out << "<text x=\"" << x << "\" y=\"" << y << "\" class=\"" << style << "\">"
          << EscapeXml(text) << "</text>\n";
}

void
Diagram::DrawStyle()
{
    // Colors of nodes by Okabe and Ito, which all readers can tell apart; darkened so that white
    // digits stand out.
    static constexpr const char* NODE_COLORS[COLORS] =
        {"#0060a8", "#a34a00", "#00755a", "#94447a", "#6b5f00", "#4a4a4a"};
    m_out << "<style>\n"
             "text { font: 13px Arial, Helvetica, 'Liberation Sans', 'DejaVu Sans', sans-serif; }\n"
             ".page { fill: #ffffff; }\n"
             ".ink { fill: #1a1a1a; }\n"
             ".faint { fill: #555555; }\n"
             ".title { fill: #1a1a1a; font-weight: bold; font-size: 15px; }\n"
             ".time { fill: #555555; text-anchor: end; }\n"
             ".digit { fill: #ffffff; text-anchor: middle; font-size: 11px; font-weight: bold; }\n"
             ".node { fill: #ffffff; text-anchor: middle; font-weight: bold; }\n"
             ".life { stroke: #c4c4c4; stroke-width: 1; }\n"
             ".row { stroke: #ececec; stroke-width: 1; }\n"
             ".way { stroke: #555555; stroke-width: 2; }\n"
             ".head { fill: #555555; }\n";
    for (int i = 0; i < COLORS; ++i)
    {
        m_out << ".n" << i << " { fill: " << NODE_COLORS[i] << "; }\n";
    }
    m_out << "@media (prefers-color-scheme: dark) {\n"
             ".page { fill: #15181c; }\n"
             ".ink, .title { fill: #e8e8e8; }\n"
             ".faint, .time { fill: #a8a8a8; }\n"
             ".life { stroke: #4a4f55; }\n"
             ".row { stroke: #24282d; }\n"
             ".way { stroke: #b4b4b4; }\n"
             ".head { fill: #b4b4b4; }\n"
             "}\n"
             "</style>\n";
}

void
Diagram::DrawHead()
{
    Text(MARGIN, MARGIN + LINE, m_walk.title, "title");
    Text(MARGIN, MARGIN + 2 * LINE, m_walk.subtitle, "faint");
    Text(m_timeEnd, m_lifelinesTop - MARGIN / 2, TIME_HEADING, "time");
    for (size_t i = 0; i < m_groups.size(); ++i)
    {
        const Group& group = m_groups[i];
        m_out << "<rect x=\"" << group.left << "\" y=\"" << m_headTop << "\" width=\""
              << group.width << "\" height=\"" << BAND << "\" rx=\"4\" class=\"n" << i % COLORS
              << "\"/>\n";
        Text(group.left + group.width / 2, m_headTop + LINE, group.node, "node");
        for (size_t object = 0; object < group.objects.size(); ++object)
        {
            const int x = XOf(group, object);
            const int y = m_lifelinesTop - MARGIN / 2;
            m_out << "<text transform=\"translate(" << x + 4 << " " << y
                  << ") rotate(-90)\" class=\"ink\">" << EscapeXml(group.objects[object])
                  << "</text>\n";
            Line(x, m_lifelinesTop, x, m_height - MARGIN, "life");
        }
    }
}

void
Diagram::DrawRows()
{
    for (size_t i = 0; i < m_rows.size(); ++i)
    {
        const Row& row = m_rows[i];
        const int middle = row.y + LINE / 2;
        Line(MARGIN, row.y - ROW_PADDING / 2, m_width - MARGIN, row.y - ROW_PADDING / 2, "row");
        if (i > 0)
        {
            const Row& before = m_rows[i - 1];
            Line(before.x, before.y + LINE / 2 + DOT, before.x, middle, "way");
            if (before.x != row.x)
            {
                const int side = before.x < row.x ? -1 : 1;
                const int tip = row.x + side * DOT;
                Line(before.x, middle, tip + side * 5, middle, "way");
                m_out << "<path d=\"M" << tip << " " << middle << " l" << side * 8 << " -4 v8 z\""
                      << " class=\"head\"/>\n";
            }
        }
    }
    for (size_t i = 0; i < m_rows.size(); ++i)
    {
        const Row& row = m_rows[i];
        const int middle = row.y + LINE / 2;
        const WalkStep& step = m_walk.steps[i];
        Text(m_timeEnd,
             middle + 4,
             FormatMicroseconds(step.time - m_walk.steps.front().time),
             "time");
        m_out << "<circle cx=\"" << row.x << "\" cy=\"" << middle << "\" r=\"" << DOT
              << "\" class=\"n" << row.group % COLORS << "\"><title>" << EscapeXml(step.node)
              << ", " << EscapeXml(step.object) << "</title></circle>\n";
        Text(row.x, middle + 4, std::to_string(i + 1), "digit");
        for (size_t line = 0; line < row.lines.size(); ++line)
        {
            Text(m_lifelinesEnd,
                 middle + 4 + static_cast<int>(line) * LINE,
                 row.lines[line],
                 "ink");
        }
    }
}

std::string
Diagram::Draw()
{
    m_out << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\""
          << " width=\"" << m_width << "\" height=\"" << m_height << "\" viewBox=\"0 0 " << m_width
          << " " << m_height << "\" role=\"img\">\n<title>" << EscapeXml(m_walk.title)
          << "</title>\n";
    DrawStyle();
    m_out << "<rect width=\"" << m_width << "\" height=\"" << m_height << "\" class=\"page\"/>\n";
    DrawHead();
    DrawRows();
    m_out << "</svg>\n";
    return m_out.str();
}

} // namespace

std::string
DrawWalk(const Walk& walk)
{
    return Diagram(walk).Draw();
}

} // namespace ns3::planner
