/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_NETWORK_READER_H
#define IPSEC_OFFLOAD_PLANNER_NETWORK_READER_H

#include "scenario-map.h"
#include "scenario.h"
#include "site-reader.h"

#include "ns3/ipsec-profiles.h"

#include <map>
#include <set>
#include <string>
#include <utility>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * Reads the parts of a scenario file that say what there is: topology, links, nodes. A profile is
 * read once, however often it is named.
 */
class NetworkReader
{
  public:
    /** @param scenarioFolder where the file lies, and perhaps its profiles */
    explicit NetworkReader(const std::string& scenarioFolder);

    /**
     * @param value the map "topology"
     * @param otherwise what makes the network when the map names none
     * @return what it says; complains about what is wrong
     */
    TopologySpec ReadTopology(const ScenarioValue& value, const NetworkGenerator& otherwise);

    /**
     * @param value the map "links"
     * @param topology which roles there are
     * @return links by role
     */
    static std::map<std::string, LinkSpec> ReadLinks(const ScenarioValue& value,
                                                     const TopologySpec& topology);

    /**
     * @param value the map "nodes"
     * @param topology which roles there are
     * @return nodes by role
     */
    std::map<std::string, NodeSpec> ReadNodes(const ScenarioValue& value,
                                              const TopologySpec& topology);

    /**
     * Of a network of sites, add what its file says, and what follows from the whole network.
     * @param value the map "topology"; complaints go there
     * @param scenario has topology, links and nodes
     */
    void CompleteSites(const ScenarioValue& value, Scenario& scenario);

    /** @return names of the files with networks that were read */
    std::set<std::string> GetNetworkFiles() const
    {
        return m_sites.GetFiles();
    }

  private:
    void ReadNode(const ScenarioValue& value, NodeSpec& node);
    const IpsecProfile* FindProfile(IpsecProfileKind kind,
                                    const ScenarioValue& value,
                                    const std::string& name);
    void ReadProfileOf(const ScenarioValue& value, IpsecProfileKind kind, NodeSpec& node);

    IpsecProfileFolders m_folders; //!< where profiles are
    SiteReader m_sites;            //!< reads each network once
    std::map<std::pair<IpsecProfileKind, std::string>, IpsecProfile>
        m_profiles; //!< read so far, by name
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_NETWORK_READER_H */
