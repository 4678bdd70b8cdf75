/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "traffic-plan.h"

#include <algorithm>

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
    auto traffic = CreateObject<TrafficSource>();
    traffic->Configure(config);
    traffic->AssignStreams(SOURCE_STREAM + STREAMS_PER_SOURCE * source);
    return traffic;
}

MeasuringWindow
MakeWindow(const FlowPlan& plan, Ps start, double warmUp)
{
    MeasuringWindow window{start, PS_NEVER, start, {}};
    TrafficArrival arrival{};
    for (uint32_t i = 0; i < plan.sources.size(); ++i)
    {
        const auto traffic = MakeTrafficSource(plan, i, start);
        while (traffic->Next(arrival))
        {
        }
        window.to = std::min(window.to, arrival.time);
        window.last = std::max(window.last, arrival.time);
    }
    window.from = start + static_cast<Ps>(warmUp * static_cast<double>(window.to - start));
    for (uint32_t i = 0; i < plan.sources.size(); ++i)
    {
        const auto traffic = MakeTrafficSource(plan, i, start);
        PacketOctets offered;
        while (traffic->Next(arrival) && arrival.time < window.to)
        {
            if (arrival.time < window.from)
            {
                continue;
            }
            const auto& flow = plan.sources[i].flows[arrival.flow];
            const SegmentCut cut = traffic->GetCut(arrival, flow.source.IsIpv4() ? 20 : 40);
            for (uint32_t segment = 0; segment < cut.GetCount(); ++segment)
            {
                offered.Add(cut.GetLength(segment));
            }
        }
        window.offered.push_back(offered);
    }
    return window;
}

} // namespace ns3::planner
