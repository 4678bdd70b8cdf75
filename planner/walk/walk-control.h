/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_WALK_CONTROL_H
#define IPSEC_OFFLOAD_PLANNER_WALK_CONTROL_H

#include "walk-point.h"

#include "planner/simulate/step-recorder.h"

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * Follow the life of one SA of the measured node through a whole simulation in lean fidelity: ADD,
 * triggers, tasks of the worker, offers, commands of the driver, first packets of each kind,
 * counter reports, expiry, DELETE, the forget task and the freed slots. An SA that outlives the
 * scenario is deleted at its end, and the walk says so. Once per process.
 * @param options which point and SA; without an SPI the SA that is set up first
 * @return its life
 * @throws InputError, std::runtime_error when there is no such point or SA
 */
Walk WalkControl(const WalkOptions& options);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_WALK_CONTROL_H */
