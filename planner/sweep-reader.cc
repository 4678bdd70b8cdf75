/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "sweep-reader.h"

#include "number-format.h"

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

/// @param number any @return a text that reads back as the same, without an exponent where possible
std::string
TextOf(double number)
{
    const std::string shown = FormatNumber(number);
    return ParseQuantity(shown)->number == number ? shown : FormatExact(number);
}

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
    if (auto parameter = map.Require("parameter"))
    {
        sweep.parameter = parameter->ToText().value_or("");
        sweep.path = PathOf(sweep.parameter);
        sweep.place = parameter->GetNode().GetPlace();
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
    values.push_back({base, *text, value.GetNode().GetPlace()});
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
            part.GetNode().IsScalar() ? ParseQuantity(part.GetNode().GetText()) : std::nullopt;
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
        const std::string& unit = quantities[0].unit;
        const std::string text = TextOf(quantities[0].number + static_cast<double>(i) * width) +
                                 (unit.empty() ? "" : " " + unit);
        m_scenario.sweep.values.push_back(
            {ParseQuantity(text)->GetBase(), text, from->GetNode().GetPlace()});
    }
}

void
SweepReader::ReadCurves(const InputValue& value)
{
    m_scenario.curves.clear();
    std::set<std::string> names;
    for (const auto& element : value.ToList())
    {
        InputMap map(element);
        CurveSpec curve;
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
                    curve.settings.push_back(
                        {PathOf(entry.key), *text, entry.place, entry.value.GetNode().GetPlace()});
                }
            }
        }
        map.Finish();
        m_scenario.curves.push_back(curve);
    }
}

void
SweepReader::AssumeOneCurve()
{
    const auto node = m_scenario.nodes.find(m_scenario.GetMeasuredRole());
    m_scenario.curves = {{node == m_scenario.nodes.end() ? "" : node->second.kernel, {}}};
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

} // namespace ns3::planner
