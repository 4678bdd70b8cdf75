/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "point-choice.h"

#include "model/profile/did-you-mean.h"

#include <stdexcept>
#include <vector>

namespace ns3::planner
{

std::string
ChooseCurve(const Experiment& experiment, const std::string& name)
{
    std::string known;
    std::vector<std::string> names;
    for (const auto& curve : experiment.curves)
    {
        if (name.empty() || curve.name == name)
        {
            return curve.name;
        }
        known += (known.empty() ? "" : ", ") + curve.name;
        names.push_back(curve.name);
    }
    throw std::runtime_error("--curve '" + name + "': expected one of " + known +
                             DidYouMean(name, names));
}

const SweepValue&
ChooseValue(const Experiment& experiment, const std::string& text)
{
    const auto& values = experiment.sweep.GetValues();
    if (text.empty())
    {
        return values.front();
    }
    if (const auto* value = experiment.sweep.FindText(text))
    {
        return *value;
    }
    std::string known;
    for (const auto& value : values)
    {
        known += (known.empty() ? "" : ", ") + value.text;
    }
    throw std::runtime_error("--value '" + text + "': expected one of " + known);
}

} // namespace ns3::planner
