/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_FLUID_NETWORK_H
#define IPSEC_OFFLOAD_PLANNER_FLUID_NETWORK_H

#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * Long-run rates of open-loop traffic that passes finite resources with bounded queues: no events,
 * no random numbers, only sums.
 *
 * A gate is a queue that drops when it is full: a core's backlog, a NIC's ring. Behind it stand one
 * or several resources (a core's cycles; a ring's cipher and wire). A gate passes the same share of
 * all of its packets, 1 or as much as its scarcest resource can serve: min(1, capacity / load).
 * What a gate drops does not load the gates behind it.
 *
 * A flow that visits the same gate twice in a row is let in once: the place that its packet leaves
 * is the place that it takes again.
 *
 * Packets that come over a line come one after the other: before a long one there is a long gap, in
 * which a full queue behind the line gets room. So such a queue drops mostly short ones. Where
 * packets differ in that, a gate passes of each kind the share 1 - c E[(d - g)+] / E[d]: d is how
 * long a packet in the queue takes; g the gap before a packet of the kind, which is the line's time
 * for it and an exponential idle time; and c is as large as the scarcest resource needs.
 */
class FluidNetwork
{
  public:
    /// How much of a resource a packet needs.
    struct Demand
    {
        uint32_t resource; //!< which, one of the visited gate's
        double amount;     //!< mean per packet, in units of the resource's capacity
    };

    /// One gate on a flow's way.
    struct Visit
    {
        uint32_t gate;
        std::vector<Demand> demands;
        double spacing{0};   //!< seconds of the line over which the packet comes; 0: over none
        bool isPiece{false}; //!< it is in fragments, each of which may be dropped
    };

    /** @return the number of a new gate */
    uint32_t AddGate();

    /**
     * @param gate behind which gate
     * @param capacity units per second; 0: unlimited
     * @return the number of the new resource
     */
    uint32_t AddResource(uint32_t gate, double capacity);

    /**
     * @param rate packets per second that are offered
     * @param visits the gates on its way, in order
     * @return the number of the new flow
     */
    uint32_t AddFlow(double rate, std::vector<Visit> visits);

    /**
     * Append a gate to a way: the place that a packet leaves is the place that it takes again, so
     * the same gate twice in a row is one visit.
     * @param visits the way so far
     * @param visit the next gate
     */
    static void Append(std::vector<Visit>& visits, Visit visit);

    /**
     * Work out the rates; after gates and resources were added, before the first Get...(). Flows
     * may be added later, too, as by ChangeRate().
     */
    void Solve();

    /**
     * Another rate of a flow. Where everything is served before and after, that is all that has to
     * be done, whatever the size of the network; otherwise the rates have to be worked out anew
     * (IsStale()).
     * @param number of the flow
     * @param rate packets per second that are offered
     */
    void ChangeRate(uint32_t number, double rate);

    /** @return true when rates are other ones than Solve() has found */
    bool IsStale() const
    {
        return m_isStale;
    }

    /** @return true when every gate passes all, as far as Solve() and ChangeRate() know */
    bool IsFree() const
    {
        return m_isFree;
    }

    /**
     * Make a resource scarcer or less scarce. Solve() then begins with the rates that it found
     * before, and needs less time.
     * @param resource which
     * @param factor of the capacity that it was added with
     */
    void Scale(uint32_t resource, double factor)
    {
        m_resources[resource].factor = factor;
    }

    /** @param flow which @return packets per second that pass all of its gates */
    double GetDelivered(uint32_t flow) const;

    /**
     * @param flow which
     * @param visits of its way, from the begin
     * @return share of its packets that pass so many of its gates
     */
    double GetShare(uint32_t flow, uint32_t visits) const;

    /** @param gate which @return share of its packets that it passes, mean of all kinds */
    double GetPassed(uint32_t gate) const
    {
        return m_gates[gate].passed;
    }

    /**
     * @return true when a gate drops some of the packets that come over a line: which ones depends
     * on their sizes
     */
    bool IsLossySpaced() const;

    /** @return true when a gate drops some fragments of a packet */
    bool IsLossyPieces() const;

    /** @param gate which @return packets per second that it drops */
    double GetLost(uint32_t gate) const
    {
        return m_gates[gate].lost;
    }

    /**
     * @param resource which
     * @return what is asked of it before its gate drops, as share of its capacity; 0 for an
     * unlimited one
     */
    double GetLoad(uint32_t resource) const
    {
        return m_resources[resource].load;
    }

    /** @param resource which @return share of its time that it works */
    double GetUtilization(uint32_t resource) const;

  private:
    /// Packets that are alike at a gate.
    struct Kind
    {
        double spacing;              //!< see Visit
        std::vector<Demand> demands; //!< as shares of the capacities
        double service;              //!< seconds that the gate's slowest resource takes for one
        double rate{0};              //!< packets per second that come
        double passed{1};            //!< share
    };

    /// A queue.
    struct Gate
    {
        double passed{1};      //!< share, mean of all kinds
        double lost{0};        //!< packets per second
        double load{0};        //!< of its scarcest resource
        bool isSpaced{false};  //!< packets come over a line
        bool hasPieces{false}; //!< packets come in fragments
        std::vector<Kind> kinds{};
    };

    /// Something finite.
    struct Resource
    {
        uint32_t gate;    //!< behind which
        double capacity;  //!< units per second; 0: unlimited
        double factor{1}; //!< see Scale()
        double load{0};   //!< share of the capacity, offered
    };

    /// Traffic.
    struct Flow
    {
        double rate;                                      //!< packets per second
        std::vector<Visit> visits;                        //!< its way, until there are kinds
        std::vector<std::pair<uint32_t, uint32_t>> kinds; //!< its way: gates and kinds there
        double delivered{0};                              //!< packets per second
    };

    using Amounts = std::vector<std::pair<uint32_t, double>>;

    void FindKinds(Flow& flow);
    double Sweep(double step);
    double GetLoad(const Gate& gate, const std::vector<double>& shares) const;
    std::vector<double> GetShares(const Gate& gate) const;

    std::vector<Gate> m_gates;                                           //!< by number
    std::vector<Resource> m_resources;                                   //!< by number
    std::vector<Flow> m_flows;                                           //!< by number
    std::vector<std::map<std::pair<double, Amounts>, uint32_t>> m_known; //!< by gate: its kinds
    bool m_isSolved{false};                                              //!< Solve() was called
    bool m_isStale{true};                                                //!< see IsStale()
    bool m_isFree{false};                                                //!< see IsFree()
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_FLUID_NETWORK_H */
