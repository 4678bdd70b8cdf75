/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "validation-reader.h"

#include "metric-reader.h"

#include "model/profile/name-lists.h"
#include "model/profile/plain-text.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ns3::planner
{

namespace
{

/// Reads one section.
class Reader
{
  public:
    /// @param experiment its sweep and curves
    explicit Reader(const Experiment& experiment)
        : m_experiment(experiment)
    {
    }

    /// @param value the section @return what it says
    ValidationSpec Read(const ScenarioValue& value);

  private:
    void ReadUnit(const ScenarioValue& value);
    void ReadMethod(const ScenarioValue& value);
    void ReadParameter(const ScenarioValue& value, const std::string& name);
    static FittedParameter::Place ReadPlace(const ScenarioValue& value, const std::string& path);
    void ReadPoints(const ScenarioValue& value);
    void ReadPoint(const ScenarioValue& value, const std::string& curve);
    void ReadCheck(const ScenarioValue& value);
    std::string ReadCurve(const ScenarioValue& value) const;
    std::optional<double> ReadMeasured(const ScenarioValue& value) const;

    const Experiment& m_experiment; //!< its sweep and curves
    ValidationSpec m_spec;          //!< what was read so far
};

ValidationSpec
Reader::Read(const ScenarioValue& value)
{
    ScenarioMap map(value);
    map.Read("source", m_spec.source);
    map.Read("quantity", m_spec.quantity);
    if (auto metric = map.Take("metric"))
    {
        m_spec.metric = ReadMetric(*metric);
    }
    if (auto unit = map.Take("unit"))
    {
        ReadUnit(*unit);
    }
    map.Read("errors", m_spec.isDifference);
    map.Read("frame-octets", m_spec.frameOctets);
    if (auto method = map.Take("method"))
    {
        ReadMethod(*method);
    }
    m_spec.xLabel = m_experiment.sweep.parameter;
    map.Read("x-label", m_spec.xLabel);
    if (auto parameters = map.Take("calibrate"))
    {
        ScenarioMap names(*parameters);
        for (const auto& entry : names.TakeRest("NAME"))
        {
            if (HasControls(entry.name))
            {
                value.GetInput().ComplainAt(entry.place,
                                            entry.name,
                                            "a name without control characters");
            }
            ReadParameter(entry.value, entry.name);
        }
    }
    if (auto points = map.Take("points"))
    {
        ReadPoints(*points);
    }
    if (auto checks = map.Take("checks"))
    {
        for (const auto& element : checks->ToList())
        {
            ReadCheck(element);
        }
    }
    map.Finish();
    return m_spec;
}

void
Reader::ReadUnit(const ScenarioValue& value)
{
    m_spec.unit = value.ToText().value_or("");
    const auto one = ParseQuantity("1 " + m_spec.unit);
    if (!one)
    {
        value.Complain("the unit that the points are given in, such as Gbit/s");
        m_spec.unit.clear(); // one complaint, not one for each point
        return;
    }
    m_spec.unitSize = one->GetBase();
}

void
Reader::ReadMethod(const ScenarioValue& value)
{
    ScenarioMap map(value);
    map.Read("step", m_spec.step);
    map.Read("loss", m_spec.loss);
    map.Finish();
}

std::string
Reader::ReadCurve(const ScenarioValue& value) const
{
    std::vector<std::pair<std::string, std::string>> names;
    for (const auto& curve : m_experiment.curves)
    {
        names.emplace_back(curve.name, curve.name);
    }
    return value.Get().ToChoice<std::string>(names).value_or("");
}

void
Reader::ReadParameter(const ScenarioValue& value, const std::string& name)
{
    ScenarioMap map(value);
    FittedParameter parameter;
    parameter.name = name;
    if (auto curves = map.Take("curves"))
    {
        for (const auto& curve : curves->ToList())
        {
            parameter.curves.push_back(ReadCurve(curve));
        }
    }
    else
    {
        parameter.curves = NamesOf(m_experiment.curves);
    }
    if (auto places = map.Take("paths"))
    {
        ScenarioMap paths(*places);
        for (const auto& entry : paths.TakeRest("PATH"))
        {
            parameter.places.push_back(ReadPlace(entry.value, entry.name));
        }
    }
    if (auto text = map.Take("value"))
    {
        const auto quantity = ParseQuantity(text->ToText().value_or(""));
        if (!quantity || quantity->number <= 0)
        {
            text->Complain("a number above 0, with its unit if it has one");
        }
        else
        {
            parameter.value = quantity->number;
            parameter.unit = quantity->unit;
        }
    }
    map.Read("whole", parameter.whole);
    map.Finish();
    m_spec.parameters.push_back(parameter);
}

FittedParameter::Place
Reader::ReadPlace(const ScenarioValue& value, const std::string& path)
{
    FittedParameter::Place place{path};
    if (!value.GetNode().IsMap())
    {
        place.factor = value.ToQuantity().value_or(1);
        return place;
    }
    ScenarioMap map(value);
    map.Read("factor", place.factor);
    map.Read("plus", place.plus);
    map.Finish();
    return place;
}

void
Reader::ReadPoints(const ScenarioValue& value)
{
    ScenarioMap map(value);
    for (const auto& curve : m_experiment.curves)
    {
        if (auto points = map.TakeNamed("CURVE", curve.name))
        {
            for (const auto& point : points->ToList())
            {
                ReadPoint(point, curve.name);
            }
        }
    }
    map.Finish();
}

std::optional<double>
Reader::ReadMeasured(const ScenarioValue& value) const
{
    const auto text = value.ToText();
    const auto quantity =
        text ? ParseQuantity(*text + (m_spec.unit.empty() ? "" : " " + m_spec.unit)) : std::nullopt;
    if (text && !quantity)
    {
        value.Complain("a number in " + m_spec.unit);
    }
    return quantity ? std::optional(quantity->GetBase()) : std::nullopt;
}

void
Reader::ReadPoint(const ScenarioValue& value, const std::string& curve)
{
    ScenarioMap map(value);
    MeasuredPoint point;
    point.curve = curve;
    const auto& swept = m_experiment.sweep.GetValues();
    const auto at = swept.size() == 1 ? map.Take("at") : map.Require("at");
    if (at)
    {
        const auto* known = m_experiment.sweep.FindText(at->GetNode().ToFlow());
        if (!known && !swept.empty())
        {
            at->Complain("one of the sweep's values");
        }
        point.value = known ? known->value : 0;
    }
    else if (!swept.empty())
    {
        point.value = swept.front().value;
    }
    if (auto measured = map.Take("measured"))
    {
        point.measured = ReadMeasured(*measured).value_or(0);
    }
    map.Read("use", point.calibrates);
    map.Read("note", point.note);
    map.Finish();
    m_spec.points.push_back(point);
}

void
Reader::ReadCheck(const ScenarioValue& value)
{
    using Kind = ValidationCheck::Kind;
    ScenarioMap map(value);
    ValidationCheck check;
    bool isKnown = false;
    for (const auto& [key, kind] : {std::pair{"mean-error", Kind::MEAN_ERROR},
                                    {"each-error", Kind::EACH_ERROR},
                                    {"flat", Kind::FLAT}})
    {
        if (auto limit = map.Take(key))
        {
            isKnown = true;
            check.kind = kind;
            check.limit = limit->ToQuantity().value_or(0);
        }
    }
    const auto readCurves = [&](const ScenarioValue& list) {
        for (const auto& curve : list.ToList())
        {
            check.curves.push_back(ReadCurve(curve));
        }
    };
    if (auto order = map.Take("order"))
    {
        isKnown = true;
        check.kind = Kind::ORDER;
        readCurves(*order);
    }
    if (auto ratio = map.Take("mean-ratio"))
    {
        isKnown = true;
        check.kind = Kind::MEAN_RATIO;
        check.expected = ratio->ToQuantity().value_or(1);
        if (auto of = map.Require("of"))
        {
            readCurves(*of);
            if (check.curves.size() != 2)
            {
                of->Complain("two curves, the one over the other");
                check.curves.resize(2);
            }
        }
        if (auto within = map.Require("within"))
        {
            check.limit = within->ToQuantity().value_or(0);
        }
    }
    if (auto curve = map.Take("curve"))
    {
        check.curve = ReadCurve(*curve);
    }
    if (!isKnown)
    {
        value.Complain("a check: mean-error, each-error, order, mean-ratio or flat");
    }
    map.Finish();
    m_spec.checks.push_back(check);
}

} // namespace

ValidationSpec
ReadValidation(const ScenarioValue& value, const Experiment& experiment)
{
    return Reader(experiment).Read(value);
}

} // namespace ns3::planner
