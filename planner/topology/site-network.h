/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_SITE_NETWORK_H
#define IPSEC_OFFLOAD_PLANNER_SITE_NETWORK_H

#include "map-place.h"
#include "network-generator.h"
#include "network-parts.h"

#include "ns3/ipsec-pico-time.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ns3::planner
{

class NetworkGraph;

/// What stands at a node of a map.
enum class SiteKind : uint8_t
{
    SITE,    //!< a router, with a gateway and a traffic generator beside it
    ROUTER,  //!< a router
    GATEWAY, //!< a gateway, with a traffic generator beside it
    HOST     //!< the traffic generator of the one gateway that it is linked to
};

/// A node of a map.
struct SiteNode
{
    std::string name;                //!< its own
    SiteKind kind;                   //!< what stands there
    std::string role{"gateway"};     //!< of SITE and GATEWAY: the gateway's, in a scenario
    std::string site{};              //!< of GATEWAY: where it stands; of SITE: its name
    std::string kernel{};            //!< of the gateway, instead of the role's; empty: that
    std::string host{};              //!< likewise, a profile
    std::string nic{};               //!< likewise, a profile
    std::optional<MapPlace> place{}; //!< on a map; nothing: not known

    /** @return true where there is a gateway */
    bool HasGateway() const
    {
        return kind == SiteKind::SITE || kind == SiteKind::GATEWAY;
    }

    /** @return name of its gateway */
    std::string GetGatewayName() const
    {
        return kind == SiteKind::SITE ? name + "-gateway" : name;
    }
};

/// An edge of a map.
struct SiteEdge
{
    std::string name;               //!< "Paris - London", or the file's
    uint32_t near;                  //!< position of a node
    uint32_t far;                   //!< likewise
    std::optional<uint64_t> rate{}; //!< bit/s; none: that of the scenario's links.wan
    std::optional<Ps> delay{};      //!< likewise
    std::optional<uint32_t> mtu{};  //!< likewise
    uint32_t weight{1};             //!< of routes

    /** @return true when it differs from the scenario's links.wan */
    bool HasOwnValues() const
    {
        return rate || delay || mtu;
    }
};

/**
 * @ingroup ipsec-offload
 * A map of sites: what a file says of a network, or what a generator draws.
 */
struct SiteNetwork
{
    std::vector<SiteNode> nodes;     //!< in the order of the file
    std::vector<SiteEdge> edges;     //!< in the order of the file
    std::vector<SiteDemand> demands; //!< each pair once; none: no matrix is given
};

/**
 * @ingroup ipsec-offload
 * Read a map: GraphML (.graphml, .xml), Graphviz (.gv, .dot), or the text format of the REPETITA
 * collection (.graph). doc/planner.rst#network-files says which properties are understood.
 * @param file its name
 * @return the map, without demands
 * @throws InputError with all that is wrong
 */
SiteNetwork ReadSiteNetwork(const std::string& file);

/**
 * @ingroup ipsec-offload
 * Read what sites send to each other, in the text format of the REPETITA collection.
 * @param file its name; several demands between the same two nodes are summed up
 * @param network gets the demands
 * @throws InputError with all that is wrong
 */
void ReadSiteDemands(const std::string& file, SiteNetwork& network);

/**
 * @ingroup ipsec-offload
 * Build the graph of a map. The measured gateway is its first node; where it stands beside a
 * router, its link to that is the first link.
 * @param network the map
 * @param input what is there by role: of gateways, and of links "wan" (the edges of the map),
 * "access" (between a site's router and its gateway) and "lan" (between a gateway and its traffic
 * generator). An entry with the name of a gateway or an edge goes before that of the role
 * @param measured name of the site or gateway that is measured; empty: the first one
 * @return the graph
 */
NetworkGraph BuildSites(const SiteNetwork& network,
                        const GeneratorInput& input,
                        const std::string& measured);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_SITE_NETWORK_H */
