/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_LEAN_RUN_H
#define IPSEC_OFFLOAD_PLANNER_LEAN_RUN_H

#include "event-player.h"
#include "flow-plan.h"
#include "network-plan.h"
#include "planned-cards.h"
#include "population.h"
#include "run-meter.h"
#include "scenario.h"

#include "ns3/ipsec-nic.h"
#include "ns3/ipsec-node.h"
#include "ns3/lean-network.h"

#include <cstdint>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * A scenario as a LeanNetwork: builds it, sets up its SAs and starts its sources. HorizonScheduler
 * must be installed before, Simulator::Destroy() is called by the user afterwards.
 */
class LeanRun
{
  public:
    /** @param scenario the scenario, resolved for a point; must outlive this object */
    explicit LeanRun(const Scenario& scenario);
    ~LeanRun();

    LeanRun(const LeanRun&) = delete;
    LeanRun& operator=(const LeanRun&) = delete;

    /** @return its flows; sources of the network have the same numbers */
    const FlowPlan& GetFlows() const
    {
        return m_flows;
    }

    /** @return its nodes and links; nodes of the network have the same numbers */
    const NetworkPlan& GetPlan() const
    {
        return m_plan;
    }

    /** @return the network */
    LeanNetwork& GetNetwork()
    {
        return *m_network;
    }

    /** @param number of a node @return its IPsec, or nullptr */
    Ptr<IpsecNode> GetNode(uint32_t number) const
    {
        return m_nodes[number];
    }

    /** @return all NICs: near end, far end of each link in order */
    const std::vector<Ptr<IpsecNic>>& GetNics() const
    {
        return m_nics;
    }

    /**
     * Set up the SAs and start the traffic; the simulator ends when the last packet has.
     * @param recordFates remember every packet's fate
     * @return when traffic starts
     */
    Ps Start(bool recordFates);

    /** @return what it measured; after Simulator::Run() */
    RunRecord Finish();

  private:
    void BuildNodes();
    void BuildLinks();
    LeanNetwork::LinkEnd MakeEnd(uint32_t node, const NicProfile& profile, const LinkSpec& link);
    void AddEvents(uint32_t link,
                   const LeanNetwork::LinkEnd& near,
                   const LeanNetwork::LinkEnd& far);
    void ChangeRoutes(uint32_t port);
    void AddSources(Ps start);

    const Scenario& m_scenario;          //!< what to simulate
    FlowPlan m_flows;                    //!< its flows
    NetworkPlan m_plan;                  //!< its network
    Ptr<LeanNetwork> m_network;          //!< the network
    Population m_population;             //!< its SAs
    EventPlayer m_events;                //!< lets its events happen
    RunMeter m_meter;                    //!< measures
    std::vector<Ptr<IpsecNode>> m_nodes; //!< by number; nullptr: without IPsec
    PlannedCards m_cards;                //!< of nodes whose NICs are ports of one
    std::vector<uint32_t> m_nicCounts;   //!< by number: NICs so far
    std::vector<Ptr<IpsecNic>> m_nics;   //!< in order of making
    std::vector<uint32_t> m_sources;     //!< the network's numbers
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_LEAN_RUN_H */
