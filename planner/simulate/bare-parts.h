/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_BARE_PARTS_H
#define IPSEC_OFFLOAD_PLANNER_BARE_PARTS_H

#include "scenario-run.h"

#include "ns3/ipsec-node.h"
#include "ns3/offload-interface.h"

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * @param planned a node
 * @return its IPsec, with kernel profile and host, but without an ns-3 node; nullptr when the plan
 * gives it none
 */
Ptr<IpsecNode> MakeBareNode(const PlannedNode& planned);

/**
 * @ingroup ipsec-offload
 * Configure a NIC that has no ns-3 device, and make it known to its node.
 * @param run whose NIC
 * @param end the NIC
 * @param link over which it sends
 * @return its interface; nullptr when its node has no IPsec
 */
Ptr<OffloadInterface> ConfigureBareNic(const ScenarioRun& run,
                                       const ScenarioRun::LinkEnd& end,
                                       const LinkSpec& link);

/**
 * @ingroup ipsec-offload
 * Let all nodes and NICs without ns-3 nodes let go of each other.
 * @param run whose
 */
void DisposeBareParts(const ScenarioRun& run);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_BARE_PARTS_H */
