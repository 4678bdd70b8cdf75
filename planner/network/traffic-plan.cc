/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "traffic-plan.h"

namespace ns3::planner
{

namespace
{

/// Streams that a source may use.
constexpr int64_t STREAMS_PER_SOURCE = 3;

} // namespace

Ptr<TrafficSource>
MakeTrafficSource(const FlowPlan& plan, uint32_t source, Ps start)
{
    TrafficSource::Config config = plan.sources[source].traffic;
    config.start = start;
    config.replay.stream = REPLAY_STREAM + (plan.sources[source].transmit ? 0 : 1);
    auto traffic = CreateObject<TrafficSource>();
    traffic->Configure(config);
    traffic->AssignStreams(SOURCE_STREAM + STREAMS_PER_SOURCE * source);
    return traffic;
}

} // namespace ns3::planner
