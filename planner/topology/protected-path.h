/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_PROTECTED_PATH_H
#define IPSEC_OFFLOAD_PLANNER_PROTECTED_PATH_H

#include "network-graph.h"
#include "network-parts.h"

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
    double forward{0};             //!< bit/s that a demand matrix wants this way
    double backward{0};            //!< likewise, the other way

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

/**
 * @ingroup ipsec-offload
 * The paths of tunnels between the gateways of a graph. Of two gateways, the one with the smaller
 * number is the sender. Where sites have several gateways, each of one has a tunnel to each of the
 * other, and what a matrix says of the sites is divided evenly.
 * Who cannot reach each other has no tunnel.
 * @param graph a network whose nodes with IPsec are gateways of sites, with a traffic generator
 * beside each
 * @param placement which tunnels there are
 * @param demands what sites send to each other; for DEMANDS
 * @return the paths, in the order of senders and receivers
 */
std::vector<ProtectedPath> FindTunnelPaths(const NetworkGraph& graph,
                                           TunnelPlacement placement,
                                           const std::vector<SiteDemand>& demands);

/**
 * @ingroup ipsec-offload
 * @param graph a network
 * @param path one of its paths
 * @return octets of IP that fit the links from the sender to the receiver, in order
 */
std::vector<uint32_t> GetMtusBetween(const NetworkGraph& graph, const ProtectedPath& path);

/**
 * @ingroup ipsec-offload
 * @param graph a network of sites
 * @param paths of its tunnels
 * @return by path, its part of what its two sites send to each other: 1, less where they have
 * several gateways
 */
std::vector<double> GetPairShares(const NetworkGraph& graph,
                                  const std::vector<ProtectedPath>& paths);

/**
 * @ingroup ipsec-offload
 * @param graph a network of sites
 * @return in words, which two gateways of different sites cannot reach each other; empty: all can
 */
std::string FindSevered(const NetworkGraph& graph);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_PROTECTED_PATH_H */
