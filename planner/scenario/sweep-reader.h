/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_SWEEP_READER_H
#define IPSEC_OFFLOAD_PLANNER_SWEEP_READER_H

#include "experiment.h"
#include "scenario-map.h"

#include <string>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * Reads the parts of a scenario file that say at which points to simulate it: sweep, curves, spot
 * checks.
 */
class SweepReader
{
  public:
    /** @param experiment what to fill; must outlive this object, and has its first point */
    explicit SweepReader(Experiment& experiment);

    /** @param value the map "sweep" */
    void ReadSweep(const ScenarioValue& value);

    /** @param value the list "curves" */
    void ReadCurves(const ScenarioValue& value);

    /** Without "curves" there is one, named like the kernel of the measured node. */
    void AssumeOneCurve();

    /** Make a curve of each curve and each value of the grid's second parameter, if there is one.
     */
    void MakeGrid();

    /** @param value the map "spot-checks"; behind sweep and traffic */
    void ReadSpotChecks(const ScenarioValue& value);

  private:
    std::string PathOf(const std::string& parameter) const;
    void ReadAxis(ScenarioMap& map, SweepSpec& sweep);
    void ReadValues(const ScenarioValue& value, SweepSpec& sweep) const;
    void AddFailures(const ScenarioValue& value, bool ofNodes, SweepSpec& sweep) const;
    static void AddValue(const ScenarioValue& value, SweepSpec& sweep);
    void ReadPaired(const ScenarioValue& value);
    bool CheckPath(const ScenarioMap::Entry& entry) const;
    InputSetting SettingOf(const std::string& path,
                           const InputPlace& place,
                           const InputNode& node) const;

    Experiment& m_experiment; //!< what to fill
    SweepSpec m_grid;         //!< the second parameter of a grid
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_SWEEP_READER_H */
