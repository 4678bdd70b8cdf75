/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "search-trial.h"

#include <algorithm>
#include <cmath>

namespace ns3::planner
{

namespace
{

/// Packets of a trial: fewer say little of random arrivals, more take many seconds.
constexpr uint64_t LEAST_PACKETS = 200'000;
constexpr uint64_t MOST_PACKETS = 2'000'000;

/// @param node one end @return packets that wait in it at most
uint64_t
CountQueued(const NodeSpec& node)
{
    const HostProfile& host = node.host;
    const uint64_t backlogs = uint64_t{host.cores} * host.backlog;
    const uint64_t lookaside = host.lookaside.algorithms.empty() ? 0 : host.lookaside.queue;
    return uint64_t{node.nic.ringSize} + node.nic.rxRingSize + backlogs + lookaside;
}

} // namespace

uint64_t
GetGreatestLoad(const Scenario& scenario)
{
    return static_cast<uint64_t>(
        std::llround(scenario.GetPacketRate() * 8 * scenario.GetMeanLength()));
}

uint64_t
CountQueued(const Scenario& scenario)
{
    return CountQueued(scenario.GetMeasured()) +
           CountQueued(scenario.nodes.at(scenario.GetFarRole()));
}

uint64_t
CountTrialPackets(const Scenario& scenario, const SearchSpec& search, uint64_t load)
{
    const uint64_t greatest =
        search.trialPackets != 0
            ? search.trialPackets
            : std::clamp(QUEUES_PER_TRIAL * CountQueued(scenario), LEAST_PACKETS, MOST_PACKETS);
    const double share = static_cast<double>(load) / static_cast<double>(GetGreatestLoad(scenario));
    return std::max<uint64_t>(
        1,
        static_cast<uint64_t>(std::llround(static_cast<double>(greatest) * share)));
}

} // namespace ns3::planner
