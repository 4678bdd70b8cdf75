/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_SCENARIO_RUN_H
#define IPSEC_OFFLOAD_PLANNER_SCENARIO_RUN_H

#include "event-player.h"
#include "measured-window.h"
#include "population.h"
#include "run-meter.h"

#include "planner/network/flow-plan.h"
#include "planner/network/network-plan.h"
#include "planner/network/planned-cards.h"
#include "planner/scenario/scenario.h"

#include "ns3/ipsec-nic.h"
#include "ns3/ipsec-node.h"
#include "ns3/ipsec-pico-time.h"
#include "ns3/lean-packet-fate.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * One simulation of a scenario. It builds nodes, links and NICs from the plan in one order, gives
 * each of them to the meter, the key management and the events, and runs them. A subclass makes
 * them in its fidelity and moves the traffic; it decides nothing that another one could decide
 * differently.
 *
 * Build() calls the subclass and is therefore not part of the constructor.
 */
class ScenarioRun
{
  public:
    /// A NIC on one end of a link.
    struct LinkEnd
    {
        uint32_t node;     //!< number of its node
        Ptr<IpsecNic> nic; //!< the NIC
        std::string name;  //!< what its node calls the interface
        bool offloads;     //!< the interface has a driver
    };

    /// Both ends of a link, as the plan has them.
    struct Link
    {
        LinkEnd near;
        LinkEnd far;
    };

    /** @param scenario the scenario, resolved for a point; must outlive this object */
    explicit ScenarioRun(const Scenario& scenario);
    virtual ~ScenarioRun();

    ScenarioRun(const ScenarioRun&) = delete;
    ScenarioRun& operator=(const ScenarioRun&) = delete;

    /** @return what a whole run left behind: Build(), Start(), Simulator::Run() and Finish() */
    RunRecord Run();

    /** Make nodes, links and NICs. Once, before Start(). */
    void Build();

    /**
     * Set up the SAs and start the traffic; the simulator stops when all that is measured has
     * ended.
     */
    void Start();

    /** @return what it measured; after Simulator::Run() */
    RunRecord Finish();

    /** @return the scenario */
    const Scenario& GetScenario() const
    {
        return m_scenario;
    }

    /** @return its flows */
    const FlowPlan& GetFlows() const
    {
        return m_flows;
    }

    /** @return its nodes and links */
    const NetworkPlan& GetPlan() const
    {
        return m_plan;
    }

    /** @return the IPsec of each node by number, nullptr where there is none; of those that are
     * built
     */
    const std::vector<Ptr<IpsecNode>>& GetNodes() const
    {
        return m_nodes;
    }

    /** @return the links by number; those that are built */
    const std::vector<Link>& GetLinks() const
    {
        return m_links;
    }

  protected:
    /// The NICs of a new link: near and far.
    using NicPair = std::pair<Ptr<IpsecNic>, Ptr<IpsecNic>>;

    /**
     * Make a node with its kernel profile and its host.
     * @param number of the node in the plan; nodes are made in this order
     * @return its IPsec, without the scenario's attributes; nullptr when the plan gives it none
     */
    virtual Ptr<IpsecNode> MakeNode(uint32_t number) = 0;

    /**
     * Make the NICs of a link, when all nodes are there.
     * @param number of the link in the plan; links are made in this order
     * @return its NICs, without profile
     */
    virtual NicPair MakeLink(uint32_t number) = 0;

    /**
     * Configure the NICs of the newest link and connect them: they have got their profiles,
     * attributes and cards.
     * @param number of the link in the plan
     */
    virtual void FinishLink(uint32_t number) = 0;

    /** Do what needs all nodes and links. */
    virtual void FinishNetwork();

    /** @param port from 1, by which the measured node shall send from now on */
    virtual void ChangeRoutes(uint32_t port) = 0;

    /** @param start when the traffic begins; after all SAs are there, if the scenario wants that */
    virtual void PrepareTraffic(Ps start) = 0;

    /** Let the sources send; the simulator stops when all that is measured has ended. */
    virtual void StartTraffic() = 0;

    /** @return true until the sources have sent all that they have to; after PrepareTraffic() */
    virtual bool IsSending() const = 0;

    /** @return what was measured; after Simulator::Run() */
    virtual MeasuredWindow GetWindow() const = 0;

    /** @return seconds without connection after a failover; NaN when that is not measured */
    virtual double GetOutage() const;

    /** @return what became of each datagram, per source; empty lists when that is not recorded */
    virtual std::vector<FateList> GetFates() const;

    /** @return what measures it */
    RunMeter& GetMeter()
    {
        return m_meter;
    }

    /** @return its SAs */
    const Population& GetPopulation() const
    {
        return m_population;
    }

  private:
    void AddNode(uint32_t number);
    void AddLink(uint32_t number);
    LinkEnd PrepareNic(uint32_t node,
                       Ptr<IpsecNic> nic,
                       const NicProfile& profile,
                       const LinkSpec& link);
    KeyingCounts CountKeying(Ps start) const;
    void AddEnds();
    void AddUplinks();

    const Scenario& m_scenario;          //!< what to simulate
    FlowPlan m_flows;                    //!< its flows
    NetworkPlan m_plan;                  //!< its network
    Population m_population;             //!< its SAs
    EventPlayer m_events;                //!< lets its events happen
    RunMeter m_meter;                    //!< measures
    std::vector<Ptr<IpsecNode>> m_nodes; //!< by number; nullptr: without IPsec
    PlannedCards m_cards;                //!< of nodes whose NICs are ports of one
    std::vector<uint32_t> m_nicCounts;   //!< by node: NICs so far
    std::vector<Link> m_links;           //!< by number
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_SCENARIO_RUN_H */
