/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "network-drawing.h"

#include "gnuplot-run.h"
#include "heat-map.h"
#include "label-places.h"

#include "model/profile/plain-text.h"
#include "planner/base/number-format.h"
#include "planner/base/quoting.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

namespace ns3::planner
{

namespace
{

/// Pixels of the figure, and of the map in it.
constexpr double WIDTH = 960;
constexpr double HEIGHT = 600;
constexpr double MAP_WIDTH = 660;
constexpr double MAP_HEIGHT = 440;

/// Pixels around the map's nodes, for their names.
constexpr double MARGIN = 48;

/// How much longer one side may become than the other where places are not those of a file.
constexpr double MOST_STRETCH = 1.7;

/// Pixels between parallel links.
constexpr double PARALLEL = 9;

/// Pixels of a letter, and of half a mark: of a gateway, and of a router without one.
constexpr double LETTER = 7.5;
constexpr double GATEWAY_REACH = 11;
constexpr double ROUTER_REACH = 5;

/// Characters that have room.
constexpr size_t TITLE_WIDTH = 105;
constexpr size_t SUBTITLE_WIDTH = 125;
constexpr size_t RANK_WIDTH = 31;
constexpr size_t NODE_WIDTH = 22;
constexpr size_t SHORT_WIDTH = 9;

/// Where these stand beside the map, and the height of a line, as shares of the figure.
constexpr double RANKING_LEFT = 0.72;
constexpr double RANKING_LINE = 0.042;

/// Links and nodes that are named beside the map.
constexpr size_t MOST_RANKED = 6;
constexpr size_t MOST_ACCESS = 3;

/// With more of them only the busiest ones have labels in the map.
constexpr size_t MOST_LABELED_LINKS = 30;
constexpr size_t MOST_NAMED_NODES = 40;

/// Widths of lines: each a fifth of the scale.
constexpr std::array<double, 5> LINE_WIDTHS{1.5, 2.5, 4, 5.5, 7.5};

/// Colors of the scale; its lightest one is left out, since it is hardly visible on paper.
constexpr size_t COLORS = 16;
constexpr double LIGHTEST = 0.94;

/// Color of what has no value, and of small text.
constexpr const char* GRAY = "#606060";

/// A part of the network and how busy it is, the busiest first.
using Ranking = std::vector<std::pair<std::string, double>>;

/// @param shares by name @return the same, the busiest first; equal ones by name
Ranking
Rank(const std::map<std::string, double>& shares)
{
    Ranking ranking(shares.begin(), shares.end());
    std::stable_sort(ranking.begin(), ranking.end(), [](const auto& a, const auto& b) {
        return a.second > b.second;
    });
    return ranking;
}

/// @param share a share @return "97 %"
std::string
PercentText(double share)
{
    return FormatFixed(100 * share, 0) + " %";
}

/// @param shares by name @param name one of them @return its share; 0 when it has none
double
ShareOf(const std::map<std::string, double>& shares, const std::string& name)
{
    const auto found = shares.find(name);
    return found == shares.end() ? 0 : found->second;
}

/// Makes the commands and data of a picture.
class NetworkSheet
{
  public:
    /// @param figure what to draw @param name of the files
    NetworkSheet(const NetworkFigure& figure, std::string name)
        : m_figure(figure),
          m_name(std::move(name)),
          m_links(Rank(figure.links)),
          m_nodes(Rank(figure.nodes))
    {
        PlaceNodes();
        PlaceLinks();
        AddHead();
        AddScale();
        AddEdges();
        AddNodes();
        AddLabels();
        AddDown(AddRanking("Busiest links", m_links, {0.855, MOST_RANKED}));
        AddRanking("Busiest access links", Rank(figure.access), {0.52, MOST_ACCESS});
        AddRanking("Busiest gateways (core)", m_nodes, {0.31, MOST_RANKED});
    }

    /// @return the .gp file
    std::string GetCommands() const
    {
        const auto size = [](double factor) {
            return FormatNumber(factor * WIDTH) + "," + FormatNumber(factor * HEIGHT);
        };
        return "set terminal svg size " + size(1) +
               " enhanced background '#ffffff' font 'sans-serif,13'\nset output '" + m_name +
               ".svg'\n" + m_frame + "plot " + m_plots + "\nset terminal pngcairo size " + size(2) +
               " enhanced background '#ffffff' font 'Sans,19.5' linewidth 2 pointscale 2\n" +
               "set output '" + m_name + ".png'\nreplot\nunset output\n";
    }

    /// @return the .dat file
    const std::string& GetData() const
    {
        return m_data;
    }

  private:
    /// Fit the places into the map, as large as they can be; those of a file keep their shape.
    void PlaceNodes()
    {
        const auto& nodes = m_figure.map.nodes;
        const auto extent = [&nodes](double MapPlace::*axis) {
            double least = INFINITY;
            double most = -INFINITY;
            for (const auto& node : nodes)
            {
                least = std::min(least, node.place.*axis);
                most = std::max(most, node.place.*axis);
            }
            return std::pair(least, most);
        };
        const auto [left, right] = extent(&MapPlace::x);
        const auto [low, high] = extent(&MapPlace::y);
        const double across = (MAP_WIDTH - 2 * MARGIN) / std::max(right - left, 1e-9);
        const double up = (MAP_HEIGHT - 2 * MARGIN) / std::max(high - low, 1e-9);
        const double most = std::min(across, up) * (m_figure.map.isLaidOut ? MOST_STRETCH : 1);
        for (const auto& node : nodes)
        {
            m_places.push_back(
                {MAP_WIDTH / 2 + std::min(across, most) * (node.place.x - (left + right) / 2),
                 MAP_HEIGHT / 2 + std::min(up, most) * (node.place.y - (low + high) / 2)});
        }
    }

    /// Links between the same two nodes beside each other.
    void PlaceLinks()
    {
        std::map<std::pair<uint32_t, uint32_t>, size_t> counts;
        for (const auto& edge : m_figure.map.edges)
        {
            Pixel from = m_places[edge.from];
            Pixel to = m_places[edge.to];
            const size_t number = counts[std::minmax(edge.from, edge.to)]++;
            const double length = std::hypot(to.x - from.x, to.y - from.y);
            if (number > 0 && length > 0)
            {
                const auto step = std::ceil(static_cast<double>(number) / 2);
                const bool isLeft = (number % 2 == 1) == (edge.from < edge.to);
                const double shift = (isLeft ? PARALLEL : -PARALLEL) * step / length;
                const Pixel across{shift * (from.y - to.y), shift * (to.x - from.x)};
                from = {from.x + across.x, from.y + across.y};
                to = {to.x + across.x, to.y + across.y};
            }
            m_lines.emplace_back(from, to);
        }
    }

    /// Titles, and a plane in pixels.
    void AddHead()
    {
        m_frame = "set encoding utf8\nset lmargin at screen 0.02\nset rmargin at screen " +
                  FormatFixed(0.02 + MAP_WIDTH / WIDTH, 4) +
                  "\nset bmargin at screen 0.13\nset tmargin at screen " +
                  FormatFixed(0.13 + MAP_HEIGHT / HEIGHT, 4) +
                  "\nset xrange [0:" + FormatNumber(MAP_WIDTH) +
                  "]\nset yrange [0:" + FormatNumber(MAP_HEIGHT) +
                  "]\nunset border\nunset tics\nunset key\n" +
                  "set style textbox opaque fillcolor rgb '#ffffff' noborder margins 0.4,0.2\n";
        const auto [title, titleEnd] = InTwoLines(m_figure.title, TITLE_WIDTH);
        const auto [subtitle, subtitleEnd] = InTwoLines(m_figure.subtitle, SUBTITLE_WIDTH);
        AddText(title, "/:Bold*1.15", 0.03, titleEnd.empty() ? 0.955 : 0.97);
        AddText(titleEnd, "/:Bold*1.15", 0.03, 0.94);
        AddText(subtitle, "/*0.9", 0.03, 0.91);
        AddText(subtitleEnd, "/*0.9", 0.03, 0.885);
    }

    /// @param text a line @param markup of it @param x from the left @param y from below, as shares
    void AddText(const std::string& text, const char* markup, double x, double y)
    {
        if (!text.empty())
        {
            m_frame += "set label " + QuoteForGnuplot(text, markup) + " at screen " +
                       FormatFixed(x, 3) + ", screen " + FormatFixed(y, 3) + " left\n";
        }
    }

    /// Colors from 0 to 100 %.
    void AddScale()
    {
        std::string palette;
        for (size_t i = 0; i <= COLORS; ++i)
        {
            const double share = static_cast<double>(i) / COLORS;
            palette += (i == 0 ? "" : ", ") + FormatNumber(100 * share) + " '" +
                       HeatColor(LIGHTEST * (1 - share)) + "'";
        }
        m_frame += "set palette defined (" + palette +
                   ")\nset cbrange [0:100]\nset cbtics 0,20,100 scale 0\nset colorbox horizontal "
                   "user origin screen 0.08, screen 0.085 size screen 0.56, screen 0.022\nset "
                   "cblabel 'Busy time of a link (its busier direction), and of a gateway (its "
                   "busiest core), in %' offset 0,0.4\n";
    }

    /// @param command of a plot of the next block @param block its lines
    void AddBlock(const std::string& command, const std::string& block)
    {
        m_data += (m_blocks == 0 ? "" : "\n\n") + block;
        m_plots += (m_blocks == 0 ? "'" + m_name + ".dat'" : std::string(", ''")) + " index " +
                   std::to_string(m_blocks) + " " + command;
        ++m_blocks;
    }

    /// @param number of a link @return lines of data
    std::string LineOf(size_t number) const
    {
        const std::string share =
            FormatNumber(100 * ShareOf(m_figure.links, m_figure.map.edges[number].name));
        const auto& [from, to] = m_lines[number];
        return FormatFixed(from.x, 2) + " " + FormatFixed(from.y, 2) + " " + share + "\n" +
               FormatFixed(to.x, 2) + " " + FormatFixed(to.y, 2) + " " + share + "\n\n";
    }

    /// Links by width, the busiest ones on top; those that are down are dotted.
    void AddEdges()
    {
        std::string down;
        std::array<std::string, LINE_WIDTHS.size()> classes;
        for (size_t i = 0; i < m_figure.map.edges.size(); ++i)
        {
            const auto& edge = m_figure.map.edges[i];
            const double share = ShareOf(m_figure.links, edge.name);
            const auto place = static_cast<size_t>(std::max(0.0, share) * LINE_WIDTHS.size());
            (edge.isDown ? down : classes[std::min(place, LINE_WIDTHS.size() - 1)]) += LineOf(i);
        }
        if (!down.empty())
        {
            AddBlock("using 1:2 with lines linewidth 1.5 dashtype (2,4) linecolor rgb '" +
                         std::string(GRAY) + "'",
                     "# links that are down: x y\n" + down);
        }
        for (size_t i = 0; i < classes.size(); ++i)
        {
            if (!classes[i].empty())
            {
                AddBlock("using 1:2:3 with lines linewidth " + FormatNumber(LINE_WIDTHS[i]) +
                             " linecolor palette",
                         "# links: x y, busy time in %\n" + classes[i]);
            }
        }
    }

    /// Names and busy times where they cover nothing else, the most important ones first.
    void AddLabels()
    {
        for (uint32_t i = 0; i < m_places.size(); ++i)
        {
            const Pixel& at = m_places[i];
            const double reach = ReachOf(i);
            m_labels.Block({{at.x - reach, at.y - reach}, {at.x + reach, at.y + reach}});
        }
        for (const auto& line : m_lines)
        {
            m_labels.AddLine(line);
        }
        const std::vector<size_t> links = FindLabeledLinks();
        if (!links.empty())
        {
            LabelLink(links.front(), true);
        }
        NameNodes(links);
        for (size_t i = 1; i < links.size(); ++i)
        {
            LabelLink(links[i], false);
        }
    }

    /// @return positions of links that get a label, the busiest one first, those that are down last
    std::vector<size_t> FindLabeledLinks() const
    {
        const auto& edges = m_figure.map.edges;
        std::map<std::string, size_t> positions;
        for (size_t i = 0; i < edges.size(); ++i)
        {
            positions[edges[i].name] = i;
        }
        std::vector<size_t> links;
        for (size_t i = 0; i < m_links.size(); ++i)
        {
            const auto found = positions.find(m_links[i].first);
            if (found != positions.end() && !edges[found->second].isDown &&
                (i < MOST_RANKED || edges.size() <= MOST_LABELED_LINKS))
            {
                links.push_back(found->second);
            }
        }
        for (size_t i = 0; i < edges.size(); ++i)
        {
            if (edges[i].isDown)
            {
                links.push_back(i);
            }
        }
        return links;
    }

    /// @param number of a link @param isFirst it is the busiest one
    void LabelLink(size_t number, bool isFirst)
    {
        const auto& edge = m_figure.map.edges[number];
        const std::string text =
            edge.isDown ? "down" : PercentText(ShareOf(m_figure.links, edge.name));
        AddLabel(text,
                 isFirst ? "/:Bold*0.95" : "/*0.85",
                 m_labels.Take(SpotsAlong(m_lines[number], LengthOf(text))));
    }

    /// @param text a label @return about its length, in pixels
    static double LengthOf(const std::string& text)
    {
        return LETTER * static_cast<double>(WidthOf(text));
    }

    /// @param node position of a node @return half of the size of its mark, in pixels
    double ReachOf(uint32_t node) const
    {
        const MapNode& at = m_figure.map.nodes[node];
        return at.isMeasured || !at.gateways.empty() ? GATEWAY_REACH : ROUTER_REACH;
    }

    /// @param text of a label @param markup of it @param spot where; nothing: it has no room
    void AddLabel(const std::string& text, const char* markup, const std::optional<LabelSpot>& spot)
    {
        if (spot)
        {
            m_frame += "set label " + QuoteForGnuplot(text, markup) + " at first " +
                       FormatFixed(spot->anchor.x, 2) + ", first " +
                       FormatFixed(spot->anchor.y, 2) + " " + spot->side + " front boxed\n";
        }
    }

    /**
     * Names of the ends of the busiest link, then of the measured node, of the ends of other busy
     * links, of the busiest gateways, then the others.
     * @param links positions of links with labels, the busiest one first
     */
    void NameNodes(const std::vector<size_t>& links)
    {
        const auto& nodes = m_figure.map.nodes;
        const size_t last = MOST_RANKED + m_nodes.size() + 1;
        std::vector<size_t> ranks(nodes.size(), last);
        std::map<std::string, size_t> gateways;
        for (size_t i = 0; i < m_nodes.size(); ++i)
        {
            gateways[m_nodes[i].first] = MOST_RANKED + i + 1;
        }
        for (uint32_t i = 0; i < nodes.size(); ++i)
        {
            for (const auto& gateway : nodes[i].gateways)
            {
                const auto found = gateways.find(gateway);
                ranks[i] = found == gateways.end() ? ranks[i] : std::min(ranks[i], found->second);
            }
        }
        for (size_t i = 0; i < std::min(MOST_RANKED, links.size()); ++i)
        {
            const MapEdge& edge = m_figure.map.edges[links[i]];
            ranks[edge.from] = std::min(ranks[edge.from], i);
            ranks[edge.to] = std::min(ranks[edge.to], i);
        }
        std::vector<std::pair<size_t, uint32_t>> order; // rank and node
        for (uint32_t i = 0; i < nodes.size(); ++i)
        {
            const size_t rank = nodes[i].isMeasured ? std::min<size_t>(ranks[i], 1) : ranks[i];
            if (rank <= 2 * MOST_RANKED || nodes.size() <= MOST_NAMED_NODES)
            {
                order.emplace_back(rank, i);
            }
        }
        std::sort(order.begin(), order.end());
        for (const auto& [rank, node] : order)
        {
            NameNode(node);
        }
    }

    /// @param node position of a node, which gets its name, a shorter one, or none
    void NameNode(uint32_t node)
    {
        const MapNode& named = m_figure.map.nodes[node];
        for (const size_t most : {NODE_WIDTH, SHORT_WIDTH})
        {
            const std::string name = Shortened(named.name, most, most / 3);
            const auto spot =
                m_labels.Take(SpotsAround(m_places[node], ReachOf(node), LengthOf(name)));
            AddLabel(name, named.isMeasured ? "/:Bold*0.9" : "/*0.9", spot);
            if (spot)
            {
                return;
            }
        }
    }

    /// @param node of the map @return busy share of its busiest gateway; NaN: not known
    double FindShare(const MapNode& node) const
    {
        double share = NAN;
        for (const auto& gateway : node.gateways)
        {
            const auto found = m_figure.nodes.find(gateway);
            share = found == m_figure.nodes.end() ? share : std::fmax(share, found->second);
        }
        return share;
    }

    /// Discs of gateways, a square where the measured one is, dots of routers.
    void AddNodes()
    {
        std::array<std::string, 3> blocks; // routers, gateways, the measured one
        const auto& nodes = m_figure.map.nodes;
        for (uint32_t i = 0; i < nodes.size(); ++i)
        {
            const auto& gateways = nodes[i].gateways;
            const double share = FindShare(nodes[i]);
            const size_t kind = nodes[i].isMeasured ? 2 : gateways.empty() ? 0 : 1;
            blocks[kind] += FormatFixed(m_places[i].x, 2) + " " + FormatFixed(m_places[i].y, 2) +
                            " " + (std::isnan(share) ? "NaN" : FormatNumber(100 * share)) + "\n";
        }
        AddMarks("routers", blocks[0], {"7", "0.7", ""});
        AddMarks("gateways", blocks[1], {"7", "2.1", "1.7"});
        AddMarks("the measured gateway", blocks[2], {"5", "2.3", "1.9"});
    }

    /// How nodes are marked.
    struct Mark
    {
        const char* type;  //!< gnuplot's point type
        const char* outer; //!< size of its outline
        const char* inner; //!< size of its color; empty: it has none
    };

    /// @param what is marked @param points data @param mark how
    void AddMarks(const std::string& what, const std::string& points, const Mark& mark)
    {
        if (points.empty())
        {
            return;
        }
        const std::string block = "# " + what + ": x y, busy time in %\n" + points;
        const std::string with = std::string(" with points pointtype ") + mark.type + " pointsize ";
        AddBlock("using 1:2" + with + mark.outer + " linecolor rgb '#000000'", block);
        if (*mark.inner != '\0')
        {
            AddBlock("using 1:2" + with + mark.inner + " linecolor rgb '#ffffff'", block);
            AddBlock("using 1:2:3" + with + mark.inner + " linecolor palette", block);
        }
    }

    /// Where a ranking stands.
    struct RankingPlace
    {
        double top;  //!< of its head, as share of the height
        size_t most; //!< lines below it
    };

    /// @param head a line @param ranking what is named below it @param place where
    /// @return where the next line has room
    double AddRanking(const char* head, const Ranking& ranking, const RankingPlace& place)
    {
        double y = place.top;
        if (!ranking.empty() && ranking.front().second > 0)
        {
            AddText(head, "/:Bold*0.95", RANKING_LEFT, y);
            y -= RANKING_LINE;
        }
        for (size_t i = 0; i < std::min(place.most, ranking.size()) && ranking[i].second > 0; ++i)
        {
            AddText(PercentText(ranking[i].second) + "  " + Shortened(ranking[i].first, RANK_WIDTH),
                    "/*0.85",
                    RANKING_LEFT,
                    y);
            y -= RANKING_LINE;
        }
        return y;
    }

    /// Links that are down, in a line. @param y where
    void AddDown(double y)
    {
        std::vector<std::string> names;
        for (const auto& edge : m_figure.map.edges)
        {
            if (edge.isDown)
            {
                names.push_back(edge.name);
            }
        }
        if (!names.empty())
        {
            const std::string more =
                names.size() > 1 ? " and " + std::to_string(names.size() - 1) + " more" : "";
            AddText("down  " + Shortened(names.front(), RANK_WIDTH - more.size()) + more,
                    "/*0.85",
                    RANKING_LEFT,
                    y);
        }
    }

    const NetworkFigure& m_figure;                 //!< what to draw
    std::string m_name;                            //!< of the files
    Ranking m_links;                               //!< the busiest first
    Ranking m_nodes;                               //!< likewise
    std::vector<Pixel> m_places;                   //!< of nodes
    std::vector<PixelLine> m_lines;                //!< of links
    LabelPlaces m_labels{{MAP_WIDTH, MAP_HEIGHT}}; //!< what has room in the map
    std::string m_frame;                           //!< commands before the plot
    std::string m_plots;                           //!< what is plotted
    std::string m_data;                            //!< see GetData()
    size_t m_blocks{0};                            //!< of data
};

} // namespace

void
DrawNetwork(const NetworkFigure& figure, const std::string& folder, const std::string& name)
{
    const NetworkSheet sheet(figure, name);
    DrawFiles(sheet.GetCommands(), sheet.GetData(), folder, name);
}

} // namespace ns3::planner
