/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_RUN_START_H
#define IPSEC_OFFLOAD_PLANNER_RUN_START_H

#include "population.h"

#include "planner/scenario/scenario.h"

#include "ns3/ipsec-pico-time.h"

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * Set up the SAs. When traffic starts after the offers, simulates until all workers are idle.
 * @param scenario the scenario
 * @param population its SAs
 * @return when traffic starts
 */
Ps EstablishAndStart(const Scenario& scenario, Population& population);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_RUN_START_H */
