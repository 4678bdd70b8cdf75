/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_CURVE_MODEL_H
#define IPSEC_OFFLOAD_PLANNER_CURVE_MODEL_H

#include "closed-form.h"
#include "scenario.h"

#include <map>
#include <string>
#include <vector>

namespace ns3::planner
{

/// A point of a curve, and the closed form that gave it.
struct CurvePoint
{
    ClosedFormPoint point;
    const ClosedForm* form;
};

/**
 * @ingroup ipsec-offload
 * The closed forms of one curve: one per value of the sweep.
 */
class CurveModel
{
  public:
    /**
     * @param scenario the scenario
     * @param curve name of one of its curves
     * @throws InputError
     */
    CurveModel(const Scenario& scenario, const std::string& curve);

    /** @return name of the curve */
    const std::string& GetName() const
    {
        return m_name;
    }

    /**
     * @return true when all values of the sweep follow the same function of the offload ratio,
     * because the sweep moves nothing but the ratio
     */
    bool IsOneFunction() const
    {
        return m_isOneFunction;
    }

    /** @param value one of the sweep's @return its closed form */
    const ClosedForm& Of(double value) const
    {
        return m_forms.at(value);
    }

    /** @return the closed form of the last value, which stands for all when IsOneFunction() */
    const ClosedForm& GetLast() const
    {
        return m_forms.rbegin()->second;
    }

    /**
     * @param value one of the sweep's
     * @param ratio an offload ratio, as simulated there
     * @return what the closed form says there
     */
    ClosedFormPoint At(double value, double ratio) const;

    /** @return the curve from its lowest to its highest ratio, or from value to value */
    std::vector<CurvePoint> GetLine() const;

  private:
    std::string m_name;                   //!< of the curve
    std::map<double, ClosedForm> m_forms; //!< by value of the sweep
    bool m_isOneFunction{true};           //!< see IsOneFunction()
};

/**
 * @ingroup ipsec-offload
 * @param scenario a scenario
 * @return the models of its curves, in its order
 */
std::vector<CurveModel> MakeCurveModels(const Scenario& scenario);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_CURVE_MODEL_H */
