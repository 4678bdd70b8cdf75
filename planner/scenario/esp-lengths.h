/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_ESP_LENGTHS_H
#define IPSEC_OFFLOAD_PLANNER_ESP_LENGTHS_H

#include "scenario.h"

#include <cstdint>

namespace ns3::planner
{

/// The longest packet of a scenario.
struct LongestPacket
{
    uint32_t clear;   //!< octets of IP as it is sent, of a segment where there are super-segments
    uint32_t withEsp; //!< octets of the ESP datagram
};

/**
 * @ingroup ipsec-offload
 * @param scenario one point
 * @param ipv6 of which family; the headers of a tunnel have the same
 * @return its longest packet
 */
LongestPacket FindLongestPacket(const Scenario& scenario, bool ipv6);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_ESP_LENGTHS_H */
