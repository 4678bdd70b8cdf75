/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "statistics.h"

#include <boost/math/distributions/students_t.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace ns3::planner
{

double
Estimate::GetErrorBar() const
{
    return std::isnan(halfWidth) ? 0 : halfWidth;
}

Estimate
MeanWithInterval(const std::vector<double>& values, double confidence)
{
    constexpr double NONE = std::numeric_limits<double>::quiet_NaN();
    double sum = 0;
    uint32_t count = 0;
    for (const double value : values)
    {
        if (!std::isnan(value))
        {
            sum += value;
            count++;
        }
    }
    if (count == 0)
    {
        return {NONE, NONE, 0};
    }
    const double mean = sum / count;
    if (count == 1)
    {
        return {mean, NONE, 1};
    }
    double squares = 0;
    for (const double value : values)
    {
        if (!std::isnan(value))
        {
            squares += (value - mean) * (value - mean);
        }
    }
    const boost::math::students_t student(count - 1);
    const double quantile = boost::math::quantile(student, 0.5 + confidence / 2);
    return {mean, quantile * std::sqrt(squares / (count - 1) / count), count};
}

Estimate
PointGroup::Of(const std::string& metric) const
{
    std::vector<double> values;
    for (const auto* record : records)
    {
        values.push_back(record->result.Get(metric));
    }
    return MeanWithInterval(values);
}

Estimate
PairedDifference(const PointGroup& one, const PointGroup& other, const std::string& metric)
{
    std::map<uint32_t, double> subtrahends;
    for (const auto* record : other.records)
    {
        subtrahends[record->spec.replication] = record->result.Get(metric);
    }
    std::vector<double> differences;
    for (const auto* record : one.records)
    {
        const auto found = subtrahends.find(record->spec.replication);
        if (found != subtrahends.end())
        {
            differences.push_back(record->result.Get(metric) - found->second);
        }
    }
    return MeanWithInterval(differences);
}

RunMarks
PointGroup::GetMarks() const
{
    RunMarks marks;
    for (const auto* record : records)
    {
        marks.Add(record->result.marks);
    }
    return marks;
}

std::vector<PointGroup>
GroupReplications(const std::vector<PointRecord>& records)
{
    std::map<std::pair<std::string, double>, std::map<uint32_t, const PointRecord*>> sorted;
    for (const auto& record : records)
    {
        if (record.spec.fidelity != Fidelity::BOTH)
        {
            sorted[{record.spec.curve, record.spec.value}][record.spec.replication] = &record;
        }
    }
    std::vector<PointGroup> groups;
    for (const auto& [key, replications] : sorted)
    {
        PointGroup group{key.first, key.second, {}};
        for (const auto& replication : replications)
        {
            group.records.push_back(replication.second);
        }
        groups.push_back(std::move(group));
    }
    return groups;
}

const PointGroup*
FindGroup(const std::vector<PointGroup>& groups, const std::string& curve, double value)
{
    const auto ofCurve = GroupsOf(groups, curve);
    const auto group = std::lower_bound(
        ofCurve.first,
        ofCurve.last,
        value,
        [](const auto& candidate, double wanted) { return candidate.value < wanted; });
    return group == ofCurve.last || group->value != value ? nullptr : &*group;
}

GroupRange
GroupsOf(const std::vector<PointGroup>& groups, const std::string& curve)
{
    // They are sorted by curve and value: a search in each of many curves would look at all points.
    struct ByCurve
    {
        bool operator()(const PointGroup& group, const std::string& wanted) const
        {
            return group.curve < wanted;
        }

        bool operator()(const std::string& wanted, const PointGroup& group) const
        {
            return wanted < group.curve;
        }
    };

    const auto range = std::equal_range(groups.begin(), groups.end(), curve, ByCurve());
    return {range.first, range.second};
}

} // namespace ns3::planner
