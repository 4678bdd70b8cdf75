/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "heat-map.h"

#include "gnuplot-run.h"

#include "model/profile/plain-text.h"
#include "planner/base/number-format.h"
#include "planner/base/quoting.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <utility>

namespace ns3::planner
{

namespace
{

/// A color.
struct Rgb
{
    uint8_t red;
    uint8_t green;
    uint8_t blue;
};

/// Every eighth of the scale "cividis" (J. R. Nunez, C. R. Anderton, R. S. Renslow, PLOS ONE 13(7),
/// 2018): its lightness rises evenly, also to eyes that take red for green.
constexpr std::array<Rgb, 9> SCALE{{{0, 34, 78},
                                    {18, 53, 112},
                                    {59, 73, 108},
                                    {87, 93, 109},
                                    {112, 113, 115},
                                    {138, 134, 120},
                                    {165, 156, 116},
                                    {195, 179, 105},
                                    {253, 234, 69}}};

/// Lightness of a color on which black is as legible as white.
constexpr double MIDDLE_LIGHTNESS = 125;

/// Most columns and rows whose numbers fit into the cells.
constexpr size_t MOST_COLUMNS = 12;
constexpr size_t MOST_ROWS = 20;

/// Most names along an axis.
constexpr size_t MOST_NAMES = 24;

/// Characters that have room.
constexpr size_t TITLE_WIDTH = 105;
constexpr size_t SUBTITLE_WIDTH = 125;
constexpr size_t LABEL_WIDTH = 76;
constexpr size_t NAME_WIDTH = 14;

/// Pixels.
constexpr double WIDTH = 960;
constexpr double HEIGHT = 600;

/// @param share from 0 to 1 @return its color
Rgb
ColorOf(double share)
{
    const double place = std::clamp(share, 0.0, 1.0) * (SCALE.size() - 1);
    const auto below = std::min(static_cast<size_t>(place), SCALE.size() - 2);
    const double part = place - static_cast<double>(below);
    const auto mix = [part](uint8_t a, uint8_t b) {
        return static_cast<uint8_t>(std::lround(a + part * (b - a)));
    };
    const Rgb& from = SCALE[below];
    const Rgb& to = SCALE[below + 1];
    return {mix(from.red, to.red), mix(from.green, to.green), mix(from.blue, to.blue)};
}

/// @param color any @return as files of SVG and gnuplot have it
std::string
ToHex(const Rgb& color)
{
    std::array<char, 8> text{};
    std::snprintf(text.data(), text.size(), "#%02x%02x%02x", color.red, color.green, color.blue);
    return text.data();
}

/// @param names of an axis @return the tics of gnuplot, from 1 on; of many each so-manieth
std::string
MakeTics(const std::vector<std::string>& names)
{
    const size_t step = (names.size() + MOST_NAMES - 1) / MOST_NAMES;
    std::string tics;
    for (size_t i = 0; i < names.size(); i += std::max<size_t>(1, step))
    {
        tics += (tics.empty() ? "" : ", ") + QuoteTicForGnuplot(Shortened(names[i], NAME_WIDTH)) +
                " " + std::to_string(i + 1);
    }
    return "(" + tics + ")";
}

/// @param map any @return commands before the plot
std::string
MakeFrame(const HeatMap& map)
{
    const auto [least, most] = map.GetRange();
    const auto [title, titleEnd] = InTwoLines(map.title, TITLE_WIDTH);
    const auto [subtitle, subtitleEnd] = InTwoLines(map.subtitle, SUBTITLE_WIDTH);
    std::string palette;
    for (size_t i = 0; i < SCALE.size(); ++i)
    {
        palette += (i == 0 ? "" : ", ") + std::to_string(i) + " '" + ToHex(SCALE[i]) + "'";
    }
    std::string text = "set encoding utf8\n"
                       "set lmargin at screen 0.14\nset rmargin at screen 0.85\n"
                       "set tmargin at screen 0.86\nset bmargin at screen 0.13\n";
    const auto addHead = [&text](const std::string& line, const char* markup, double y) {
        if (!line.empty())
        {
            text += "set label " + QuoteForGnuplot(line, markup) + " at screen 0.1, screen " +
                    FormatFixed(y, 3) + " left\n";
        }
    };
    addHead(title, "/:Bold*1.15", titleEnd.empty() ? 0.955 : 0.97);
    addHead(titleEnd, "/:Bold*1.15", 0.94);
    addHead(subtitle, "/*0.9", 0.91);
    addHead(subtitleEnd, "/*0.9", 0.885);
    text += "set xlabel " + QuoteForGnuplot(Shortened(map.xLabel, LABEL_WIDTH)) + "\n" +
            "set ylabel " + QuoteForGnuplot(Shortened(map.yLabel, LABEL_WIDTH)) + "\n" +
            "set cblabel " + QuoteForGnuplot(Shortened(map.valueLabel, LABEL_WIDTH)) + "\n" +
            "set xrange [0.5:" + FormatNumber(static_cast<double>(map.xNames.size()) + 0.5) +
            "]\nset yrange [0.5:" + FormatNumber(static_cast<double>(map.yNames.size()) + 0.5) +
            "]\nset xtics nomirror out scale 0 " + MakeTics(map.xNames) +
            "\nset ytics nomirror out scale 0 " + MakeTics(map.yNames) +
            "\nset border 3\nset palette defined (" + palette + ")\n" + "set cbrange [" +
            FormatNumber(least) + ":" + FormatNumber(most > least ? most : least + 1) +
            "]\nunset key\nset style textbox opaque fillcolor rgb '#ffffff' noborder\n";
    return text;
}

/// @param map any @param cell of it @return the command that writes its number
std::string
MakeText(const HeatMap& map, const HeatCell& cell)
{
    const bool isKnown = std::isfinite(cell.value);
    return "set label " + QuoteForGnuplot(isKnown ? FormatSignificant(cell.value) : "-", "/*0.85") +
           " at first " + std::to_string(cell.column + 1) + ", first " +
           std::to_string(cell.row + 1) + " center front " + (cell.isMarked ? "boxed " : "") +
           "textcolor rgb '" +
           (isKnown && !cell.isMarked ? HeatInk(ShareOf(map, cell)) : "#000000") + "'\n";
}

/// @param map any @return commands that hatch what is marked, above the colors
std::string
MakeHatches(const HeatMap& map)
{
    std::string text;
    for (const auto& cell : map.cells)
    {
        if (cell.isMarked)
        {
            const double x = static_cast<double>(cell.column) + 1;
            const double y = static_cast<double>(cell.row) + 1;
            text += "set object rectangle from first " + FormatNumber(x - 0.5) + ", first " +
                    FormatNumber(y - 0.5) + " to first " + FormatNumber(x + 0.5) + ", first " +
                    FormatNumber(y + 0.5) + " front fillstyle transparent pattern 4 border " +
                    "fillcolor rgb '" + HeatInk(ShareOf(map, cell)) + "' linewidth 1\n";
        }
    }
    return text;
}

} // namespace

bool
HeatMap::HasTexts() const
{
    return xNames.size() <= MOST_COLUMNS && yNames.size() <= MOST_ROWS;
}

std::pair<double, double>
HeatMap::GetRange() const
{
    double least = INFINITY;
    double most = -INFINITY;
    for (const auto& cell : cells)
    {
        if (std::isfinite(cell.value))
        {
            least = std::min(least, cell.value);
            most = std::max(most, cell.value);
        }
    }
    return least <= most ? std::pair(least, most) : std::pair(0.0, 0.0);
}

std::string
HeatColor(double share)
{
    return ToHex(ColorOf(share));
}

std::string
HeatInk(double share)
{
    const Rgb color = ColorOf(share);
    const double lightness = 0.299 * color.red + 0.587 * color.green + 0.114 * color.blue;
    return lightness < MIDDLE_LIGHTNESS ? "#ffffff" : "#000000";
}

double
ShareOf(const HeatMap& map, const HeatCell& cell)
{
    const auto [least, most] = map.GetRange();
    return most > least && std::isfinite(cell.value) ? (cell.value - least) / (most - least) : 0;
}

bool
HasValues(const HeatMap& map)
{
    return std::any_of(map.cells.begin(), map.cells.end(), [](const HeatCell& cell) {
        return std::isfinite(cell.value);
    });
}

void
DrawHeatMap(const HeatMap& map, const std::string& folder, const std::string& name)
{
    std::string data = "# column row value marked\n";
    std::string frame = MakeFrame(map) + MakeHatches(map);
    for (const auto& cell : map.cells)
    {
        if (std::isfinite(cell.value))
        {
            data += std::to_string(cell.column + 1) + " " + std::to_string(cell.row + 1) + " " +
                    FormatNumber(cell.value) + " " + (cell.isMarked ? "1" : "0") + "\n";
        }
        frame += map.HasTexts() ? MakeText(map, cell) : "";
    }
    const std::string plot = "plot '" + name +
                             ".dat' using 1:2:(0.5):(0.5):3 with boxxyerror fillcolor palette "
                             "fillstyle solid 1 noborder\n";
    const auto size = [](double factor) {
        return FormatNumber(factor * WIDTH) + "," + FormatNumber(factor * HEIGHT);
    };
    DrawFiles("set terminal svg size " + size(1) +
                  " enhanced background '#ffffff' font 'sans-serif,13'\nset output '" + name +
                  ".svg'\n" + frame + plot + "set terminal pngcairo size " + size(2) +
                  " enhanced background '#ffffff' font 'Sans,19.5' linewidth 2\nset output '" +
                  name + ".png'\nreplot\nunset output\n",
              data,
              folder,
              name);
}

} // namespace ns3::planner
