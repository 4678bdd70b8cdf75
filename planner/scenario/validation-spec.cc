/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "validation-spec.h"

#include "planner/base/number-format.h"

#include <algorithm>
#include <cmath>

namespace ns3::planner
{

std::string
FittedParameter::TextOf(double number) const
{
    // Four digits: nothing published is known better.
    constexpr int DIGITS = 4;
    const double scale = std::pow(10, DIGITS - 1 - std::floor(std::log10(number)));
    const double rounded =
        whole ? std::max(1.0, std::round(number)) : std::round(number * scale) / scale;
    return FormatNumber(rounded) + (unit.empty() ? "" : " " + unit);
}

bool
FittedParameter::BelongsTo(const std::string& curve) const
{
    return std::find(curves.begin(), curves.end(), curve) != curves.end();
}

std::vector<InputSetting>
ValidationSpec::GetCalibration(const std::string& curve) const
{
    std::vector<InputSetting> settings;
    for (const auto& parameter : parameters)
    {
        if (parameter.BelongsTo(curve))
        {
            for (const auto& place : parameter.places)
            {
                settings.push_back(
                    InputSetting::From("validation.calibrate." + parameter.name + ":",
                                       place.path,
                                       parameter.TextAt(place)));
            }
        }
    }
    return settings;
}

} // namespace ns3::planner
