/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_TRAFFIC_PLAN_H
#define IPSEC_OFFLOAD_PLANNER_TRAFFIC_PLAN_H

#include "flow-plan.h"

#include "ns3/ipsec-pico-time.h"
#include "ns3/lean-traffic-source.h"

#include <cstdint>

namespace ns3::planner
{

/// First random stream of the order of establishment, and of the sources: fixed, so that both
/// fidelities draw the same numbers (doc/design.rst#rule-8).
static constexpr int64_t ORDER_STREAM = 1;
static constexpr int64_t SOURCE_STREAM = 100;
/// Random stream of the start's jitter.
static constexpr int64_t JITTER_STREAM = 2;
/// Random streams of who sends a recorded datagram, by direction.
static constexpr int64_t REPLAY_STREAM = 3;
/// First random stream of the NICs, two per link.
static constexpr int64_t NIC_STREAM = 10'000'000;
/// First random stream of ns-3's own stack.
static constexpr int64_t STACK_STREAM = 100'000;

/**
 * @ingroup ipsec-offload
 * @param plan the flows
 * @param source number of a source
 * @param start when its first gap begins
 * @return it, ready to send; the same arrivals for each call in a run
 */
Ptr<TrafficSource> MakeTrafficSource(const FlowPlan& plan, uint32_t source, Ps start);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_TRAFFIC_PLAN_H */
