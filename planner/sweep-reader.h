/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_SWEEP_READER_H
#define IPSEC_OFFLOAD_PLANNER_SWEEP_READER_H

#include "scenario.h"
#include "yaml-input.h"

#include <string>
#include <utility>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * Reads the parts of a scenario file that say at which points to simulate it: sweep, curves, spot
 * checks. Remembers where in the file they stand, since a wrong value shows only when it is put in.
 */
class SweepReader
{
  public:
    /// A value that a curve or the sweep puts into the scenario.
    struct Put
    {
        std::string path;
        YAML::Node value;
        YAML::Mark pathMark;
        YAML::Mark valueMark;
    };

    /** @param scenario what to fill; must outlive this object */
    explicit SweepReader(Scenario& scenario);

    /** @param value the map "sweep" */
    void ReadSweep(const InputValue& value);

    /** @param value the list "curves" */
    void ReadCurves(const InputValue& value);

    /** Without "curves" there is one, named like the kernel of the measured node. */
    void AssumeOneCurve();

    /** @param value the map "spot-checks"; behind sweep and traffic */
    void ReadSpotChecks(const InputValue& value);

    /**
     * @param curve a curve of the scenario itself, not a copy
     * @return what it puts into the file
     */
    std::vector<Put> PutsOf(const CurveSpec& curve) const;

    /**
     * @param value a value of the sweep of the scenario itself, not a copy
     * @return what it puts into the file
     */
    Put PutOf(const SweepValue& value) const;

  private:
    std::string PathOf(const std::string& parameter) const;
    void ReadValues(const InputValue& value);
    void AddValue(const InputValue& value);
    void ReadRange(const InputValue& value);

    Scenario& m_scenario;                 //!< what to fill
    YAML::Mark m_parameterMark;           //!< where the sweep's parameter stands
    std::vector<YAML::Mark> m_valueMarks; //!< where the sweep's values stand
    std::vector<std::vector<std::pair<YAML::Mark, YAML::Mark>>>
        m_settingMarks; //!< where the curves' settings stand: path and value
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_SWEEP_READER_H */
