/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_FIDELITY_CHOICE_H
#define IPSEC_OFFLOAD_PLANNER_FIDELITY_CHOICE_H

#include "planner/base/point.h"
#include "planner/scenario/experiment.h"
#include "planner/sweep/results.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3::planner
{

/// Packets of a run, of both directions, up to which it is simulated in lean fidelity if nothing
/// else is said: some minutes.
static constexpr uint64_t MOST_LEAN_PACKETS = 300'000'000;

/// Packets of a run beyond which it is not simulated in lean fidelity at all: hours.
static constexpr uint64_t MOST_PACKETS_AT_ALL = 10'000'000'000;

/**
 * @ingroup ipsec-offload
 * Give points the fidelity that their scenarios ask for (FidelityChoice). By itself a run becomes
 * fluid when all of it is measured, it has more packets than MOST_LEAN_PACKETS, and rates are
 * enough for it (FindFluidObstacle()).
 * @param experiment what is simulated
 * @param points some of its points; those in lean fidelity that are no trials may get another one
 * @throws InputError where fluid fidelity is asked for or needed, and rates are not enough
 */
void ChooseFidelities(const Experiment& experiment, std::vector<PointSpec>& points);

/**
 * @ingroup ipsec-offload
 * @param experiment what was run
 * @param records its results
 * @return which points are of fluid fidelity, and what they do not have; empty when none is
 */
std::string DescribeFidelities(const Experiment& experiment,
                               const std::vector<PointRecord>& records);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_FIDELITY_CHOICE_H */
