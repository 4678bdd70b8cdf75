/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_SCENARIO_REMARKS_H
#define IPSEC_OFFLOAD_PLANNER_SCENARIO_REMARKS_H

#include "planner/scenario/experiment.h"

#include <string>
#include <vector>

namespace ns3::planner
{

/// What somebody should know before a valid scenario is simulated.
struct ScenarioRemark
{
    bool isWarning;   //!< it can hardly be meant; otherwise it is good to know
    std::string text; //!< one sentence, no capital in front and no dot behind

    /** @param other another one @return true when it says the same */
    bool operator==(const ScenarioRemark& other) const
    {
        return isWarning == other.isWarning && text == other.text;
    }
};

/**
 * @ingroup ipsec-offload
 * @param remark a remark
 * @param file of the scenario
 * @return both in a line for a terminal, without its end
 */
std::string ToLine(const ScenarioRemark& remark, const std::string& file);

/**
 * @ingroup ipsec-offload
 * @param scenario one point
 * @return what stands out there: NICs that take none of the SAs, ESP above an MTU, what would
 * happen after the end, a load above the link
 */
std::vector<ScenarioRemark> FindRemarks(const Scenario& scenario);

/**
 * @ingroup ipsec-offload
 * @param experiment a valid one
 * @return what stands out at its points, and in its sweep: each once, and at how many points it is
 * so where that is not all of them
 */
std::vector<ScenarioRemark> FindRemarks(const Experiment& experiment);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_SCENARIO_REMARKS_H */
