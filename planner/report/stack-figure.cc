/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "stack-figure.h"

#include "figure-layout.h"
#include "gnuplot-run.h"

#include "model/profile/plain-text.h"
#include "planner/base/number-format.h"
#include "planner/base/quoting.h"

#include <algorithm>
#include <cstddef>

namespace ns3::planner
{

namespace
{

/// Characters that have room.
constexpr size_t TITLE_WIDTH = 105;
constexpr size_t SUBTITLE_WIDTH = 125;
constexpr size_t LABEL_WIDTH = 76;
constexpr size_t NAME_WIDTH = 31;
constexpr size_t TIC_WIDTH = 12;

/// Most names along the axis.
constexpr size_t MOST_TICS = 24;

/// Patterns of gnuplot: solid, crossed, dense, strokes of both directions.
constexpr size_t PATTERNS = 7;

/// Pixels.
constexpr double WIDTH = 960;
constexpr double HEIGHT = 600;

/// @param text of a line @param markup of it @param y share of the height @return its command
std::string
HeadLine(const std::string& text, const char* markup, double y)
{
    return text.empty() ? ""
                        : "set label " + QuoteForGnuplot(text, markup) + " at screen 0.1, screen " +
                              FormatFixed(y, 3) + " left\n";
}

/// @param figure any @return commands before the plot
std::string
MakeFrame(const StackFigure& figure)
{
    const auto [title, titleEnd] = InTwoLines(figure.title, TITLE_WIDTH);
    const auto [subtitle, subtitleEnd] = InTwoLines(figure.subtitle, SUBTITLE_WIDTH);
    const size_t step = std::max<size_t>(1, (figure.names.size() + MOST_TICS - 1) / MOST_TICS);
    std::string tics;
    for (size_t i = 0; i < figure.names.size(); i += step)
    {
        tics += (tics.empty() ? "" : ", ") +
                QuoteTicForGnuplot(Shortened(figure.names[i], TIC_WIDTH)) + " " + std::to_string(i);
    }
    return "set encoding utf8\nset lmargin at screen 0.1\nset rmargin at screen 0.72\n"
           "set tmargin at screen 0.86\nset bmargin at screen 0.13\n" +
           HeadLine(title, "/:Bold*1.15", titleEnd.empty() ? 0.955 : 0.97) +
           HeadLine(titleEnd, "/:Bold*1.15", 0.94) + HeadLine(subtitle, "/*0.9", 0.91) +
           HeadLine(subtitleEnd, "/*0.9", 0.885) + "set xlabel " +
           QuoteForGnuplot(Shortened(figure.xLabel, LABEL_WIDTH)) + "\nset ylabel " +
           QuoteForGnuplot(Shortened(figure.yLabel, LABEL_WIDTH)) +
           "\nset style data histograms\nset style histogram rowstacked\nset boxwidth 0.8\n"
           "set border 3\nset tics nomirror out scale 0.6\nset xtics scale 0 (" +
           tics + ")\nset yrange [0:*]\nset xrange [-0.6:" +
           FormatNumber(static_cast<double>(figure.names.size()) - 0.4) +
           "]\nset grid ytics linetype 1 linewidth 0.5 linecolor rgb '#e4e4e4'\n"
           "set key outside right top Left reverse invert samplen 2\n";
}

} // namespace

bool
HasLayers(const StackFigure& figure)
{
    return !figure.names.empty() && !figure.layers.empty();
}

void
DrawStacks(const StackFigure& figure, const std::string& folder, const std::string& name)
{
    std::string data = "# a line per stack, a column per layer\n";
    for (size_t stack = 0; stack < figure.names.size(); ++stack)
    {
        for (size_t layer = 0; layer < figure.layers.size(); ++layer)
        {
            data += (layer == 0 ? "" : " ") + FormatNumber(figure.layers[layer].values[stack]);
        }
        data += "\n";
    }
    std::string plot;
    for (size_t layer = 0; layer < figure.layers.size(); ++layer)
    {
        plot += (layer == 0 ? "plot '" + name + ".dat'" : std::string(", ''")) + " using " +
                std::to_string(layer + 1) + " title " +
                QuoteForGnuplot(Shortened(figure.layers[layer].name, NAME_WIDTH)) +
                " linecolor rgb '" + CURVE_COLORS[layer % CURVE_COLORS.size()] +
                "' fillstyle pattern " + std::to_string((layer + 3) % PATTERNS) + " border";
    }
    const auto size = [](double factor) {
        return FormatNumber(factor * WIDTH) + "," + FormatNumber(factor * HEIGHT);
    };
    DrawFiles("set terminal svg size " + size(1) +
                  " enhanced background '#ffffff' font 'sans-serif,13'\nset output '" + name +
                  ".svg'\n" + MakeFrame(figure) + plot + "\nset terminal pngcairo size " + size(2) +
                  " enhanced background '#ffffff' font 'Sans,19.5' linewidth 2\nset output '" +
                  name + ".png'\nreplot\nunset output\n",
              data,
              folder,
              name);
}

} // namespace ns3::planner
