/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "group-fit.h"

#include "validated-experiments.h"

#include "planner/validation/validation-outcome.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ns3::planner
{

GroupFit::GroupFit(const RunOptions& options,
                   const Experiment& experiment,
                   std::vector<const FittedParameter*> parameters,
                   Points points)
    : m_options(options),
      m_experiment(experiment),
      m_parameters(std::move(parameters)),
      m_points(std::move(points))
{
    m_options.quiet = true;
    m_options.scenario = experiment.file;
}

std::vector<double>
GroupFit::Simulate(
    const std::vector<double>& values,
    const Points& points,
    const std::function<double(const ValidationSpec&, const PointGroup&)>& read) const
{
    RunOptions options = m_options;
    for (size_t i = 0; i < values.size(); ++i)
    {
        options.settings.push_back("validation.calibrate." + m_parameters[i]->name +
                                   ".value=" + m_parameters[i]->TextOf(values[i]));
    }
    const auto experiment = ReadValidated(options);
    auto wanted = GetLeanPoints(experiment);
    const auto isIdle = [&points](const PointSpec& point) {
        return std::none_of(points.begin(), points.end(), [&point](const auto* p) {
            return p->curve == point.curve && p->value == point.value;
        });
    };
    wanted.erase(std::remove_if(wanted.begin(), wanted.end(), isIdle), wanted.end());
    const ResultFolder folder(options.out + "/" + experiment.name);
    const auto records = SimulateValidated(folder, options, experiment, wanted);
    const auto groups = GroupReplications(records); // which point to the records
    std::vector<double> found;
    for (const auto* point : points)
    {
        found.push_back(
            read(*m_experiment.validation, *FindGroup(groups, point->curve, point->value)));
    }
    return found;
}

std::vector<double>
GroupFit::Evaluate(const std::vector<double>& values) const
{
    return Simulate(values, m_points, ReadOffSmooth);
}

FitResult
GroupFit::Find() const
{
    std::vector<double> start;
    std::vector<double> targets;
    for (const auto* parameter : m_parameters)
    {
        start.push_back(parameter->value);
    }
    for (const auto* point : m_points)
    {
        targets.push_back(point->measured);
    }
    return FitParameters([this](const auto& p) { return Evaluate(p); }, start, targets);
}

bool
GroupFit::IsDecided(const std::vector<double>& values, size_t number) const
{
    constexpr double more = 1.05;
    constexpr double least = 0.002;
    auto changed = values;
    changed[number] *= more;
    const auto before = Evaluate(values);
    const auto after = Evaluate(changed);
    for (size_t i = 0; i < before.size(); ++i)
    {
        if (std::abs(after[i] - before[i]) > least * std::abs(before[i]))
        {
            return true;
        }
    }
    return false;
}

} // namespace ns3::planner
