/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "lean-load-ramp.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

namespace ns3
{

namespace
{

/**
 * @param parts of a ramp, the first of which begins before all
 * @param begin which of their members says where one begins
 * @param place somewhere on the ramp, as that member has it
 * @return the part that has the place
 */
template <typename Part>
const Part&
FindPart(const std::vector<Part>& parts, double Part::*begin, double place)
{
    const auto next =
        std::upper_bound(parts.begin() + 1,
                         parts.end(),
                         place,
                         [begin](double wanted, const Part& part) { return wanted < part.*begin; });
    return *(next - 1);
}

} // namespace

LoadRamp::LoadRamp(std::vector<Point> points)
    : m_points(std::move(points))
{
    const Point& first = m_points.front();
    m_parts.push_back({0, 0, first.factor, 0});
    double loadTime = first.factor * static_cast<double>(first.at);
    for (size_t i = 0; i < m_points.size(); ++i)
    {
        const Point& point = m_points[i];
        const auto from = static_cast<double>(point.at);
        if (i + 1 == m_points.size())
        {
            m_parts.push_back({from, loadTime, point.factor, 0});
            break;
        }
        const Point& next = m_points[i + 1];
        const auto length = static_cast<double>(next.at - point.at);
        m_parts.push_back({from, loadTime, point.factor, (next.factor - point.factor) / length});
        loadTime += length * (point.factor + next.factor) / 2;
    }
}

double
LoadRamp::GetFactor(double time) const
{
    if (!IsOn())
    {
        return 1;
    }
    const Part& part = FindPart(m_parts, &Part::from, time);
    return part.factor + part.slope * (time - part.from);
}

double
LoadRamp::GetLoadTime(double time) const
{
    if (!IsOn() || time <= 0)
    {
        return std::max(0.0, time);
    }
    const Part& part = FindPart(m_parts, &Part::from, time);
    const double since = time - part.from;
    return part.loadTime + since * (part.factor + part.slope * since / 2);
}

double
LoadRamp::GetTime(double loadTime) const
{
    if (!IsOn())
    {
        return loadTime;
    }
    const Part& part = FindPart(m_parts, &Part::loadTime, loadTime);
    // The root of factor x + slope x^2 / 2 = rest that does not cancel where the slope is small.
    const double rest = loadTime - part.loadTime;
    const double square = part.factor * part.factor + 2 * part.slope * rest;
    return part.from + 2 * rest / (part.factor + std::sqrt(std::max(0.0, square)));
}

double
LoadRamp::GetGreatest() const
{
    double greatest = IsOn() ? 0 : 1;
    for (const auto& point : m_points)
    {
        greatest = std::max(greatest, point.factor);
    }
    return greatest;
}

std::vector<LoadRamp::Point>
LoadRamp::MakeSteps(double height) const
{
    const double greatest = GetGreatest();
    std::vector<Point> steps{{0, IsOn() ? m_points.front().factor : 1}};
    for (size_t i = 0; i + 1 < m_points.size(); ++i)
    {
        const Point& point = m_points[i];
        const Point& next = m_points[i + 1];
        const double rise = next.factor - point.factor;
        const double count = std::max(1.0, std::ceil(std::abs(rise) / (height * greatest)));
        const double length = static_cast<double>(next.at - point.at) / count;
        for (double step = 0; step < count; ++step)
        {
            steps.push_back({point.at + static_cast<Ps>(step * length),
                             point.factor + rise * (step + 0.5) / count});
        }
    }
    if (IsOn())
    {
        steps.push_back(m_points.back());
    }
    if (steps.size() > 1 && steps[1].at == 0)
    {
        steps.erase(steps.begin()); // the ramp begins with the traffic
    }
    return steps;
}

} // namespace ns3
