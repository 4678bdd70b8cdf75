/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "label-places.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace ns3::planner
{

namespace
{

/// Pixels of a label's height, and between a mark or a line and a label beside it.
constexpr double LABEL_HEIGHT = 17;
constexpr double GAP = 3;

/// Links of so many pixels have their label beside them.
constexpr double SHORT_LINE = 80;

/// How far a corner of a disc is from its center, of the disc's reach.
constexpr double CORNER = 0.7;

/// @param center of a label @param width of it @return what it covers
PixelBox
BoxAround(const Pixel& center, double width)
{
    return {{center.x - width / 2, center.y - LABEL_HEIGHT / 2},
            {center.x + width / 2, center.y + LABEL_HEIGHT / 2}};
}

/// @param center of a label @param width of it @return it, with its text in the middle
LabelSpot
CenteredSpot(const Pixel& center, double width)
{
    return {BoxAround(center, width), center, "center"};
}

/// @param one a box @param other another one @return true when they have more than edges in common
bool
AreOverlapping(const PixelBox& one, const PixelBox& other)
{
    return one.low.x < other.high.x && other.low.x < one.high.x && one.low.y < other.high.y &&
           other.low.y < one.high.y;
}

/**
 * Cuts a line to a strip of the map, along one axis.
 * @param from where the line begins on the axis
 * @param to where it ends
 * @param low where the strip begins
 * @param high where it ends
 * @param part share of the line that is left, from its begin; becomes what is in the strip as well
 */
void
Cut(double from, double to, double low, double high, std::pair<double, double>& part)
{
    if (from == to)
    {
        if (from < low || from > high)
        {
            part = {1, 0};
        }
        return;
    }
    const auto [enter, leave] =
        std::minmax({(low - from) / (to - from), (high - from) / (to - from)});
    part = {std::max(part.first, enter), std::min(part.second, leave)};
}

/// @param line of a link @param box a label @return true when the label covers a part of it
bool
IsCrossing(const PixelLine& line, const PixelBox& box)
{
    std::pair<double, double> part{0, 1};
    Cut(line.first.x, line.second.x, box.low.x, box.high.x, part);
    Cut(line.first.y, line.second.y, box.low.y, box.high.y, part);
    return part.first < part.second;
}

} // namespace

std::vector<LabelSpot>
SpotsAround(const Pixel& node, double reach, double width)
{
    constexpr std::array<Pixel, 8> WAYS{
        {{0, 1}, {0, -1}, {1, 0}, {-1, 0}, {1, 1}, {1, -1}, {-1, 1}, {-1, -1}}};
    std::vector<LabelSpot> spots;
    for (const auto& way : WAYS)
    {
        const bool isCorner = way.x != 0 && way.y != 0;
        const double away = (isCorner ? CORNER * reach : reach) + GAP;
        const Pixel center{node.x + way.x * (away + width / 2),
                           node.y + way.y * (away + LABEL_HEIGHT / 2)};
        const Pixel anchor{center.x - way.x * width / 2, center.y};
        const char* side = way.x > 0 ? "left" : way.x < 0 ? "right" : "center";
        spots.push_back({BoxAround(center, width), anchor, side});
    }
    return spots;
}

std::vector<LabelSpot>
SpotsAlong(const PixelLine& line, double width)
{
    const auto& [from, to] = line;
    const double length = std::hypot(to.x - from.x, to.y - from.y);
    std::vector<LabelSpot> spots;
    const auto at = [&line](double share) {
        return Pixel{line.first.x + share * (line.second.x - line.first.x),
                     line.first.y + share * (line.second.y - line.first.y)};
    };
    if (length > SHORT_LINE)
    {
        for (const double share : {0.5, 0.4, 0.6, 0.3, 0.7})
        {
            spots.push_back(CenteredSpot(at(share), width));
        }
    }
    if (length > 0)
    {
        const Pixel across{(from.y - to.y) / length, (to.x - from.x) / length};
        const double away =
            (std::abs(across.x) * width + std::abs(across.y) * LABEL_HEIGHT) / 2 + 2 * GAP;
        const Pixel middle = at(0.5); // elsewhere it may look like the label of another link
        for (const double side : {away, -away})
        {
            spots.push_back(
                CenteredSpot({middle.x + side * across.x, middle.y + side * across.y}, width));
            spots.back().isClear = true;
        }
    }
    return spots;
}

LabelPlaces::LabelPlaces(const Pixel& size)
    : m_size(size)
{
}

void
LabelPlaces::Block(const PixelBox& box)
{
    m_taken.push_back(box);
}

void
LabelPlaces::AddLine(const PixelLine& line)
{
    m_lines.push_back(line);
}

std::optional<LabelSpot>
LabelPlaces::Take(const std::vector<LabelSpot>& spots)
{
    std::optional<LabelSpot> best;
    size_t least = 0;
    for (const auto& spot : spots)
    {
        const size_t covered = CountLines(spot.box);
        const bool isFit = IsFree(spot.box) && (covered == 0 || !spot.isClear);
        if (isFit && (!best || covered < least))
        {
            best = spot;
            least = covered;
        }
    }
    if (best)
    {
        Block(best->box);
    }
    return best;
}

bool
LabelPlaces::IsFree(const PixelBox& box) const
{
    return box.low.x >= 0 && box.low.y >= 0 && box.high.x <= m_size.x && box.high.y <= m_size.y &&
           std::none_of(m_taken.begin(), m_taken.end(), [&box](const PixelBox& taken) {
               return AreOverlapping(box, taken);
           });
}

size_t
LabelPlaces::CountLines(const PixelBox& box) const
{
    return static_cast<size_t>(
        std::count_if(m_lines.begin(), m_lines.end(), [&box](const PixelLine& line) {
            return IsCrossing(line, box);
        }));
}

} // namespace ns3::planner
