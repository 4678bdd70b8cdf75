/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_POPULATION_H
#define IPSEC_OFFLOAD_PLANNER_POPULATION_H

#include "flow-plan.h"
#include "point.h"
#include "scenario.h"

#include "ns3/database-observer.h"
#include "ns3/ipsec-node.h"
#include "ns3/pico-time.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * The key management of a scenario: gives the nodes of both sides their policies and SAs, client
 * after client in the order of establishment, and sees to SAs that do not come to life because a
 * NIC refused them (OnRefusal).
 */
class Population
{
  public:
    /// A node with SAs.
    struct End
    {
        Ptr<IpsecNode> node;
        bool near;           //!< the measured node; otherwise one of the other side
        uint32_t peer;       //!< SERVER and not near: whose SAs
        std::string nicName; //!< interface of its protected traffic
        bool offloads;       //!< that interface has a driver
    };

    /**
     * @param scenario the scenario, resolved for a point; must outlive this object
     * @param plan its flows; must outlive this object
     * @param stream the random stream of the order of establishment
     */
    Population(const Scenario& scenario, const FlowPlan& plan, int64_t stream);
    ~Population();

    /** @param end a node; before Start() */
    void AddEnd(const End& end);

    /** @return the members' numbers in the order in which they are set up */
    const std::vector<uint32_t>& GetOrder() const
    {
        return m_order;
    }

    /**
     * Replace SAs as the scenario says, round after round, until the simulation ends.
     * @param from when the first interval begins
     */
    void StartRekeying(Ps from);

    /** @param result gets how many pairs of SAs were replaced, where they are at all */
    void AddMetrics(PointResult& result) const;

    /**
     * Begin at the simulator's present time.
     * @param settled called once when all SAs are there and all workers are idle
     */
    void Start(std::function<void(Ps)> settled);

  private:
    class Refusals; // one node's SAs that did not come to life

    void Establish(size_t place);
    void AddPolicies(Ps now, const End& end, const PlannedMember& member) const;
    SaConfig MakeSa(const End& end,
                    const PlannedMember& member,
                    bool fromNear,
                    uint32_t generation) const;
    void AddSas(uint32_t member, uint32_t generation) const;
    void DeleteSas(uint32_t member, uint32_t generation) const;
    uint32_t SpiOf(const PlannedMember& member, bool fromNear, uint32_t generation) const;
    bool HasSasOf(const End& end, const PlannedMember& member) const;
    void BeginRound(uint32_t generation);
    void Replace(uint32_t member, uint32_t generation);
    std::string WishOf(const End& end) const;
    void Settle();

    const Scenario& m_scenario;                        //!< what to set up
    const FlowPlan& m_plan;                            //!< for whom
    std::vector<uint32_t> m_order;                     //!< see GetOrder()
    std::vector<End> m_ends;                           //!< nodes
    std::vector<std::unique_ptr<Refusals>> m_refusals; //!< one per node
    std::function<void(Ps)> m_settled;                 //!< who waits
    uint64_t m_rekeys{0};                              //!< pairs of SAs that were replaced
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_POPULATION_H */
