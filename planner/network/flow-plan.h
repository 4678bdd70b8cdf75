/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_FLOW_PLAN_H
#define IPSEC_OFFLOAD_PLANNER_FLOW_PLAN_H

#include "planner/scenario/scenario.h"

#include "ns3/ipsec-ip-address.h"
#include "ns3/lean-traffic-source.h"
#include "ns3/security-policy.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3::planner
{

/// A client of the measured node, or a tunnel to another gateway. Number 0 is the most popular one.
struct PlannedMember
{
    double share;     //!< of the traffic of a direction, of what its path's sender protects
    double backShare; //!< likewise, of what the receiver protects
    uint32_t peer;    //!< number of the path between the ends of its SAs
    bool ipv6;
    IpAddress near;      //!< address on the side of the path's sender, of the datagrams
    IpAddress far;       //!< address on the other side, of the datagrams
    IpPrefix nearPrefix; //!< what the policies say of them
    IpPrefix farPrefix;
    IpAddress outerNear; //!< ends of its SAs
    IpAddress outerFar;
    IpAddress nextNear; //!< the same after a change of addresses (AddressChangeSpec)
    IpAddress nextFar;
    uint32_t spiOut; //!< of the SA that the path's sender sends with
    uint32_t spiIn;
    uint32_t reqid;
};

/// One flow of a source: its datagrams' addresses and ports.
struct PlannedFlow
{
    uint32_t member;
    IpAddress source;
    IpAddress destination;
    uint16_t sourcePort;
    uint16_t destinationPort;
    double weight; //!< share of the direction's traffic
};

/// A node that sends: its flows and its part of the datagrams.
struct PlannedSource
{
    bool transmit;   //!< senders of paths protect it; otherwise receivers do
    uint32_t peer;   //!< number of a path at whose end it stands
    bool comesLater; //!< its members were the dead node's (FailoverSpec): begins when they come
    std::vector<PlannedFlow> flows;
    TrafficSource::Config traffic; //!< all but the start
};

/**
 * @ingroup ipsec-offload
 * Who sends what to whom: the same for both fidelities and for the closed form, and a function of
 * the scenario alone. Addresses are private ones and of the documentation prefix (RFC 1918, RFC
 * 3849).
 */
struct FlowPlan
{
    std::vector<PlannedMember> members;
    std::vector<PlannedSource> sources;
};

/// Protocol number of all flows of datagrams, and of those of super-segments.
static constexpr uint8_t PLANNED_PROTOCOL = 17;
static constexpr uint8_t PLANNED_SEGMENT_PROTOCOL = 6;

/**
 * @ingroup ipsec-offload
 * @param scenario a scenario, resolved for a point
 * @return its flows
 */
FlowPlan MakeFlowPlan(const Scenario& scenario);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_FLOW_PLAN_H */
