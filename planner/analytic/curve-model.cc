/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "curve-model.h"

#include "closed-form-scope.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ns3::planner
{

namespace
{

/// Points of a line.
constexpr int LINE_STEPS = 200;

/// @param a a form @param b another one @return true when they say the same at three places
bool
IsSame(const ClosedForm& a, const ClosedForm& b)
{
    if (a.IsSharedWith(b))
    {
        return true;
    }
    for (const double share : {0.0, 0.5, 1.0})
    {
        const auto first = a.At(share);
        const auto second = b.At(share);
        if (std::abs(first.throughput - second.throughput) > 1e-9 * first.throughput ||
            std::abs(first.ratio - second.ratio) > 1e-9)
        {
            return false;
        }
    }
    return true;
}

/// @param experiment what was simulated @param scenario one of its points
/// @return true when its points differ in nothing but the slots of the measured node's NIC
bool
IsSlots(const Experiment& experiment, const Scenario& scenario)
{
    const std::string nic = std::string("nodes.") + scenario.GetMeasuredRole() + ".nic.";
    const std::string& path = experiment.sweep.path;
    return path == nic + "sa-slots" || path == nic + "tx-slots" || path == nic + "rx-slots";
}

} // namespace

CurveModel::CurveModel(const Experiment& experiment,
                       const std::string& curve,
                       const std::function<void()>& advance)
    : m_name(curve)
{
    for (const auto& value : experiment.sweep.GetValues())
    {
        Add(experiment, value.value);
        advance();
    }
    m_isOneFunction = m_obstacles.empty();
    for (const auto& form : m_forms)
    {
        m_isOneFunction = m_isOneFunction && IsSame(form.second, GetLast());
    }
}

/// @param experiment what was simulated @param value one of its sweep's
void
CurveModel::Add(const Experiment& experiment, double value)
{
    const auto resolved = experiment.At(m_name, value);
    const auto obstacle = FindClosedFormObstacle(resolved);
    if (!obstacle.empty())
    {
        m_obstacles.emplace(value, obstacle);
        return;
    }
    ClosedForm form = IsSlots(experiment, resolved) && HasForms() ? ClosedForm(GetLast(), resolved)
                                                                  : ClosedForm(resolved);
    const auto unknown = form.FindObstacle();
    if (unknown.empty())
    {
        m_forms.emplace(value, std::move(form));
    }
    else
    {
        m_obstacles.emplace(value, unknown);
    }
}

ClosedFormPoint
CurveModel::At(double value, double ratio) const
{
    const auto& form = m_forms.at(value);
    return form.At(form.GetSaShareFor(ratio));
}

size_t
CurveModel::CountLine() const
{
    return m_isOneFunction && HasForms() ? LINE_STEPS + 1 : m_forms.size();
}

std::vector<CurvePoint>
CurveModel::GetLine(const std::function<void()>& advance) const
{
    std::vector<CurvePoint> line;
    if (m_isOneFunction)
    {
        for (int i = 0; i <= LINE_STEPS; i++)
        {
            line.push_back({GetLast().At(static_cast<double>(i) / LINE_STEPS), &GetLast()});
            advance();
        }
    }
    else
    {
        for (const auto& form : m_forms)
        {
            line.push_back({form.second.At(form.second.GetSaShareOfSlots()), &form.second});
            advance();
        }
        std::stable_sort(line.begin(), line.end(), [](const auto& a, const auto& b) {
            return a.point.ratio < b.point.ratio;
        });
    }
    return line;
}

std::vector<CurveModel>
MakeCurveModels(const Experiment& experiment, const std::function<void()>& advance)
{
    std::vector<CurveModel> models;
    for (const auto& curve : experiment.curves)
    {
        models.emplace_back(experiment, curve.name, advance);
    }
    return models;
}

} // namespace ns3::planner
