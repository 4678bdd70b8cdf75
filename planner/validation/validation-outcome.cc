/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "validation-outcome.h"

#include "model/profile/name-lists.h"
#include "planner/base/number-format.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ns3::planner
{

namespace
{

constexpr double NONE = std::numeric_limits<double>::quiet_NaN();

} // namespace

double
ReadOffSmooth(const ValidationSpec& spec, const PointGroup& group)
{
    const double value = group.Of(spec.metric).mean;
    if (spec.frameOctets == 0)
    {
        return value;
    }
    // The mean length of what arrived tells how many packets the octets were.
    const double octets = group.Of("total_throughput_bps").mean / 8;
    const double packets = group.Of("total_packets_per_s").mean;
    return octets > 0 ? value * (1 + spec.frameOctets * packets / octets) : 0;
}

double
ReadOff(const ValidationSpec& spec, const PointGroup& group)
{
    const double capacity = ReadOffSmooth(spec, group);
    if (spec.step == 0)
    {
        return capacity;
    }
    const double steps = std::floor(capacity / (1 - spec.loss) / spec.step);
    return std::min(capacity, steps * spec.step);
}

ValidationOutcome::ValidationOutcome(const Experiment& experiment,
                                     const std::vector<PointRecord>& records)
    : m_experiment(experiment),
      m_spec(*experiment.validation),
      m_groups(GroupReplications(records))
{
    for (const auto& point : m_spec.points)
    {
        const double model = GetModel(point.curve, point.value);
        const double error =
            m_spec.isDifference ? model - point.measured : model / point.measured - 1;
        m_points.push_back({&point, model, error});
    }
    for (const auto& check : m_spec.checks)
    {
        m_checks.push_back(Check(check));
    }
}

double
ValidationOutcome::GetModel(const std::string& curve, double value) const
{
    const auto* group = FindGroup(m_groups, curve, value);
    return group ? ReadOff(m_spec, *group) : NONE;
}

double
ValidationOutcome::GetMeanError(const std::string& curve) const
{
    double sum = 0;
    size_t count = 0;
    for (const auto& point : m_points)
    {
        if (!point.measured->calibrates && (curve.empty() || point.measured->curve == curve))
        {
            sum += std::abs(point.error);
            count++;
        }
    }
    return count > 0 ? sum / static_cast<double>(count) : NONE;
}

size_t
ValidationOutcome::CountPredicted(const std::string& curve) const
{
    return static_cast<size_t>(std::count_if(m_points.begin(), m_points.end(), [&](const auto& p) {
        return !p.measured->calibrates && (curve.empty() || p.measured->curve == curve);
    }));
}

double
ValidationOutcome::MostError(const std::string& curve) const
{
    double most = NONE;
    for (const auto& point : m_points)
    {
        if (!point.measured->calibrates && (curve.empty() || point.measured->curve == curve))
        {
            const double error = std::abs(point.error);
            if (std::isnan(error))
            {
                return NONE; // which no limit allows, whatever the others are
            }
            most = std::isnan(most) ? error : std::max(most, error);
        }
    }
    return most;
}

std::string
ValidationOutcome::InWords(double error) const
{
    return FormatFixed(100 * error, 1) + (m_spec.isDifference ? " points" : " %");
}

CheckOutcome
ValidationOutcome::Check(const ValidationCheck& check) const
{
    using Kind = ValidationCheck::Kind;
    const std::string of = check.curve.empty() ? "" : " of " + check.curve;
    switch (check.kind)
    {
    case Kind::MEAN_ERROR:
        return {"mean error" + of + " at most " + InWords(check.limit) + ": " +
                    InWords(GetMeanError(check.curve)),
                GetMeanError(check.curve) <= check.limit};
    case Kind::EACH_ERROR:
        return {"each error" + of + " at most " + InWords(check.limit) + ": the largest is " +
                    InWords(MostError(check.curve)),
                MostError(check.curve) <= check.limit};
    case Kind::ORDER:
        return CheckOrder(check);
    case Kind::MEAN_RATIO:
        return CheckRatio(check);
    case Kind::FLAT:
        return CheckFlat(check);
    }
    return {"", false};
}

CheckOutcome
ValidationOutcome::CheckOrder(const ValidationCheck& check) const
{
    std::string wrong;
    for (const auto& swept : m_experiment.sweep.GetValues())
    {
        for (size_t i = 1; i < check.curves.size(); ++i)
        {
            const bool ascends =
                GetModel(check.curves[i - 1], swept.value) < GetModel(check.curves[i], swept.value);
            wrong += ascends ? "" : (wrong.empty() ? "" : ", ") + swept.text;
        }
    }
    return {"order " + MakeCommaList(check.curves) + " at every value" +
                (wrong.empty() ? ": yes" : ": not at " + wrong),
            wrong.empty()};
}

CheckOutcome
ValidationOutcome::CheckRatio(const ValidationCheck& check) const
{
    double sum = 0;
    for (const auto& swept : m_experiment.sweep.GetValues())
    {
        sum += GetModel(check.curves[0], swept.value) / GetModel(check.curves[1], swept.value);
    }
    const double mean = sum / static_cast<double>(m_experiment.sweep.GetValues().size());
    return {"mean of " + check.curves[0] + " over " + check.curves[1] + " " +
                FormatFixed(check.expected, 2) + " within " + FormatFixed(100 * check.limit, 0) +
                " %: " + FormatFixed(mean, 2),
            std::abs(mean / check.expected - 1) <= check.limit};
}

CheckOutcome
ValidationOutcome::CheckFlat(const ValidationCheck& check) const
{
    const auto text = "flat within " + FormatFixed(100 * check.limit, 0) + " %" +
                      (check.curve.empty() ? "" : " (" + check.curve + ")") + ": ";
    double worst = 1;
    for (const auto& curve : m_experiment.curves)
    {
        if (!check.curve.empty() && check.curve != curve.name)
        {
            continue;
        }
        double least = std::numeric_limits<double>::max();
        double most = 0;
        for (const auto& swept : m_experiment.sweep.GetValues())
        {
            const double model = GetModel(curve.name, swept.value);
            if (!(model > 0))
            {
                return {text + "nothing came out at " + swept.text + " of " + curve.name, false};
            }
            least = std::min(least, model);
            most = std::max(most, model);
        }
        worst = std::max(worst, most / least);
    }
    return {text + "within " + FormatFixed(100 * (worst - 1), 1) + " %", worst - 1 <= check.limit};
}

} // namespace ns3::planner
