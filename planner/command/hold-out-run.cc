/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "hold-out-run.h"

#include "group-fit.h"

#include "planner/base/number-format.h"
#include "planner/base/quoting.h"
#include "planner/validation/hold-out.h"

#include "ns3/ipsec-input-error.h"

#include <iostream>

namespace ns3::planner
{

namespace
{

constexpr const char* ALL = "all";

/// @param value in base units @param spec its unit @return as shown
std::string
InUnit(double value, const ValidationSpec& spec)
{
    constexpr int digits = 2;
    return FormatFixed(value / spec.unitSize, digits);
}

/// @param cells of a row @return it in a table of the manual
std::string
RowOf(const std::vector<std::string>& cells)
{
    std::string row;
    for (const auto& cell : cells)
    {
        row += (row.empty() ? "   * - " : "     - ") + EscapeRst(cell) + "\n";
    }
    return row;
}

} // namespace

void
HoldOutRun::Run(const std::vector<Experiment>& experiments, const std::vector<std::string>& names)
{
    for (const auto& name : names)
    {
        const auto colon = name.find(':');
        const auto source = name.substr(0, colon);
        const auto at = colon == std::string::npos ? ALL : name.substr(colon + 1);
        bool isFound = false;
        for (const auto& experiment : experiments)
        {
            if (source != ALL && source != experiment.name)
            {
                continue;
            }
            isFound = true;
            for (const auto* point : FindPoints(experiment, at))
            {
                Leave(experiment, *point);
            }
        }
        if (!isFound)
        {
            throw InputError({{"--hold-out",
                               0,
                               0,
                               name,
                               "SOURCE:AT, where SOURCE is the name of a "
                               "scenario with a validation, or all"}});
        }
    }
    std::cout << m_summary.GetText();
}

/// @param experiment with a validation @param point of it that is left out
void
HoldOutRun::Leave(const Experiment& experiment, const MeasuredPoint& point)
{
    const ValidationSpec& spec = *experiment.validation;
    const auto held = HoldOutOf(spec, point);
    const std::string name = experiment.name + ":" + GetPointName(experiment, point);
    std::string alone = held.alone;
    std::string found;
    double model = 0;
    if (alone.empty())
    {
        const GroupFit fit(m_options, experiment, held.parameters, held.others);
        std::vector<double> values;
        if (!held.parameters.empty())
        {
            values = fit.Find().parameters;
        }
        for (size_t i = 0; i < values.size(); ++i)
        {
            const FittedParameter& parameter = *held.parameters[i];
            found +=
                (found.empty() ? "" : ", ") + parameter.name + " = " + parameter.TextOf(values[i]);
            if (parameter.BelongsTo(point.curve) && !fit.IsDecided(values, i))
            {
                alone += (alone.empty() ? "" : ", ") + parameter.name;
            }
        }
        model = fit.Simulate(values, {&point}, ReadOff).front();
    }
    if (!alone.empty())
    {
        std::cout << name << ": not to be held out, it alone determines " << alone << "\n";
        m_rows += RowOf({experiment.name,
                         GetPointName(experiment, point),
                         InUnit(point.measured, spec) + " " + spec.unit,
                         "-",
                         "-",
                         "not held out: alone determines " + alone});
        return;
    }
    const double error = model / point.measured - 1;
    const std::string errorText = (error >= 0 ? "+" : "") + FormatFixed(100 * error, 1) + " %";
    m_summary.Add(experiment.name, false, model, point.measured);
    std::cout << name << ": measured " << InUnit(point.measured, spec) << " " << spec.unit
              << ", predicted without it " << InUnit(model, spec) << " " << spec.unit << ", "
              << errorText << (found.empty() ? "" : " (" + found + ")") << std::endl;
    m_rows += RowOf({experiment.name,
                     GetPointName(experiment, point),
                     InUnit(point.measured, spec) + " " + spec.unit,
                     InUnit(model, spec) + " " + spec.unit,
                     errorText,
                     found});
}

std::string
HoldOutRun::GetSection() const
{
    return m_summary.GetRst() + ".. list-table::\n   :header-rows: 1\n\n" +
           RowOf({"source",
                  "point left out",
                  "measured",
                  "predicted without it",
                  "error",
                  "found again"}) +
           m_rows + "\n";
}

} // namespace ns3::planner
