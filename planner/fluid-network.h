/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_FLUID_NETWORK_H
#define IPSEC_OFFLOAD_PLANNER_FLUID_NETWORK_H

#include <cstdint>
#include <string>
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

    /** Work out the rates; after the last Add...(), before the first Get...(). */
    void Solve();

    /** @param flow which @return packets per second that pass all of its gates */
    double GetDelivered(uint32_t flow) const;

    /** @param gate which @return share of its packets that it passes */
    double GetPassed(uint32_t gate) const
    {
        return m_gates[gate].passed;
    }

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
    double GetUtilisation(uint32_t resource) const;

  private:
    /// A queue.
    struct Gate
    {
        double passed{1}; //!< share
        double lost{0};   //!< packets per second
    };

    /// Something finite.
    struct Resource
    {
        uint32_t gate;   //!< behind which
        double capacity; //!< units per second; 0: unlimited
        double load{0};  //!< share of the capacity, offered
    };

    /// Traffic.
    struct Flow
    {
        double rate;               //!< packets per second
        std::vector<Visit> visits; //!< its way
        double delivered{0};       //!< packets per second
    };

    double Sweep(double step);

    std::vector<Gate> m_gates;         //!< by number
    std::vector<Resource> m_resources; //!< by number
    std::vector<Flow> m_flows;         //!< by number
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_FLUID_NETWORK_H */
