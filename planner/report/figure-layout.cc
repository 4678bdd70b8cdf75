/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "figure-layout.h"

#include "model/profile/plain-text.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ns3::planner
{

namespace
{

/// Characters of a name that have room beside the plot.
constexpr size_t NAME_WIDTH = 31;

/// Of a long name of a limit, the end that stays: the number before it says more.
constexpr size_t LIMIT_TAIL = 5;

/// @param points any @return the greatest y with its bar
double
Top(const std::vector<FigurePoint>& points)
{
    double top = 0;
    for (const auto& point : points)
    {
        top = std::max(top, point.y + point.yError);
    }
    return top;
}

/// @param points any @return those that have a place
std::vector<FigurePoint>
Finite(std::vector<FigurePoint> points)
{
    const auto isNowhere = [](const FigurePoint& point) {
        return !std::isfinite(point.x) || !std::isfinite(point.y);
    };
    points.erase(std::remove_if(points.begin(), points.end(), isNowhere), points.end());
    return points;
}

} // namespace

Figure
Drawable(Figure figure)
{
    for (auto& curve : figure.curves)
    {
        curve.name = Shortened(curve.name, NAME_WIDTH);
        curve.points = Finite(std::move(curve.points));
        curve.line = Finite(std::move(curve.line));
        for (auto* points : {&curve.points, &curve.line})
        {
            points->erase(std::remove_if(points->begin(),
                                         points->end(),
                                         [&figure](const FigurePoint& point) {
                                             return figure.logY && !(point.y > 0);
                                         }),
                          points->end());
        }
        auto& marks = curve.measured;
        marks.erase(std::remove_if(marks.begin(),
                                   marks.end(),
                                   [](const FigureMark& mark) {
                                       return !std::isfinite(mark.x) || !std::isfinite(mark.y);
                                   }),
                    marks.end());
    }
    for (auto& limit : figure.limits)
    {
        limit.name = Shortened(limit.name, NAME_WIDTH, LIMIT_TAIL);
        limit.line = Finite(std::move(limit.line));
    }
    return figure;
}

double
Bottom(const std::vector<FigurePoint>& points)
{
    double bottom = points.front().y;
    for (const auto& point : points)
    {
        bottom = std::min(bottom, point.y);
    }
    return bottom;
}

double
TopOfCurves(const Figure& figure)
{
    double top = 0;
    for (const auto& curve : figure.curves)
    {
        top = std::max({top, Top(curve.points), Top(curve.line)});
        for (const auto& span : curve.band)
        {
            top = std::max(top, std::isfinite(span.high) ? span.high : 0);
        }
        for (const auto& mark : curve.measured)
        {
            top = std::max(top, mark.y);
        }
    }
    return top;
}

double
LogBottomOfCurves(const Figure& figure)
{
    double least = INFINITY;
    for (const auto& curve : figure.curves)
    {
        for (const auto* points : {&curve.points, &curve.line})
        {
            for (const auto& point : *points)
            {
                least = point.y > 0 ? std::min(least, point.y) : least;
            }
        }
    }
    return std::isfinite(least) ? std::pow(10, std::floor(std::log10(least))) : 1;
}

double
ValueAt(const std::vector<FigurePoint>& points, double x)
{
    for (size_t i = 1; i < points.size(); i++)
    {
        if (points[i].x >= x && points[i].x > points[i - 1].x)
        {
            const double part = (x - points[i - 1].x) / (points[i].x - points[i - 1].x);
            return points[i - 1].y + part * (points[i].y - points[i - 1].y);
        }
    }
    return points.back().y;
}

double
RoundStep(double value)
{
    const double rough = value / 6;
    const double power = std::pow(10, std::floor(std::log10(rough)));
    for (const double factor : {1.0, 2.0, 5.0})
    {
        if (factor * power >= rough)
        {
            return factor * power;
        }
    }
    return 10 * power;
}

std::vector<double>
SpreadLabels(const std::vector<double>& positions, double gap, double from, double to)
{
    // With the gaps taken out, labels must ascend only: isotonic regression by pooling neighbors
    // that do not (M. Ayer et al., Annals of Mathematical Statistics 26(4), 1955).
    struct Pool
    {
        double sum;
        size_t count;

        double Mean() const
        {
            return sum / static_cast<double>(count);
        }
    };

    std::vector<Pool> pools;
    for (size_t i = 0; i < positions.size(); i++)
    {
        pools.push_back({positions[i] - gap * static_cast<double>(i), 1});
        while (pools.size() > 1 && pools[pools.size() - 2].Mean() >= pools.back().Mean())
        {
            const auto last = pools.back();
            pools.pop_back();
            pools.back().sum += last.sum;
            pools.back().count += last.count;
        }
    }
    const double highest = to - gap * (static_cast<double>(positions.size()) - 1);
    std::vector<double> places;
    for (const auto& pool : pools)
    {
        for (size_t i = 0; i < pool.count; i++)
        {
            const double place = std::max(from, std::min(pool.Mean(), highest));
            places.push_back(place + gap * static_cast<double>(places.size()));
        }
    }
    return places;
}

bool
HasPoints(const Figure& figure)
{
    const Figure drawn = Drawable(figure);
    return std::any_of(drawn.curves.begin(), drawn.curves.end(), [](const auto& curve) {
        return !curve.points.empty() || !curve.line.empty();
    });
}

} // namespace ns3::planner
