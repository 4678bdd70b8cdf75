/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_WALK_COMMAND_H
#define IPSEC_OFFLOAD_PLANNER_WALK_COMMAND_H

#include "planner/simulate/step-recorder.h"
#include "planner/walk/walk-point.h"

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * Simulate a point of a scenario in lean fidelity up to the end of one packet. Once per process, as
 * RunPoint().
 * @param options which point and packet
 * @return the packet's steps
 * @throws InputError, std::runtime_error when there is no such point, SA or packet
 */
Walk WalkPacket(const WalkOptions& options);

/**
 * @ingroup ipsec-offload
 * Print a packet's steps, and draw them if wanted.
 * @param options what the command line says
 * @throws InputError, std::runtime_error
 */
void WalkCommand(const WalkOptions& options);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_WALK_COMMAND_H */
