/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "sweep-reader.h"

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
/// A packet check below this many packets says too little.
constexpr uint64_t LEAST_SPOT_CHECK = 1'000;

} // namespace

SweepReader::SweepReader(Scenario& scenario)
    : m_scenario(scenario)
{
}

std::string
SweepReader::PathOf(const std::string& parameter) const
{
    if (parameter == SLOTS)
    {
        return std::string("nodes.") + m_scenario.GetMeasuredRole() + ".nic." + SLOTS;
    }
    return parameter;
}

void
SweepReader::ReadSweep(const InputValue& value)
{
    InputMap map(value);
    SweepSpec& sweep = m_scenario.sweep;
    sweep = SweepSpec();
    m_valueMarks.clear();
    if (auto parameter = map.Require("parameter"))
    {
        sweep.parameter = parameter->ToText().value_or("");
        sweep.path = PathOf(sweep.parameter);
        m_parameterMark = parameter->GetNode().Mark();
        const std::string top = sweep.path.substr(0, sweep.path.find('.'));
        static const std::set<std::string> parts{"links", "nodes", "population", "traffic"};
        if (parts.count(top) == 0 || top == sweep.path)
        {
            parameter->Complain("sa-slots or the path of a number in links, nodes, population or "
                                "traffic, such as nodes.server.host.cores");
        }
    }
    if (auto values = map.Require("values"))
    {
        ReadValues(*values);
    }
    map.Finish();
}

void
SweepReader::ReadValues(const InputValue& value)
{
    if (value.GetNode().IsMap())
    {
        ReadRange(value);
        return;
    }
    for (const auto& element : value.ToList())
    {
        AddValue(element);
    }
}

void
SweepReader::AddValue(const InputValue& value)
{
    const auto text = value.ToText();
    const auto quantity = text ? ParseQuantity(*text) : std::nullopt;
    if (!quantity)
    {
        if (text)
        {
            value.Complain("a number, with its unit if it has one");
        }
        return;
    }
    auto& values = m_scenario.sweep.values;
    const double base = quantity->GetBase();
    if (std::any_of(values.begin(), values.end(), [base](const auto& v) {
            return v.value == base;
        }))
    {
        value.Complain("each value once");
        return;
    }
    values.push_back({base, *text});
    m_valueMarks.push_back(value.GetNode().Mark());
}

void
SweepReader::ReadRange(const InputValue& value)
{
    InputMap map(value);
    const auto from = map.Require("from");
    const auto to = map.Require("to");
    const auto step = map.Require("step");
    map.Finish();
    if (!from || !to || !step)
    {
        return;
    }
    std::vector<Quantity> quantities;
    for (const auto& part : {*from, *to, *step})
    {
        const auto quantity =
            part.GetNode().IsScalar() ? ParseQuantity(part.GetNode().Scalar()) : std::nullopt;
        if (!quantity || (!quantities.empty() && quantity->unit != quantities[0].unit))
        {
            part.Complain(quantities.empty() ? "a number, with its unit if it has one"
                                             : "a number with the same unit as 'from', '" +
                                                   quantities[0].unit + "'");
            return;
        }
        quantities.push_back(*quantity);
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
        YAML::Node number;
        number = quantities[0].number + static_cast<double>(i) * width;
        const std::string& unit = quantities[0].unit;
        const std::string text = number.Scalar() + (unit.empty() ? "" : " " + unit);
        m_scenario.sweep.values.push_back({ParseQuantity(text)->GetBase(), text});
        m_valueMarks.push_back(from->GetNode().Mark());
    }
}

void
SweepReader::ReadCurves(const InputValue& value)
{
    m_scenario.curves.clear();
    m_settingMarks.clear();
    std::set<std::string> names;
    for (const auto& element : value.ToList())
    {
        InputMap map(element);
        CurveSpec curve;
        std::vector<std::pair<YAML::Mark, YAML::Mark>> marks;
        if (auto name = map.Require("name"))
        {
            curve.name = name->ToText().value_or("");
            if (!names.insert(curve.name).second)
            {
                name->Complain("each name of a curve once");
            }
            if (curve.name.find_first_of("/,\"\n") != std::string::npos)
            {
                name->Complain("a name without slash, comma, quote and line break");
            }
        }
        if (auto settings = map.Take("set"))
        {
            InputMap paths(*settings);
            for (const auto& entry : paths.TakeRest())
            {
                if (const auto text = entry.value.ToText())
                {
                    curve.settings.emplace_back(PathOf(entry.key), *text);
                    marks.emplace_back(entry.mark, entry.value.GetNode().Mark());
                }
            }
        }
        map.Finish();
        m_scenario.curves.push_back(curve);
        m_settingMarks.push_back(marks);
    }
}

void
SweepReader::AssumeOneCurve()
{
    const auto node = m_scenario.nodes.find(m_scenario.GetMeasuredRole());
    m_scenario.curves = {{node == m_scenario.nodes.end() ? "" : node->second.kernel, {}}};
    m_settingMarks.assign(1, {});
}

void
SweepReader::ReadSpotChecks(const InputValue& value)
{
    InputMap map(value);
    SpotCheckSpec& checks = m_scenario.spotChecks;
    if (m_scenario.traffic.segments.IsOn())
    {
        value.Complain("no spot checks with traffic.segments: full fidelity plays datagrams only");
        return;
    }
    checks = SpotCheckSpec();
    if (auto values = map.Require("values"))
    {
        for (const auto& element : values->ToList())
        {
            const auto text = element.ToText();
            const auto quantity = text ? ParseQuantity(*text) : std::nullopt;
            const auto& swept = m_scenario.sweep.values;
            const bool known =
                quantity && std::any_of(swept.begin(), swept.end(), [&](const auto& v) {
                    return v.value == quantity->GetBase();
                });
            if (known)
            {
                checks.values.push_back(quantity->GetBase());
            }
            else if (!swept.empty())
            {
                element.Complain("one of the sweep's values");
            }
        }
    }
    if (auto packets = map.Take("packets"))
    {
        checks.packets = packets->ToCount(LEAST_SPOT_CHECK).value_or(0);
        if (checks.packets > m_scenario.traffic.packets)
        {
            packets->Complain("at most the packets of a replication, " +
                              std::to_string(m_scenario.traffic.packets));
        }
    }
    map.Finish();
}

std::vector<SweepReader::Put>
SweepReader::PutsOf(const CurveSpec& curve) const
{
    std::vector<Put> puts;
    const auto number = static_cast<size_t>(&curve - m_scenario.curves.data());
    for (size_t i = 0; i < curve.settings.size(); ++i)
    {
        const auto& [path, text] = curve.settings[i];
        const auto& [pathMark, valueMark] = m_settingMarks[number][i];
        puts.push_back({path, YAML::Node(text), pathMark, valueMark});
    }
    return puts;
}

SweepReader::Put
SweepReader::PutOf(const SweepValue& value) const
{
    const auto index = static_cast<size_t>(&value - m_scenario.sweep.values.data());
    return {m_scenario.sweep.path, YAML::Node(value.text), m_parameterMark, m_valueMarks[index]};
}

} // namespace ns3::planner
