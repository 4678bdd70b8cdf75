/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "validation-report.h"

#include "model/profile/units.h"
#include "planner/base/number-format.h"
#include "planner/base/quoting.h"
#include "planner/base/text-table.h"

#include <algorithm>
#include <cmath>

namespace ns3::planner
{

namespace
{

/// One line of the table of points.
using Cells = std::vector<std::string>;

/// @param value in base units @param spec its unit @return as shown
std::string
InUnit(double value, const ValidationSpec& spec)
{
    const double shown = value / spec.unitSize;
    return FormatFixed(shown, std::abs(shown) < 10 ? 2 : 1);
}

/// @param error of a point @param spec how it is meant @return with its sign
std::string
ErrorText(double error, const ValidationSpec& spec)
{
    const auto text = FormatFixed(100 * error, 1);
    return (error >= 0 ? "+" : "") + text + (spec.isDifference ? " points" : " %");
}

/// @param experiment with a validation @return true when its points differ in the sweep's value
bool
IsSwept(const Experiment& experiment)
{
    return experiment.sweep.GetValues().size() > 1;
}

/// @param experiment with a validation @param outcome of it @return head and lines of the table
std::vector<Cells>
TableOf(const Experiment& experiment, const ValidationOutcome& outcome)
{
    const ValidationSpec& spec = *experiment.validation;
    Cells head{"curve"};
    if (IsSwept(experiment))
    {
        head.push_back(experiment.sweep.parameter);
    }
    head.insert(head.end(),
                {"use", "measured (" + spec.unit + ")", "model (" + spec.unit + ")", "error"});
    std::vector<Cells> table{head};
    for (const auto& point : outcome.GetPoints())
    {
        Cells cells{point.measured->curve};
        if (IsSwept(experiment))
        {
            cells.push_back(experiment.sweep.TextOf(point.measured->value));
        }
        cells.insert(cells.end(),
                     {point.measured->calibrates ? "calibrates" : "predicted",
                      InUnit(point.measured->measured, spec),
                      InUnit(point.model, spec),
                      ErrorText(point.error, spec)});
        table.push_back(cells);
    }
    return table;
}

/// @param experiment with a validation @return its calibrated parameters, in words
std::vector<std::string>
DescribeParameters(const Experiment& experiment)
{
    std::vector<std::string> lines;
    for (const auto& parameter : experiment.validation->parameters)
    {
        lines.push_back(parameter.name + " = " + parameter.TextOf(parameter.value) + " (" +
                        parameter.places.front().path + ")");
    }
    return lines;
}

/// @param experiment with a validation @param outcome of it @return one sentence on the errors
std::string
DescribeErrors(const Experiment& experiment, const ValidationOutcome& outcome)
{
    const size_t predicted = outcome.CountPredicted("");
    if (predicted == 0)
    {
        return "No point is predicted: all of them calibrate.";
    }
    return std::to_string(predicted) + " predicted points, mean error " +
           FormatFixed(100 * outcome.GetMeanError(""), 1) +
           (experiment.validation->isDifference ? " percentage points." : " %.");
}

/// @param text a sentence of a folded YAML text @return without the line break at its end
std::string
Trim(std::string text)
{
    while (!text.empty() && (text.back() == '\n' || text.back() == ' '))
    {
        text.pop_back();
    }
    return text;
}

} // namespace

std::string
GetValidationFigure(const Experiment& experiment)
{
    return experiment.measured.series.size() > 1
               ? experiment.name + "-" + experiment.validation->metric
               : experiment.name;
}

std::string
DescribeValidation(const Experiment& experiment, const ValidationOutcome& outcome)
{
    const ValidationSpec& spec = *experiment.validation;
    std::string text =
        experiment.title + "\n  Source: " + Trim(spec.source) + "\n  " + Trim(spec.quantity) + "\n";
    TextTable table;
    for (const auto& cells : TableOf(experiment, outcome))
    {
        table.Add(cells);
    }
    text += table.GetText();
    for (const auto& line : DescribeParameters(experiment))
    {
        text += "  calibrated " + line + "\n";
    }
    text += "  " + DescribeErrors(experiment, outcome) + "\n";
    for (const auto& check : outcome.GetChecks())
    {
        text += std::string("  ") + (check.isMet ? "met     " : "MISSED  ") + check.text + "\n";
    }
    return text;
}

std::string
WriteValidationSection(const Experiment& experiment, const ValidationOutcome& outcome)
{
    const ValidationSpec& spec = *experiment.validation;
    const std::string title = EscapeRst(experiment.title);
    std::string text = title + "\n" + std::string(title.size(), '-') + "\n\n";
    text += EscapeRst(experiment.description) + "\n\n";
    text += "Source: " + EscapeRst(spec.source) + "\n\n";
    text += ".. figure:: figures/validation/" + GetValidationFigure(experiment) +
            ".svg\n   :width: 100%\n\n   " + EscapeRst(spec.quantity) + ".\n\n";
    text += ".. list-table::\n   :header-rows: 1\n\n";
    for (const auto& cells : TableOf(experiment, outcome))
    {
        for (size_t i = 0; i < cells.size(); ++i)
        {
            text += std::string(i == 0 ? "   * - " : "     - ") + EscapeRst(cells[i]) + "\n";
        }
    }
    text += "\n" + DescribeErrors(experiment, outcome) + "\n\n";
    for (const auto& line : DescribeParameters(experiment))
    {
        text += "* calibrated, " + EscapeRst(line) + "\n";
    }
    for (const auto& check : outcome.GetChecks())
    {
        text += std::string("* ") + (check.isMet ? "met: " : "**missed**: ") +
                EscapeRst(check.text) + "\n";
    }
    for (const auto& point : spec.points)
    {
        if (!point.note.empty())
        {
            const auto place =
                point.curve +
                (IsSwept(experiment) ? " at " + experiment.sweep.TextOf(point.value) : "");
            text += "* " + EscapeRst(place + ": " + point.note) + "\n";
        }
    }
    return text + "\n";
}

Figure
MakeValidationFigure(const Experiment& experiment, const ValidationOutcome& outcome)
{
    const ValidationSpec& spec = *experiment.validation;
    Figure figure;
    figure.title = experiment.title;
    if (!IsSwept(experiment))
    {
        figure.subtitle = "Each mark a curve of the experiment; on the line the model is right.";
        figure.xLabel = "Measured (" + spec.unit + ")";
        figure.yLabel = "Model (" + spec.unit + ")";
        FigureCurve marks;
        for (const auto& point : outcome.GetPoints())
        {
            marks.points.push_back(
                {point.measured->measured / spec.unitSize, point.model / spec.unitSize});
        }
        std::sort(marks.points.begin(), marks.points.end(), [](const auto& a, const auto& b) {
            return a.x < b.x;
        });
        figure.xMax = 1.05 * marks.points.back().x;
        figure.limits.push_back({"model = measured", {{0, 0}, {figure.xMax, figure.xMax}}});
        figure.curves.push_back(std::move(marks));
        return figure;
    }
    figure.subtitle = "Marks: measured. Lines: model.";
    figure.xLabel = spec.xLabel;
    figure.yLabel = Trim(spec.quantity) + " (" + spec.unit + ")";
    const auto& values = experiment.sweep.GetValues();
    const auto [least, most] =
        std::minmax_element(values.begin(), values.end(), [](const auto& a, const auto& b) {
            return a.value < b.value;
        });
    const auto quantity = ParseQuantity(values.front().text);
    const double xUnit = quantity ? quantity->GetFactor() : 1; // as the scenario writes its values
    figure.xMin = least->value / xUnit;
    figure.xMax = most->value / xUnit;
    for (const auto& curve : experiment.curves)
    {
        FigureCurve drawn;
        drawn.name = curve.name;
        for (const auto& point : outcome.GetPoints())
        {
            if (point.measured->curve == curve.name)
            {
                drawn.points.push_back(
                    {point.measured->value / xUnit, point.measured->measured / spec.unitSize});
            }
        }
        for (const auto& swept : values)
        {
            const double model = outcome.GetModel(curve.name, swept.value);
            if (std::isfinite(model))
            {
                drawn.line.push_back({swept.value / xUnit, model / spec.unitSize});
            }
        }
        const auto byX = [](const auto& a, const auto& b) { return a.x < b.x; };
        std::sort(drawn.points.begin(), drawn.points.end(), byX);
        std::sort(drawn.line.begin(), drawn.line.end(), byX);
        figure.curves.push_back(std::move(drawn));
    }
    return figure;
}

} // namespace ns3::planner
