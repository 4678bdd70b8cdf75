/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_POPULATION_H
#define IPSEC_OFFLOAD_PLANNER_POPULATION_H

#include "key-daemon.h"
#include "key-exchanger.h"

#include "planner/network/establishment-plan.h"
#include "planner/network/flow-plan.h"
#include "planner/network/network-plan.h"
#include "planner/scenario/scenario.h"

#include "ns3/ipsec-node.h"
#include "ns3/ipsec-pico-time.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * The key management of a scenario: gives the nodes of both sides their policies and SAs, client
 * after client in the order of establishment, and replaces SAs: in rounds, and those that went with
 * an interface that went down. In a failover it gives the dead node's clients SAs here.
 *
 * A replacement with overlap goes as daemons do it. The receiver's SA is asked for first, the
 * sender's when that one may be used; when both directions are complete, the old pair stays for the
 * overlap. Then nobody sends by it any more, and what is under way still finds the receiver's. When
 * a request fails for good, the new SAs go and the old ones stay (RFC 7296 section 2.8).
 */
class Population
{
  public:
    /// A node with SAs.
    struct End
    {
        Ptr<IpsecNode> node;
        std::string nicName; //!< interface of its protected traffic
        bool offloads;       //!< that interface has a driver
    };

    /**
     * @param scenario the scenario, resolved for a point; must outlive this object
     * @param plan its flows; must outlive this object
     */
    Population(const Scenario& scenario, const FlowPlan& plan);
    ~Population();

    /** @param end a node; before AddPath() */
    void AddEnd(const End& end);

    /** @param ends of the next path of the plan, as numbers of ends; before Start() */
    void AddPath(const PathEnds& ends);

    /**
     * Replace SAs as the scenario says, round after round, until the simulation ends.
     * @param from when the first interval begins
     */
    void StartRekeying(Ps from);

    /**
     * Let a node beside the measured one die, if the scenario has that: the clients or tunnels that
     * come to the measured one get their SAs here.
     * @param start of the traffic
     */
    void StartFailover(Ps start);

    /**
     * Let one end of all tunnels get another address, if the scenario has that.
     * @param start of the traffic
     */
    void StartAddressChange(Ps start);

    /// What became of the clients or tunnels that came from a dead node.
    struct Rehoming
    {
        uint32_t members{0}; //!< that came
        uint32_t usable{0};  //!< of those, that have SAs
        Ps last{0};          //!< when the last one got them
    };

    /** @return what became of them */
    const Rehoming& GetRehoming() const
    {
        return m_rehoming;
    }

    /** @return pairs of SAs that were replaced */
    uint64_t GetRekeys() const
    {
        return m_rekeys;
    }

    /**
     * Begin at the simulator's present time.
     * @param settled called once when all SAs are there and all workers are idle
     */
    void Start(std::function<void(Ps)> settled);

    /** @return true when all SAs have been there and all workers were idle once */
    bool IsSettled() const
    {
        return m_isSettled;
    }

  private:
    /// What a member's two ends came to.
    using Completed = std::function<void(bool usable)>;

    void Establish(size_t place);
    void Rehome(uint32_t member);
    void ExchangeKeys(uint32_t member, std::function<void()> then) const;
    void AddPair(uint32_t member, uint32_t generation, const Completed& completed);
    void AddPolicies(Ps now, bool near, const PlannedMember& member) const;
    PolicyConfig MakePolicy(bool near, const PlannedMember& member, bool fromNear) const;
    IpAddress GetOuter(bool near, const PlannedMember& member) const;
    void ChangeAddress(uint32_t member);
    void FollowAddress(bool near, uint32_t member);
    SaConfig MakeSa(bool near,
                    const PlannedMember& member,
                    bool fromNear,
                    uint32_t generation) const;
    void AddSas(uint32_t member, uint32_t generation);
    void AddAtSide(bool near,
                   uint32_t member,
                   bool fromNear,
                   uint32_t generation,
                   const Completed& completed);
    void DeleteSas(uint32_t member, uint32_t generation);
    void DeleteAtSide(bool near, uint32_t member, bool fromNear, uint32_t generation);
    void EndOverlap(uint32_t member, uint32_t generation, bool usable);
    void Lost(uint32_t spi);
    void Renew(uint32_t member, uint32_t generation);
    uint32_t SpiOf(const PlannedMember& member, bool fromNear, uint32_t generation) const;
    uint32_t GetEnd(bool near, const PlannedMember& member) const;
    KeyDaemon& GetDaemon(bool near, const PlannedMember& member) const;
    void BeginRound();
    void Replace(uint32_t member);
    void MakeBeforeBreak(uint32_t member);
    std::string WishOf(const End& end, bool mayOffload) const;
    void Settle();

    const Scenario& m_scenario;                                       //!< what to set up
    const FlowPlan& m_plan;                                           //!< for whom
    EstablishmentPlan m_establishment;                                //!< who comes when
    std::vector<End> m_ends;                                          //!< nodes
    std::vector<PathEnds> m_paths;                                    //!< numbers of ends, by path
    std::map<const IpsecNode*, std::unique_ptr<KeyDaemon>> m_daemons; //!< by node; only looked up
    std::map<const IpsecNode*, std::unique_ptr<KeyExchanger>> m_exchangers; //!< likewise
    std::vector<uint32_t> m_latest;    //!< by member: generation asked for last
    std::vector<uint32_t> m_current;   //!< by member: generation in use
    Ps m_flight;                       //!< what is under way has arrived after this
    Ps m_way;                          //!< longest propagation between two ends
    std::function<void(Ps)> m_settled; //!< who waits
    bool m_isSettled{false};           //!< see IsSettled()
    uint64_t m_rekeys{0};              //!< see GetRekeys()
    std::vector<bool> m_hasSas;        //!< by member: set up, or its failover has begun
    std::vector<bool> m_hasMoved;      //!< by member: has the addresses of after a change
    std::vector<bool> m_renews;        //!< by member: what its SAs lost is being agreed upon anew
    Rehoming m_rehoming;               //!< see GetRehoming()
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_POPULATION_H */
