/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_CLOSED_FORM_SCOPE_H
#define IPSEC_OFFLOAD_PLANNER_CLOSED_FORM_SCOPE_H

#include "planner/scenario/scenario.h"

#include <string>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * Can the closed form say what comes out? It knows no time, so nothing may change once traffic
 * flows, every packet must find an SA and be one packet on its whole way; nor does it know what
 * cores, memory and accelerator of a host do to each other, nor stages of a NIC beside its context
 * fetches, its ceilings, its ciphers and the wire: PCIe, several ports on a card, caches of sets.
 * @param scenario a scenario, resolved for a point: other points may differ
 * @return what it has that the closed form does not know, in words; empty when there is nothing
 */
std::string FindClosedFormObstacle(const Scenario& scenario);

/**
 * @ingroup ipsec-offload
 * Can the closed form's rates be used between two events of the control plane, when that is
 * simulated (FluidRates)? Then SAs may be rekeyed and refused, and die.
 * @param scenario a scenario, resolved for a point
 * @return what it has that rates are not enough for, in words; empty when there is nothing
 */
std::string FindRateObstacle(const Scenario& scenario);

/**
 * @ingroup ipsec-offload
 * @param scenario a scenario, resolved for a point
 * @return true when a kernel may drop what ESP makes too long for a link, instead of sending
 * fragments (R121, R131)
 */
bool MayDropLongEsp(const Scenario& scenario);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_CLOSED_FORM_SCOPE_H */
