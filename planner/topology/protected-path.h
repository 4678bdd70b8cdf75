/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_PROTECTED_PATH_H
#define IPSEC_OFFLOAD_PLANNER_PROTECTED_PATH_H

#include "network-graph.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * Where the datagrams between the measured node's side and one node at the other end of its SAs go:
 * in clear to the node that protects them, as ESP to the one that undoes it, and on in clear. Links
 * are in the order in which a datagram takes them.
 */
struct ProtectedPath
{
    uint32_t sourceHost;           //!< node where datagrams begin; the sender unless it forwards
    uint32_t sender;               //!< node that protects
    uint32_t receiver;             //!< node that unprotects
    uint32_t destinationHost;      //!< node where datagrams end; the receiver unless it forwards
    std::vector<uint32_t> before;  //!< links in front of the sender
    std::vector<uint32_t> between; //!< links from the sender to the receiver
    std::vector<uint32_t> after;   //!< links behind the receiver

    /** @return true when sender and receiver forward datagrams of others */
    bool IsForwarded() const
    {
        return sourceHost != sender;
    }

    /** @return the same path for what goes the other way */
    ProtectedPath GetReverse() const;

    /** @return all links from host to host */
    std::vector<uint32_t> GetLinks() const;
};

/**
 * @ingroup ipsec-offload
 * @param graph a network; its ends of SAs are either all hosts themselves, or all gateways with a
 * host beside each
 * @param measured role of the measured node, the sender of all paths
 * @param far role of the nodes at the other ends of its SAs
 * @return the paths to these nodes, in the order of the nodes' numbers; at least one
 */
std::vector<ProtectedPath> FindProtectedPaths(const NetworkGraph& graph,
                                              const std::string& measured,
                                              const std::string& far);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_PROTECTED_PATH_H */
