/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "shard.h"

#include "planner/base/content-hash.h"
#include "planner/base/point.h"

#include <algorithm>
#include <charconv>
#include <tuple>
#include <vector>

namespace ns3::planner
{

std::string
Shard::GetText() const
{
    return std::to_string(index) + "/" + std::to_string(count);
}

std::optional<Shard>
Shard::FromText(const std::string& text)
{
    Shard shard{0, 0};
    if (const auto slash = text.find('/'); slash != std::string::npos)
    {
        std::from_chars(text.data(), text.data() + slash, shard.index);
        std::from_chars(text.data() + slash + 1, text.data() + text.size(), shard.count);
    }
    const bool isShard = shard.index >= 1 && shard.index <= shard.count && shard.GetText() == text;
    return isShard ? std::optional(shard) : std::nullopt;
}

PointDivision::PointDivision(const Experiment& experiment, const Shard& shard)
    : m_isWhole(!shard.IsPart())
{
    if (m_isWhole)
    {
        return;
    }
    std::vector<std::tuple<uint64_t, std::string, double>> points;
    for (const auto& curve : experiment.curves)
    {
        for (const auto& swept : experiment.sweep.GetValues())
        {
            PointSpec point;
            point.curve = curve.name;
            point.value = swept.value;
            point.name = experiment.sweep.NameOf(swept.value);
            points.emplace_back(ContentHash(point.GetKey()), curve.name, swept.value);
        }
    }
    std::sort(points.begin(), points.end());
    for (size_t i = shard.index - 1; i < points.size(); i += shard.count)
    {
        m_points.emplace(std::get<1>(points[i]), std::get<2>(points[i]));
    }
}

bool
PointDivision::Has(const std::string& curve, double value) const
{
    return m_isWhole || m_points.count({curve, value}) > 0;
}

} // namespace ns3::planner
