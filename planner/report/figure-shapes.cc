/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "figure-shapes.h"

#include "planner/base/number-format.h"
#include "planner/base/quoting.h"

#include <algorithm>
#include <cmath>

namespace ns3::planner
{

namespace
{

/// Least half width of a band, as a share of the x axis.
constexpr double BAND_WIDTH = 0.006;

/// Beyond this share of the x axis notes stand to the left: names of curves are on the other side.
constexpr double NOTE_LEFT = 0.85;

/// Notes that are legible beside each other.
constexpr size_t MOST_NOTES = 16;

/// @param x a place @param y likewise @return it, as gnuplot takes it
std::string
PlaceOf(double x, double y)
{
    return "first " + FormatNumber(x) + ", first " + FormatNumber(y);
}

} // namespace

std::vector<std::vector<std::pair<double, double>>>
MakeOutlines(const std::vector<FigureSpan>& band, double least)
{
    std::vector<std::vector<std::pair<double, double>>> outlines;
    const auto isKnown = [](const FigureSpan& span) {
        return std::isfinite(span.x) && std::isfinite(span.low) && std::isfinite(span.high);
    };
    for (auto from = band.begin(); from != band.end();)
    {
        from = std::find_if(from, band.end(), isKnown);
        const auto to = std::find_if_not(from, band.end(), isKnown);
        if (from == to)
        {
            break;
        }
        std::vector<FigureSpan> part(from, to);
        if (part.back().x - part.front().x < least)
        {
            const double x = part.front().x;
            for (const auto& span : part)
            {
                part.front().low = std::min(part.front().low, span.low);
                part.front().high = std::max(part.front().high, span.high);
            }
            part = {{x - least, part.front().low, part.front().high},
                    {x + least, part.front().low, part.front().high}};
        }
        std::vector<std::pair<double, double>> outline;
        for (const auto& span : part)
        {
            outline.emplace_back(span.x, span.low);
        }
        for (auto span = part.rbegin(); span != part.rend(); ++span)
        {
            outline.emplace_back(span->x, span->high);
        }
        outlines.push_back(std::move(outline));
        from = to;
    }
    return outlines;
}

std::vector<std::string>
ShadeBand(const std::vector<FigureSpan>& band, double xMax, const std::string& color)
{
    std::vector<std::string> commands;
    for (const auto& outline : MakeOutlines(band, BAND_WIDTH * xMax))
    {
        std::string corners;
        for (const auto& [x, y] : outline)
        {
            corners += (corners.empty() ? " from " : " to ") + PlaceOf(x, y);
        }
        corners += " to " + PlaceOf(outline.front().first, outline.front().second);
        commands.push_back("set object polygon" + corners +
                           " behind fillstyle transparent solid 0.16 border linecolor rgb '" +
                           color + "' fillcolor rgb '" + color + "' linewidth 0.5");
    }
    return commands;
}

std::vector<std::string>
CrossMarks(const std::vector<FigureMark>& marks, double xMax, const std::string& color)
{
    std::vector<std::string> commands;
    for (const auto& mark : marks)
    {
        const std::string note = marks.size() > MOST_NOTES ? "" : mark.note;
        commands.push_back(
            "set label " + QuoteForGnuplot(note, "/*0.85") + " at " + PlaceOf(mark.x, mark.y) +
            (mark.x > NOTE_LEFT * xMax ? " right offset -0.9, 0" : " left offset 0.9, 0") +
            " front point pointtype 2 pointsize 1.1 linewidth 2 "
            "linecolor rgb '" +
            color + "' textcolor rgb '" + color + "'");
    }
    return commands;
}

} // namespace ns3::planner
