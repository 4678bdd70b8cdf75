/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_TIMELINE_FIGURES_H
#define IPSEC_OFFLOAD_PLANNER_TIMELINE_FIGURES_H

#include "point-figures.h"

#include "planner/scenario/experiment.h"
#include "planner/sweep/results.h"

#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * What changes along the time, one line per curve and value of the sweep, means over the
 * replications: the offload ratio; the slots in use, with rekeys below; the octets that NICs have
 * counted and not reported, with how far an SA is beyond its limit of octets below. Slots and
 * counters are left out where there never are any.
 * @param experiment one with a timeline
 * @param records its results
 * @return the figures, named as in TIMELINE_FIGURES; the first one is always there
 */
NamedFigures<Figure> MakeTimelineFigures(const Experiment& experiment,
                                         const std::vector<PointRecord>& records);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_TIMELINE_FIGURES_H */
