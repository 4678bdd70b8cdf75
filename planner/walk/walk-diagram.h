/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_WALK_DIAGRAM_H
#define IPSEC_OFFLOAD_PLANNER_WALK_DIAGRAM_H

#include "planner/simulate/step-recorder.h"

#include <string>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * Draw a walk as a sequence diagram: one lifeline per object, grouped by node, one row per step
 * with its time on the left and its words on the right, so that no text can meet another. Follows
 * the reader's choice of a light or dark page.
 * @param walk the walk, at least one step
 * @return an SVG file
 */
std::string DrawWalk(const Walk& walk);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_WALK_DIAGRAM_H */
