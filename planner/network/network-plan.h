/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_NETWORK_PLAN_H
#define IPSEC_OFFLOAD_PLANNER_NETWORK_PLAN_H

#include "address-plan.h"
#include "flow-plan.h"
#include "route-plan.h"

#include "planner/scenario/scenario.h"
#include "planner/topology/network-graph.h"
#include "planner/topology/protected-path.h"

#include "ns3/ipsec-ip-address.h"
#include "ns3/nic-profile.h"
#include "ns3/security-policy.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ns3::planner
{

/// A node to build.
struct PlannedNode
{
    std::string name;
    NodeKind kind;
    std::shared_ptr<const NodeSpec> spec; //!< only for IPSEC
    std::vector<IpAddress> addresses;     //!< of clients or tunnels, beside those of its links
    std::string role{};                   //!< only for IPSEC: in the scenario
    std::vector<uint32_t> links{};        //!< its links by number
};

/// A link to build. Its NICs are the next ones of their nodes.
struct PlannedLink
{
    uint32_t near; //!< node
    uint32_t far;  //!< node
    LinkSpec link;
    NicProfile nearNic;
    NicProfile farNic;
    LinkAddresses addresses;
    std::optional<LinkAddresses> second{}; //!< where tunnels change their addresses

    /** @return all addresses of its ends */
    std::vector<LinkAddresses> GetAddresses() const;
};

/// A node with SAs, and the link over which the traffic of some of them goes.
struct PlannedEnd
{
    uint32_t node;
    uint32_t link;
    uint32_t port; //!< number of the link among those of the node that carry such traffic, from 1
};

/// The ends of a path.
struct PathEnds
{
    uint32_t near; //!< the sender's, as its number in NetworkPlan::ends
    uint32_t far;  //!< the receiver's
};

/**
 * @ingroup ipsec-offload
 * Nodes, links and routes of a scenario: what both fidelities build. Nodes and links are those of
 * its graph; the first node is the measured one, the first link the measured one.
 */
struct NetworkPlan
{
    std::vector<PlannedNode> nodes;
    std::vector<PlannedLink> links;
    std::vector<PlannedEnd> ends;   //!< each once; the first one is the measured node's
    std::vector<PathEnds> pathEnds; //!< by path
    std::vector<PlannedRoute> routes;
    std::vector<uint32_t> uplinks;    //!< the measured node's links, by port; routes take the first
    std::vector<uint32_t> senders;    //!< node of each source of the flow plan
    std::vector<ProtectedPath> paths; //!< see PlannedMember::peer
};

/**
 * @ingroup ipsec-offload
 * @param scenario the scenario, resolved for a point
 * @param flows its flows
 * @return its network
 */
NetworkPlan MakeNetworkPlan(const Scenario& scenario, const FlowPlan& flows);

/**
 * @param network a network
 * @param flows its flows
 * @param source a source
 * @param flow one of its flows
 * @param port by which the measured node sends, from 1
 * @return the links that its datagrams take, in order
 */
std::vector<uint32_t> GetPath(const NetworkPlan& network,
                              const FlowPlan& flows,
                              const PlannedSource& source,
                              const PlannedFlow& flow,
                              uint32_t port = 1);

/**
 * @param network a network
 * @param flows its flows
 * @param source a source
 * @param flow one of its flows
 * @return the node where its datagrams end
 */
uint32_t GetDestination(const NetworkPlan& network,
                        const FlowPlan& flows,
                        const PlannedSource& source,
                        const PlannedFlow& flow);

/**
 * The name that a node's offload infrastructure has for a NIC, in both fidelities.
 * @param profile the NIC
 * @param number of the device on its node, from 1
 * @return "nic1", or "eth1" for one without IPsec
 */
std::string GetInterfaceName(const NicProfile& profile, uint32_t number);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_NETWORK_PLAN_H */
