/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_VALIDATION_OUTCOME_H
#define IPSEC_OFFLOAD_PLANNER_VALIDATION_OUTCOME_H

#include "planner/scenario/experiment.h"
#include "planner/sweep/results.h"
#include "planner/sweep/statistics.h"

#include <string>
#include <vector>

namespace ns3::planner
{

/// A measured point beside the model.
struct ComparedPoint
{
    const MeasuredPoint* measured; //!< of the scenario
    double model;                  //!< what the method would read off the model, base units
    double error;                  //!< model over measured less 1, or model less measured
};

/// What came of a check.
struct CheckOutcome
{
    std::string text; //!< what was asked and what there is
    bool isMet;
};

/**
 * @ingroup ipsec-offload
 * What a simulation's metric would be in the measurement: with the octets that the measured rate
 * counts, and read off at the load steps that were measured (the highest step whose loss is still
 * allowed). A step above the capacity is taken to carry the capacity.
 * @param spec what was measured
 * @param group replications of a point
 * @return in base units
 */
double ReadOff(const ValidationSpec& spec, const PointGroup& group);

/**
 * @ingroup ipsec-offload
 * The same without the load steps: what a fit needs, which cannot stand on a staircase.
 * @param spec what was measured
 * @param group replications of a point
 * @return in base units
 */
double ReadOffSmooth(const ValidationSpec& spec, const PointGroup& group);

/**
 * @ingroup ipsec-offload
 * Model against measurement.
 */
class ValidationOutcome
{
  public:
    /**
     * @param experiment with a validation; must outlive this object
     * @param records its results; must outlive this object
     */
    ValidationOutcome(const Experiment& experiment, const std::vector<PointRecord>& records);

    /** @return the points, in the order of the file */
    const std::vector<ComparedPoint>& GetPoints() const
    {
        return m_points;
    }

    /** @return the checks, in the order of the file */
    const std::vector<CheckOutcome>& GetChecks() const
    {
        return m_checks;
    }

    /**
     * @param curve of which; empty: all
     * @return mean of the absolute errors of predicted points; NaN without any
     */
    double GetMeanError(const std::string& curve) const;

    /** @param curve of which; empty: all @return how many points are predicted */
    size_t CountPredicted(const std::string& curve) const;

    /** @param curve which @param value of the sweep @return the model there; NaN: not simulated */
    double GetModel(const std::string& curve, double value) const;

  private:
    CheckOutcome Check(const ValidationCheck& check) const;
    CheckOutcome CheckOrder(const ValidationCheck& check) const;
    CheckOutcome CheckRatio(const ValidationCheck& check) const;
    CheckOutcome CheckFlat(const ValidationCheck& check) const;
    double MostError(const std::string& curve) const;
    std::string InWords(double error) const;

    const Experiment& m_experiment;      //!< what was simulated
    const ValidationSpec& m_spec;        //!< what was measured
    std::vector<PointGroup> m_groups;    //!< results
    std::vector<ComparedPoint> m_points; //!< see GetPoints()
    std::vector<CheckOutcome> m_checks;  //!< see GetChecks()
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_VALIDATION_OUTCOME_H */
