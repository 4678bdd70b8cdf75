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
#include <string>
#include <vector>

namespace ns3::planner
{

class NetworkGraph;

/// What a network is made of.
struct GeneratorInput
{
    const std::map<std::string, NodeSpec>& nodes;  //!< by role; absent: default values
    const std::map<std::string, LinkSpec>& links;  //!< by role; absent: default values
    const std::map<std::string, uint32_t>& counts; //!< by key; absent: 1
};

/// How many there are of something in a network.
struct GeneratorCount
{
    const char* key; //!< in the map "topology" of a scenario
    uint32_t most;   //!< at least there is one
};

/**
 * @ingroup ipsec-offload
 * Makes networks of one kind. Only it knows the shape: everybody else asks the graph.
 *
 * The measured node is the first node of the graph, and the link of its protected traffic the first
 * link. Ends of SAs are either hosts themselves, or gateways with a traffic generator beside each.
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

    /** @return roles of nodes that a scenario describes */
    std::vector<const char*> GetNodeRoles() const
    {
        return {measured, far};
    }
};

/** @return all generators; the first one is that of a scenario that names none */
const std::vector<NetworkGenerator>& GetNetworkGenerators();

/** @param name of a generator that there is @return the generator */
const NetworkGenerator& GetNetworkGenerator(const std::string& name);

/// The network, as a scenario says it.
struct TopologySpec
{
    const NetworkGenerator* generator{&GetNetworkGenerators().front()}; //!< never nullptr
    std::map<std::string, uint32_t> counts{};                           //!< by the generator's keys
    uint32_t frameOverhead{38}; //!< octets of the wire per IP packet (doc/design.rst#rule-12)
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_NETWORK_GENERATOR_H */
