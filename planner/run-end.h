/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_RUN_END_H
#define IPSEC_OFFLOAD_PLANNER_RUN_END_H

#include "population.h"
#include "scenario.h"
#include "traffic-plan.h"

#include "ns3/pico-time.h"

#include <functional>

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

/**
 * @ingroup ipsec-offload
 * Stop the simulator when the last packet has arrived or is lost. The instants at which it looks
 * are those of the window alone, so that both fidelities end at the same time.
 * @param window when it is measured
 * @param start when traffic started
 * @param isDone true when no packet is under way
 */
void StopWhen(const MeasuringWindow& window, Ps start, std::function<bool()> isDone);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_RUN_END_H */
