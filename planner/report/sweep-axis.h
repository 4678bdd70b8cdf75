/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_SWEEP_AXIS_H
#define IPSEC_OFFLOAD_PLANNER_SWEEP_AXIS_H

#include "figure.h"

#include "planner/scenario/experiment.h"

#include <string>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * The x axis of a figure over the values of a sweep: in the unit in which the file writes the
 * greatest one, logarithmic where they span two powers of ten, with names where they are no
 * numbers.
 */
class SweepAxis
{
  public:
    /** @param sweep what is varied; must outlive this object */
    explicit SweepAxis(const SweepSpec& sweep);

    /** @param value one of the sweep's @return where it is */
    double Of(double value) const
    {
        return value / m_unit;
    }

    /** @return the parameter and its unit */
    const std::string& GetLabel() const
    {
        return m_label;
    }

    /** @return true when powers of ten suit the values */
    bool IsLogarithmic() const;

    /** @param figure gets the ends of its x axis, and the names on it */
    void Fit(Figure& figure) const;

  private:
    const SweepSpec& m_sweep; //!< what is varied
    double m_unit{1};         //!< base units per unit
    std::string m_label;      //!< see GetLabel()
    double m_least{0};        //!< least value
    double m_greatest{0};     //!< greatest value
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_SWEEP_AXIS_H */
