/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_SITE_READER_H
#define IPSEC_OFFLOAD_PLANNER_SITE_READER_H

#include "scenario-map.h"
#include "scenario.h"

#include "model/profile/yaml-input.h"
#include "planner/topology/site-network.h"

#include "ns3/ipsec-profiles.h"

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * Reads the parts of a scenario file that speak of a network of sites: the file with its map, and
 * what its gateways and links are. A file is read once, however many points name it.
 */
class SiteReader
{
  public:
    /** @param scenarioFolder where the scenario lies: names of files begin there */
    explicit SiteReader(std::string scenarioFolder);

    /**
     * The keys file, demands, tunnels and measured.
     * @param map the map "topology"; complaints go there
     * @param topology gets what they say
     * @throws InputError when there is a file and it cannot be read: nothing else of the scenario
     * can be understood without it
     */
    void ReadTopology(ScenarioMap& map, TopologySpec& topology);

    /**
     * @param topology a network of a file
     * @return roles of links that a scenario has to describe: those of edges that say nothing of
     * themselves, and those that a file has not got
     */
    static std::set<std::string> GetLinkRoles(const TopologySpec& topology);

    /** @param topology a network of a file @return roles of its gateways */
    static std::set<std::string> GetNodeRoles(const TopologySpec& topology);

    /// What reads the name of a profile into a node.
    using ProfileTaker = std::function<void(const ScenarioValue&, IpsecProfileKind, NodeSpec&)>;

    /**
     * Add what single edges and gateways of a file say of themselves to what there is by role, and
     * work out what follows from the whole network.
     * @param value the map "topology"; complaints go there
     * @param scenario has topology, links and nodes
     * @param take reads profiles
     */
    static void Complete(const ScenarioValue& value, Scenario& scenario, const ProfileTaker& take);

    /** @return names of the files that were read */
    std::set<std::string> GetFiles() const;

  private:
    bool ReadFile(ScenarioMap& map, TopologySpec& topology);
    std::shared_ptr<const SiteNetwork> Find(const std::string& file, const std::string& demands);

    std::string m_folder; //!< where names of files begin
    std::map<std::pair<std::string, std::string>, std::shared_ptr<const SiteNetwork>>
        m_networks; //!< by file and demands
};

/**
 * @ingroup ipsec-offload
 * @param scenario a network of sites
 * @param ofNodes its gateways and routers, or the links between them
 * @return the names of those without which the measured gateway still has a tunnel, in the order of
 * the network
 */
std::vector<std::string> ListSingleFailures(Scenario scenario, bool ofNodes);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_SITE_READER_H */
