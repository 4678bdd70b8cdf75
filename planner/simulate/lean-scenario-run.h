/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_LEAN_SCENARIO_RUN_H
#define IPSEC_OFFLOAD_PLANNER_LEAN_SCENARIO_RUN_H

#include "packet-scenario-run.h"

#include "ns3/lean-network.h"

#include <cstdint>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * A scenario in lean fidelity: a LeanNetwork whose nodes, links, flows and sources have the plans'
 * numbers. HorizonScheduler must be installed before, Simulator::Destroy() is called by the user
 * afterwards.
 */
class LeanScenarioRun : public PacketScenarioRun
{
  public:
    /**
     * @param scenario the scenario, resolved for a point; must outlive this object
     * @param recordFates remember every packet's fate
     */
    explicit LeanScenarioRun(const Scenario& scenario, bool recordFates = false);
    ~LeanScenarioRun() override;

    void FollowPacket(StepListener& listener,
                      LeanNetwork::StepChooser choose,
                      std::function<void(Ps)> ended) override;

    /** @return the network */
    LeanNetwork& GetNetwork()
    {
        return *m_network;
    }

  protected:
    Ptr<IpsecNode> MakeNode(uint32_t number) override;
    NicPair MakeLink(uint32_t number) override;
    void FinishLink(uint32_t number) override;
    void ChangeRoutes(uint32_t port) override;
    void StartSources(const std::vector<Ptr<TrafficSource>>& sources, PacketTally& tally) override;
    uint64_t GetInFlight() const override;
    std::vector<FateList> GetFates() const override;

  private:
    LeanNetwork::LinkEnd FinishEnd(const LinkEnd& end, const LinkSpec& link) const;

    bool m_recordFates;              //!< remember every packet's fate
    Ptr<LeanNetwork> m_network;      //!< the network
    std::vector<uint32_t> m_sources; //!< the network's numbers, in the order of the flow plan
};

/**
 * @ingroup ipsec-offload
 * Simulate a scenario in lean fidelity. Seed and run number are set before; destroys the simulator
 * at the end.
 * @param scenario the scenario, resolved for a point
 * @param recordFates remember every packet's fate
 * @return what it left behind
 */
RunRecord RunLean(const Scenario& scenario, bool recordFates);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_LEAN_SCENARIO_RUN_H */
