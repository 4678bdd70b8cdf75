/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_TRAFFIC_MIXES_H
#define IPSEC_OFFLOAD_PLANNER_TRAFFIC_MIXES_H

#include "ns3/lean-traffic-source.h"

#include <string>
#include <vector>

namespace ns3::planner
{

/// A mix of datagram lengths that scenarios can name.
struct TrafficMix
{
    const char* name;
    const char* source;                          //!< where it was published
    std::vector<TrafficSource::SizeShare> sizes; //!< octets of IP and shares of packets

    /** @return mean length of its packets, octets of IP */
    double GetMeanLength() const;
};

/** @ingroup ipsec-offload @return all mixes */
const std::vector<TrafficMix>& GetTrafficMixes();

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_TRAFFIC_MIXES_H */
