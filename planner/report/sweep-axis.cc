/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "sweep-axis.h"

#include "model/profile/units.h"

#include <algorithm>

namespace ns3::planner
{

namespace
{

/// Values that span such a factor are drawn in powers of ten.
constexpr double LOGARITHMIC = 100;

} // namespace

SweepAxis::SweepAxis(const SweepSpec& sweep)
    : m_sweep(sweep),
      m_label(sweep.parameter)
{
    const auto& values = sweep.GetValues();
    const auto [least, greatest] =
        std::minmax_element(values.begin(), values.end(), [](const auto& a, const auto& b) {
            return a.value < b.value;
        });
    m_least = least->value;
    m_greatest = greatest->value;
    const auto quantity = sweep.isText ? std::nullopt : ParseQuantity(greatest->text);
    if (quantity && !quantity->unit.empty())
    {
        m_unit = quantity->GetFactor();
        m_label += " (" + quantity->unit + ")";
    }
}

bool
SweepAxis::IsLogarithmic() const
{
    return !m_sweep.isText && m_least > 0 && m_greatest >= LOGARITHMIC * m_least;
}

void
SweepAxis::Fit(Figure& figure) const
{
    figure.xMin = Of(m_least);
    figure.xMax = m_greatest > 0 ? Of(m_greatest) : 1;
    if (m_sweep.isText)
    {
        for (const auto& value : m_sweep.GetValues())
        {
            figure.xNames.push_back(value.text);
        }
    }
}

} // namespace ns3::planner
