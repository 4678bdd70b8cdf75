/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "experiment.h"

#include "assumed-values.h"
#include "scenario-reader.h"

#include "model/profile/units.h"
#include "planner/base/number-format.h"

#include "ns3/ipsec-input-error.h"

#include <algorithm>
#include <cmath>

namespace ns3::planner
{

bool
SweepSpec::Add(double value, const std::string& text)
{
    const InputNode
        nothing; // g++ 12 takes the place that a SweepValue begins with for uninitialized
    return Add(SweepValue{value, text, nothing.GetPlace(), nothing});
}

bool
SweepSpec::Add(const SweepValue& value)
{
    if (isText && FindText(value.text))
    {
        return false;
    }
    const bool isNew = m_numbers.emplace(value.value, m_values.size()).second;
    if (isNew)
    {
        m_values.push_back(value);
    }
    return isNew;
}

const SweepValue*
SweepSpec::Find(double value) const
{
    const auto number = m_numbers.find(value);
    return number == m_numbers.end() ? nullptr : &m_values[number->second];
}

const SweepValue*
SweepSpec::FindText(const std::string& text) const
{
    // The same number may be written in other ways: "1 s" and "1000 ms".
    constexpr double SAME = 1e-9;
    const auto wanted = isText ? std::nullopt : ParseQuantity(text);
    const auto found = std::find_if(m_values.begin(), m_values.end(), [&](const auto& known) {
        return known.text == text || (wanted && std::abs(wanted->GetBase() - known.value) <=
                                                    SAME * std::abs(known.value));
    });
    return found == m_values.end() ? nullptr : &*found;
}

std::string
SweepSpec::NameOf(double value) const
{
    return isText ? TextOf(value) : "";
}

std::string
SweepSpec::TextOf(double value) const
{
    const auto* known = Find(value);
    return known ? known->text : FormatPlain(value);
}

std::string
Experiment::GetSettingsText() const
{
    std::string list;
    for (const auto& setting : settings)
    {
        list += (list.empty() ? "" : ", ") + setting.path + "=" + setting.text;
    }
    return list;
}

std::string
Experiment::GetLabel() const
{
    const auto list = GetSettingsText();
    return list.empty() ? name : name + " with " + list;
}

void
Experiment::Override(const Overrides& numbers)
{
    if (numbers.replications != 0)
    {
        replications = numbers.replications;
    }
    if (numbers.packets != 0)
    {
        m_packets = numbers.packets;
        search.trialPackets = numbers.packets;
        first.traffic.LimitTo(numbers.packets);
        spotChecks.packets = std::min(spotChecks.packets, numbers.packets);
    }
}

void
Experiment::SetAssumedMargin(double margin)
{
    settings.push_back(InputSetting::From("assumed values", ASSUMED_KEY, FormatPlain(margin)));
}

bool
Experiment::HasAssumedMargin(const std::string& curve) const
{
    const auto set = GetSettings(curve, sweep.GetValues().front().value);
    return root.Find(ASSUMED_KEY) || std::any_of(set.begin(), set.end(), [](const auto& setting) {
               return setting.path == ASSUMED_KEY;
           });
}

Scenario
Experiment::At(const std::string& curve, double value) const
{
    Scenario scenario = reader->Read(GetSettings(curve, value));
    if (m_packets != 0)
    {
        scenario.traffic.LimitTo(m_packets);
    }
    return scenario;
}

std::string
Experiment::GetDocument(const std::string& curve, double value) const
{
    return reader->With(GetSettings(curve, value)).ToJson();
}

std::vector<InputSetting>
Experiment::GetSettings(const std::string& curve, double value) const
{
    const auto found = std::find_if(curves.begin(), curves.end(), [&curve](const auto& candidate) {
        return candidate.name == curve;
    });
    if (found == curves.end())
    {
        throw InputError({{file, 0, 0, curve, "the name of one of its curves"}});
    }
    const SweepValue* swept = sweep.Find(value);
    if (!swept)
    {
        throw InputError({{file, 0, 0, FormatPlain(value), "one of the sweep's values"}});
    }
    auto all = found->settings;
    if (validation)
    {
        const auto calibration = validation->GetCalibration(curve);
        all.insert(all.end(), calibration.begin(), calibration.end());
    }
    all.insert(all.end(), settings.begin(), settings.end());
    all.insert(all.end(), found->swept.begin(), found->swept.end());
    all.push_back({sweep.path, swept->text, sweep.place, swept->place, swept->node});
    all.insert(all.end(), swept->with.begin(), swept->with.end());
    return all;
}

} // namespace ns3::planner
