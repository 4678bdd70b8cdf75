/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "sweep-reader.h"

#include "scenario-reader.h"
#include "site-reader.h"
#include "sweep-range.h"

#include "model/profile/did-you-mean.h"
#include "model/profile/name-lists.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

namespace ns3::planner
{

namespace
{

/// Short words for what is swept most.
constexpr const char* SLOTS = "sa-slots";
/// What words that stand for many values begin with.
constexpr const char* ALL = "all ";

/// @param path a wrong one @return what a curve may set, in words
std::string
DescribePaths(const std::string& path)
{
    const auto& parts = ScenarioReader::GetParts();
    return "a path in one of " + MakeCommaList(parts) + ", such as nodes.server.host.cores" +
           DidYouMean(path.substr(0, path.find('.')), parts);
}

/// @param text any @return the same without what no name of a curve has
std::string
ForName(const std::string& text)
{
    std::string name;
    for (const char letter : text)
    {
        name += letter == '/' ? " per "
                              : std::string(1,
                                            letter == ','   ? ';'
                                            : letter == '"' ? '\''
                                                            : letter);
    }
    return name;
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
    ReadAxis(map, sweep);
    if (auto paired = map.Take("with"))
    {
        ReadPaired(*paired);
    }
    if (auto grid = map.Take("grid"))
    {
        ScenarioMap second(*grid);
        ReadAxis(second, m_grid);
        second.Finish();
        if (!m_grid.path.empty() && m_grid.path == sweep.path)
        {
            grid->Complain("another parameter than that of the sweep");
        }
    }
    map.Finish();
}

/// @param map has a parameter and its values @param sweep gets them
void
SweepReader::ReadAxis(ScenarioMap& map, SweepSpec& sweep)
{
    if (const auto parameter = map.Read("parameter", sweep.parameter))
    {
        sweep.path = PathOf(sweep.parameter);
        sweep.place = parameter->GetNode().GetPlace();
        const std::string top = sweep.path.substr(0, sweep.path.find('.'));
        static const std::vector<std::string> parts{"links",
                                                    "nodes",
                                                    "parameters",
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
        ReadValues(*values, sweep);
    }
}

void
SweepReader::ReadValues(const ScenarioValue& value, SweepSpec& sweep) const
{
    const InputNode& node = value.GetNode();
    if (node.IsScalar() && node.GetText().rfind(ALL, 0) == 0)
    {
        if (const auto ofNodes = value.ToChoice<bool>())
        {
            AddFailures(value, *ofNodes, sweep);
        }
        return;
    }
    if (value.GetNode().IsMap())
    {
        for (const auto& text : ReadSweepRange(value, TakesWholeNumbers(sweep.path)))
        {
            sweep.Add({ParseQuantity(text)->GetBase(),
                       text,
                       value.GetNode().Find("from")->value.GetPlace()});
        }
        return;
    }
    const auto elements = value.ToList();
    sweep.isText = !std::all_of(elements.begin(), elements.end(), [](const ScenarioValue& element) {
        return element.GetNode().IsScalar() && ParseQuantity(element.GetNode().GetText());
    });
    for (const auto& element : elements)
    {
        AddValue(element, sweep);
    }
}

/// @param value stands for them @param ofNodes or of links @param sweep gets no failure and each
/// single one
void
SweepReader::AddFailures(const ScenarioValue& value, bool ofNodes, SweepSpec& sweep) const
{
    const Scenario& scenario = m_experiment.first;
    if (sweep.path != "topology.failure" || !scenario.topology.generator->AreSites())
    {
        value.Complain("a list or a range; 'all links' and 'all nodes' are values of "
                       "topology.failure in a network of sites");
        return;
    }
    sweep.isText = true;
    std::vector<std::string> names = ListSingleFailures(scenario, ofNodes);
    names.insert(names.begin(), "none");
    for (const auto& name : names)
    {
        sweep.Add(
            {static_cast<double>(sweep.GetValues().size() + 1), name, value.GetNode().GetPlace()});
    }
}

void
SweepReader::AddValue(const ScenarioValue& value, SweepSpec& sweep)
{
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

/// @param value paths, and for each a value for each of the sweep's
void
SweepReader::ReadPaired(const ScenarioValue& value)
{
    ScenarioMap map(value);
    SweepSpec& sweep = m_experiment.sweep;
    for (const auto& entry : map.TakeRest("PATH"))
    {
        const auto elements = entry.value.ToList();
        const size_t count = sweep.GetValues().size();
        if (!CheckPath(entry) || elements.empty() || count == 0)
        {
            continue;
        }
        if (elements.size() != count)
        {
            entry.value.Complain(std::to_string(count) + " values, as many as the sweep has");
            continue;
        }
        for (size_t i = 0; i < count; ++i)
        {
            sweep.AddTo(i, SettingOf(entry.name, entry.place, elements[i].GetNode()));
        }
    }
}

/// @param entry a path and a value @return false after a complaint about the path
bool
SweepReader::CheckPath(const ScenarioMap::Entry& entry) const
{
    const auto& parts = ScenarioReader::GetParts();
    const auto top = PathOf(entry.name).substr(0, PathOf(entry.name).find('.'));
    const bool isKnown = std::find(parts.begin(), parts.end(), top) != parts.end();
    if (!isKnown)
    {
        entry.value.GetInput().ComplainAt(entry.place, entry.name, DescribePaths(entry.name));
    }
    return isKnown;
}

/// @param path of a key, or the short word for it @param place of that @param node its value
/// @return both
InputSetting
SweepReader::SettingOf(const std::string& path,
                       const InputPlace& place,
                       const InputNode& node) const
{
    InputSetting setting{PathOf(path), node.GetText(), place, node.GetPlace()};
    if (!node.IsScalar())
    {
        setting.node = node;
    }
    return setting;
}

void
SweepReader::MakeGrid()
{
    const auto& values = m_grid.GetValues();
    if (values.empty())
    {
        return;
    }
    const auto dot = m_grid.parameter.rfind('.');
    const std::string key =
        dot == std::string::npos ? m_grid.parameter : m_grid.parameter.substr(dot + 1);
    std::vector<CurveSpec> curves;
    for (const auto& curve : m_experiment.curves)
    {
        for (size_t row = 0; row < values.size(); ++row)
        {
            const auto& value = values[row];
            InputSetting setting{m_grid.path, value.text, m_grid.place, value.place};
            setting.node = value.node;
            curves.push_back({curve.name + " " + ForName(key + " " + value.text),
                              curve.settings,
                              {std::move(setting)},
                              curve.name,
                              row});
        }
    }
    m_experiment.curves = std::move(curves);
    m_experiment.grid = m_grid;
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
        if (const auto name = map.Read("name", curve.name))
        {
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
                const InputNode& node = entry.value.GetNode();
                const bool isPlain = !node.IsList() && !node.IsMap();
                if (CheckPath(entry) && (!isPlain || entry.value.ToText()))
                {
                    curve.settings.push_back(SettingOf(entry.name, entry.place, node));
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
                const auto& values = checks.values;
                if (std::find(values.begin(), values.end(), swept->value) != values.end())
                {
                    element.Complain("each value once");
                }
                checks.values.push_back(swept->value);
            }
            else if (!sweep.GetValues().empty())
            {
                element.Complain("one of the sweep's values");
            }
        }
    }
    map.Read("packets", checks.packets);
    map.Finish();
}

} // namespace ns3::planner
