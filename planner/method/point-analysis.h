/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_POINT_ANALYSIS_H
#define IPSEC_OFFLOAD_PLANNER_POINT_ANALYSIS_H

#include "control-load.h"
#include "queue-delay.h"

#include "planner/analytic/closed-form.h"
#include "planner/analytic/context-misses.h"
#include "planner/scenario/scenario.h"

#include <optional>
#include <string>
#include <vector>

namespace ns3::planner
{

/// What closed forms alone say of a point.
struct PointAnalysis
{
    double offered{0};                      //!< bit/s of clear IP
    std::optional<ClosedFormPoint> carried; //!< what comes out; none: see obstacles
    std::vector<QueueDelay> queues;         //!< of the measured node and link; none without carried
    std::optional<ContextMisses> misses; //!< of the NIC's context cache; none: it has no cache, or
                                         //!< one that the closed form does not know
    ControlLoad control;                 //!< of the NIC's command channel
    std::optional<double> overshoot;     //!< octets beyond a hard limit at most; infinite: no bound
    std::vector<std::string> obstacles;  //!< what is not said, and why, in sentences
    std::vector<std::string> assumptions; //!< under which the rest is said, in sentences
};

/**
 * @ingroup ipsec-offload
 * Work out what can be said of a point without a simulation. What the closed form does not know
 * makes it silent about the data plane, with the reason; rekeying and hard lifetimes do not: then
 * it speaks of the time between two rekeys, and says so.
 * @param scenario a point
 * @return all of it
 */
PointAnalysis Analyze(const Scenario& scenario);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_POINT_ANALYSIS_H */
