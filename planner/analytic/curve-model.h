/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_CURVE_MODEL_H
#define IPSEC_OFFLOAD_PLANNER_CURVE_MODEL_H

#include "closed-form.h"

#include "planner/scenario/experiment.h"

#include <cstddef>
#include <functional>
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
 * The closed forms of one curve: one per value of the sweep, unless there is something at that
 * value that the closed form does not know (FindClosedFormObstacle()).
 */
class CurveModel
{
  public:
    /**
     * @param experiment what was simulated
     * @param curve name of one of its curves
     * @param advance is called after each value of the sweep
     * @throws InputError
     */
    CurveModel(const Experiment& experiment,
               const std::string& curve,
               const std::function<void()>& advance);

    /** @return name of the curve */
    const std::string& GetName() const
    {
        return m_name;
    }

    /** @return false when no value of the sweep has a closed form */
    bool HasForms() const
    {
        return !m_forms.empty();
    }

    /** @return by value of the sweep that has no closed form: what is in its way, in words */
    const std::map<double, std::string>& GetObstacles() const
    {
        return m_obstacles;
    }

    /**
     * @return true when all values of the sweep follow the same function of the offload ratio,
     * because the sweep moves nothing but the ratio
     */
    bool IsOneFunction() const
    {
        return m_isOneFunction;
    }

    /** @param value one of the sweep's @return its closed form, or null */
    const ClosedForm* Find(double value) const
    {
        const auto form = m_forms.find(value);
        return form == m_forms.end() ? nullptr : &form->second;
    }

    /**
     * @return the closed form of the last value that has one, which stands for all when
     * IsOneFunction(); only with HasForms()
     */
    const ClosedForm& GetLast() const
    {
        return m_forms.rbegin()->second;
    }

    /**
     * @param value one of the sweep's that has a closed form
     * @param ratio an offload ratio, as simulated there
     * @return what the closed form says there
     */
    ClosedFormPoint At(double value, double ratio) const;

    /** @return points of the curve's line */
    size_t CountLine() const;

    /**
     * @param advance is called after each point
     * @return the curve from its lowest to its highest ratio, or from value to value
     */
    std::vector<CurvePoint> GetLine(const std::function<void()>& advance = [] {}) const;

  private:
    void Add(const Experiment& experiment, double value);

    std::string m_name;                        //!< of the curve
    std::map<double, ClosedForm> m_forms;      //!< by value of the sweep
    std::map<double, std::string> m_obstacles; //!< see GetObstacles()
    bool m_isOneFunction{true};                //!< see IsOneFunction()
};

/**
 * @ingroup ipsec-offload
 * @param experiment what is simulated
 * @param advance is called after each value of each curve
 * @return the models of its curves, in its order
 */
std::vector<CurveModel> MakeCurveModels(
    const Experiment& experiment,
    const std::function<void()>& advance = [] {});

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_CURVE_MODEL_H */
