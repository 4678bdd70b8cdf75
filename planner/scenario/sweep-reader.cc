/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "sweep-reader.h"

#include "scenario-reader.h"

#include "model/profile/did-you-mean.h"
#include "planner/base/number-format.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace ns3::planner
{

namespace
{

/// Short words for what is swept most.
constexpr const char* SLOTS = "sa-slots";
/// Values of a sweep.
constexpr size_t MOST_VALUES = 10'000;

/// @param path a wrong one @return what a curve may set, in words
std::string
DescribePaths(const std::string& path)
{
    std::string parts;
    for (const auto& part : ScenarioReader::GetParts())
    {
        parts += (parts.empty() ? "" : ", ") + part;
    }
    return "a path in one of " + parts + ", such as nodes.server.host.cores" +
           DidYouMean(path.substr(0, path.find('.')), ScenarioReader::GetParts());
}

} // namespace

SweepReader::SweepReader(Experiment& experiment)
    : m_experiment(experiment)
{
}

std::string
SweepReader::PathOf(const std::string& parameter) const
{
    if (parameter == SLOTS)
    {
        return std::string("nodes.") + m_experiment.first.GetMeasuredRole() + ".nic." + SLOTS;
    }
    return parameter;
}

void
SweepReader::ReadSweep(const ScenarioValue& value)
{
    ScenarioMap map(value);
    SweepSpec& sweep = m_experiment.sweep;
    sweep = SweepSpec();
    if (auto parameter = map.Take("parameter"))
    {
        sweep.parameter = parameter->ToText().value_or("");
        sweep.path = PathOf(sweep.parameter);
        sweep.place = parameter->GetNode().GetPlace();
        const std::string top = sweep.path.substr(0, sweep.path.find('.'));
        static const std::vector<std::string> parts{"links",
                                                    "nodes",
                                                    "population",
                                                    "topology",
                                                    "traffic"};
        if (std::find(parts.begin(), parts.end(), top) == parts.end() || top == sweep.path)
        {
            std::vector<std::string> words = parts;
            words.emplace_back(SLOTS);
            parameter->Complain("sa-slots or a path in links, nodes, population, topology or "
                                "traffic, such as nodes.server.host.cores" +
                                DidYouMean(top, words));
        }
    }
    if (auto values = map.Take("values"))
    {
        ReadValues(*values);
    }
    map.Finish();
}

void
SweepReader::ReadValues(const ScenarioValue& value)
{
    if (value.GetNode().IsMap())
    {
        ReadRange(value);
        return;
    }
    const auto elements = value.ToList();
    m_experiment.sweep.isText =
        !std::all_of(elements.begin(), elements.end(), [](const ScenarioValue& element) {
            return element.GetNode().IsScalar() && ParseQuantity(element.GetNode().GetText());
        });
    for (const auto& element : elements)
    {
        AddValue(element);
    }
}

void
SweepReader::AddValue(const ScenarioValue& value)
{
    SweepSpec& sweep = m_experiment.sweep;
    const InputNode& node = value.GetNode();
    SweepValue added{0, node.ToFlow(), node.GetPlace()};
    if (!sweep.isText)
    {
        added.value = ParseQuantity(added.text)->GetBase();
    }
    else
    {
        added.value = static_cast<double>(sweep.GetValues().size() + 1);
        if (!node.IsScalar())
        {
            added.node = node;
        }
        else if (!value.Get().ToLine())
        {
            return;
        }
    }
    if (!sweep.Add(added))
    {
        value.Complain("each value once");
    }
}

void
SweepReader::ReadRange(const ScenarioValue& value)
{
    ScenarioMap map(value);
    const auto from = map.Take("from");
    const auto to = map.Take("to");
    const auto step = map.Take("step");
    map.Finish();
    if (!from || !to || !step)
    {
        return;
    }
    bool isGood = true;
    std::vector<Quantity> quantities;
    for (const auto& part : {*from, *to, *step})
    {
        const auto quantity =
            part.GetNode().IsScalar() ? ParseQuantity(part.GetNode().GetText()) : std::nullopt;
        const bool isFirst = quantities.empty();
        if (!quantity || (!isFirst && quantity->unit != quantities[0].unit))
        {
            if (isFirst)
            {
                part.Complain("a number, with its unit if it has one");
                return; // the others are compared with it
            }
            const std::string& unit = quantities[0].unit;
            part.Complain("a number with the same unit as 'from', " +
                          (unit.empty() ? "none" : "'" + unit + "'"));
            isGood = false;
            continue;
        }
        quantities.push_back(*quantity);
    }
    if (!isGood)
    {
        return;
    }
    const double span = quantities[1].number - quantities[0].number;
    const double width = quantities[2].number;
    if (span < 0)
    {
        to->Complain("at least 'from'");
        return;
    }
    if (width <= 0 || span / width > MOST_VALUES)
    {
        step->Complain("a step above 0 that makes at most " + std::to_string(MOST_VALUES) +
                       " values");
        return;
    }
    const auto steps = static_cast<size_t>(std::floor(span / width + 1e-9));
    for (size_t i = 0; i <= steps; ++i)
    {
        const std::string& unit = quantities[0].unit;
        const std::string text = FormatPlain(DecimalSum(quantities[0].number, width, i)) +
                                 (unit.empty() ? "" : " " + unit);
        m_experiment.sweep.Add({ParseQuantity(text)->GetBase(), text, from->GetNode().GetPlace()});
    }
}

void
SweepReader::ReadCurves(const ScenarioValue& value)
{
    m_experiment.curves.clear();
    std::set<std::string> names;
    for (const auto& element : value.ToList())
    {
        ScenarioMap map(element);
        CurveSpec curve;
        if (auto name = map.Take("name"))
        {
            curve.name = name->ToText().value_or("");
            if (!names.insert(curve.name).second)
            {
                name->Complain("each name of a curve once");
            }
            if (curve.name.find_first_of("/,\"") != std::string::npos)
            {
                name->Complain("a name without slash, comma and quote");
            }
        }
        if (auto settings = map.Take("set"))
        {
            ScenarioMap paths(*settings);
            for (const auto& entry : paths.TakeRest("PATH"))
            {
                const auto& parts = ScenarioReader::GetParts();
                const auto top = PathOf(entry.name).substr(0, PathOf(entry.name).find('.'));
                if (std::find(parts.begin(), parts.end(), top) == parts.end())
                {
                    value.GetInput().ComplainAt(entry.place, entry.name, DescribePaths(entry.name));
                }
                else if (const auto& node = entry.value.GetNode(); node.IsList() || node.IsMap())
                {
                    curve.settings.push_back(
                        {PathOf(entry.name), "", entry.place, node.GetPlace(), node});
                }
                else if (const auto text = entry.value.ToText())
                {
                    curve.settings.push_back(
                        {PathOf(entry.name), *text, entry.place, node.GetPlace()});
                }
            }
        }
        map.Finish();
        m_experiment.curves.push_back(curve);
    }
}

void
SweepReader::AssumeOneCurve()
{
    const auto node = m_experiment.first.nodes.find(m_experiment.first.GetMeasuredRole());
    m_experiment.curves = {{node == m_experiment.first.nodes.end() ? "" : node->second.kernel, {}}};
}

void
SweepReader::ReadSpotChecks(const ScenarioValue& value)
{
    ScenarioMap map(value);
    SpotCheckSpec& checks = m_experiment.spotChecks;
    if (auto values = map.Take("values"))
    {
        const SweepSpec& sweep = m_experiment.sweep;
        for (const auto& element : values->ToList())
        {
            if (const auto* swept = sweep.FindText(element.GetNode().ToFlow()))
            {
                checks.values.push_back(swept->value);
            }
            else if (!sweep.GetValues().empty())
            {
                element.Complain("one of the sweep's values");
            }
        }
    }
    if (auto packets = map.Take("packets"))
    {
        checks.packets = packets->ToWhole().value_or(checks.packets);
    }
    map.Finish();
}

} // namespace ns3::planner
