/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_WALK_LOST_H
#define IPSEC_OFFLOAD_PLANNER_WALK_LOST_H

#include "walk-point.h"

#include "planner/simulate/step-recorder.h"

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * Follow the first of the packets that were sent in the window of a run and lost. The point is
 * simulated twice in lean fidelity: once as a run does it, to learn which packet that is, and once
 * more up to its end. Once per process, as RunPoint().
 * @param options which point, and why the packet is lost
 * @return the packet's steps
 * @throws InputError, std::runtime_error when there is no such point, reason or packet
 */
Walk WalkLostPacket(const WalkOptions& options);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_WALK_LOST_H */
