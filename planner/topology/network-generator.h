/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_NETWORK_GENERATOR_H
#define IPSEC_OFFLOAD_PLANNER_NETWORK_GENERATOR_H

#include "network-parts.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace ns3::planner
{

class NetworkGraph;
struct SiteNetwork;

/// What a network is made of.
struct GeneratorInput
{
    const std::map<std::string, NodeSpec>& nodes;  //!< by role; absent: default values
    const std::map<std::string, LinkSpec>& links;  //!< by role; absent: default values
    const std::map<std::string, uint32_t>& counts; //!< by key; absent: GeneratorCount::otherwise
    const std::map<std::string, double>& shares;   //!< by key; absent: GeneratorShare::otherwise
    const SiteNetwork* sites{nullptr};             //!< of a file; nullptr: a generator draws them
    const std::string& measured;                   //!< name of the measured site; empty: the first
    uint32_t seed{1};                              //!< of what is drawn
};

/// How many there are of something in a network.
struct GeneratorCount
{
    const char* key;       //!< in the map "topology" of a scenario
    uint32_t most;         //!< greatest
    uint32_t least{1};     //!< smallest
    uint32_t otherwise{1}; //!< when a scenario does not say it
};

/// A share that shapes a network.
struct GeneratorShare
{
    const char* key;  //!< in the map "topology" of a scenario
    double otherwise; //!< when a scenario does not say it
};

/**
 * @ingroup ipsec-offload
 * Makes networks of one kind. Only it knows the shape: everybody else asks the graph.
 *
 * The measured node is the first node of the graph, and the link of its protected traffic the first
 * link (of a file whose gateways have links of their own, one of theirs). Ends of SAs are either
 * hosts themselves, or gateways with a traffic generator beside each.
 */
struct NetworkGenerator
{
    const char* name;                   //!< "kind" of the map "topology"
    const char* measured;               //!< role of the measured node
    const char* far;                    //!< role of the nodes at the other ends of its SAs
    const char* measuredLink;           //!< role of the link of its protected traffic
    std::vector<const char*> links;     //!< roles that a scenario describes
    std::vector<GeneratorCount> counts; //!< what it can be told
    NetworkGraph (*make)(const GeneratorInput& input); //!< makes a network
    std::vector<GeneratorShare> shares{};              //!< what else it can be told

    /** @return roles of nodes that a scenario describes */
    std::vector<const char*> GetNodeRoles() const
    {
        return AreSites() ? std::vector<const char*>{measured}
                          : std::vector<const char*>{measured, far};
    }

    /** @return true when each gateway stands at a site, and any two may have tunnels */
    bool AreSites() const
    {
        return std::string(measured) == far;
    }
};

/** @return all generators; the first one is that of a scenario that names none */
const std::vector<NetworkGenerator>& GetNetworkGenerators();

/** @return what makes networks of files: no kind that a scenario names */
const NetworkGenerator& GetFileGenerator();

/** @param name of a generator that there is @return the generator */
const NetworkGenerator& GetNetworkGenerator(const std::string& name);

/// The network, as a scenario says it.
struct TopologySpec
{
    const NetworkGenerator* generator{&GetNetworkGenerators().front()}; //!< never nullptr
    std::map<std::string, uint32_t> counts{};                           //!< by the generator's keys
    std::map<std::string, double> shares{};                             //!< likewise
    uint32_t frameOverhead{38}; //!< octets of the wire per IP packet (doc/design.rst#rule-12)

    // Of networks of sites
    std::shared_ptr<const SiteNetwork> sites{};     //!< of a file; nullptr: a generator draws them
    std::string measured{};                         //!< name of a site; empty: the first one
    TunnelPlacement tunnels{TunnelPlacement::MESH}; //!< between which sites
    std::vector<SiteDemand> demands{};              //!< of DEMANDS
    double forward{0};              //!< bit/s that the matrix wants from senders to receivers
    double backward{0};             //!< likewise, the other way
    std::string failure{};          //!< name of the link or node that is down
    double spread{1};               //!< tunnels in all, per tunnel of the measured gateway
    std::string measuredRole{};     //!< instead of the generator's
    std::string farRole{};          //!< likewise
    std::string measuredLinkRole{}; //!< likewise

    /** @return true when tunnels have other ends than the measured gateway alone */
    bool HasManySenders() const
    {
        return generator->AreSites() && tunnels != TunnelPlacement::STAR;
    }

    /** @return true when a matrix says what is sent */
    bool HasDemands() const
    {
        return generator->AreSites() && tunnels == TunnelPlacement::DEMANDS;
    }
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_NETWORK_GENERATOR_H */
