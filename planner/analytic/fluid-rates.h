/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_FLUID_RATES_H
#define IPSEC_OFFLOAD_PLANNER_FLUID_RATES_H

#include "closed-form-misses.h"
#include "closed-form-network.h"
#include "closed-form-paths.h"
#include "closed-form-ways.h"
#include "packet-demands.h"
#include "slot-assignment.h"

#include "planner/network/flow-plan.h"
#include "planner/scenario/scenario.h"

#include "ns3/ipsec-pico-time.h"

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace ns3::planner
{

/// For how long the resources of the measured node have worked, in seconds, as RunSnapshot has it.
struct FluidBusy
{
    std::vector<double> cores;
    std::vector<double> threads;
    std::vector<double> cipher; //!< bits and packets, of both directions
    std::vector<double> fetch;
    std::vector<double> wire; //!< of the measured link: from the near NIC, from the far one
};

/**
 * @ingroup ipsec-offload
 * Rates of traffic whose SAs move between NICs and software while time goes on: the closed form's
 * network (ClosedFormNetwork), with rates that change.
 *
 * Flows that take the same cores and are dealt with in the same way are a class; a flow moves from
 * class to class. While every resource serves what is asked of it, a move costs the flow's own
 * gates and nothing else, and everything passes. Otherwise all rates are worked out anew, but only
 * when so much traffic has moved that it could matter (TOLERANCE).
 *
 * What passes is integrated here: the volume of a stage is the time for which, had all passed at
 * the full load, as much would have come so far.
 */
class FluidRates
{
  public:
    using Stage = ClosedFormNetwork::Stage; //!< of the closed form
    /// By stage, in seconds.
    using Volumes = std::array<double, static_cast<size_t>(Stage::COUNT)>;

    /// Traffic that may have moved, as share of all, before rates are worked out anew.
    static constexpr double TOLERANCE = 1e-3;

    /// A ramp of the load is followed in steps of at most this share of its greatest factor.
    static constexpr double RAMP_STEP = 0.01;

    /// Who works on the packets of an SA.
    struct Handling
    {
        bool inNic;     //!< the sender's NIC has the SA
        bool decrypted; //!< the receiver's NIC has it
    };

    /**
     * @param scenario resolved for a point; must outlive this object
     * @param plan its flows
     */
    FluidRates(const Scenario& scenario, const FlowPlan& plan);

    /** @return in words, what in the scenario rates are not enough for; empty: nothing */
    std::string FindObstacle() const;

    /**
     * The traffic begins: the scenario's ramp of the load counts from here. Before anything is
     * added.
     */
    void Begin(Ps now)
    {
        m_begin = now;
    }

    /**
     * The load takes a step of its ramp, and so do all rates. Update() has to follow.
     * @param factor of all rates that were and will be added
     */
    void SetFactor(Ps now, double factor);

    /**
     * @param from an instant
     * @param to a later one
     * @return seconds in which, with a factor of 1, as much would have been offered as between them
     */
    double GetOffered(Ps from, Ps to) const;

    /**
     * @param seconds from now, with a factor of 1
     * @return when as much has been offered; PS_NEVER: too far away
     */
    Ps FindOffered(Ps now, double seconds) const;

    /**
     * @param member a client or tunnel
     * @param flow one of its flows
     * @param transmit direction of the flow
     * @param sa that protects it
     * @param handling of the SA
     * @return number of its class
     */
    uint32_t FindClass(const PlannedMember& member,
                       const PlannedFlow& flow,
                       bool transmit,
                       const SaConfig& sa,
                       const Handling& handling);

    /**
     * @param kind a class
     * @param rate packets per second that come to it, or that leave it where negative, with a
     * factor of 1
     */
    void Add(Ps now, uint32_t kind, double rate);

    /**
     * The measured node's NIC, and those at the other ends, have other SAs: contexts are fetched
     * more often, or less.
     * @param near shares of the SAs that the former has
     * @param far the same by far node
     */
    void SetHeld(Ps now, const DirectionShares& near, const std::vector<DirectionShares>& far);

    /** Work out the rates where that is due; after Add() and SetHeld(), before time goes on. */
    void Update(Ps now);

    /** @return how many sizes packets have */
    uint32_t CountSizes() const
    {
        return static_cast<uint32_t>(m_scenario.traffic.sizes.size());
    }

    /** @param kind a class @param size number of a size @return what such a packet asks */
    const PacketDemand& GetDemand(uint32_t kind, uint32_t size) const
    {
        return *m_flows[kind * CountSizes() + size].demand;
    }

    /**
     * @param kind a class
     * @param size number of a size
     * @return what has passed each stage until now
     */
    Volumes GetVolumes(Ps now, uint32_t kind, uint32_t size) const;

    /** @param kind a class @param size number of a size @param stage a stage @return share that
     * passes it now */
    double GetShare(uint32_t kind, uint32_t size, Stage stage) const
    {
        return m_flows[kind * CountSizes() + size].shares[static_cast<size_t>(stage)];
    }

    /** @return times of work until now */
    FluidBusy GetBusy(Ps now);

    /** @return how often rates were worked out */
    uint64_t GetSolutions() const
    {
        return m_solutions;
    }

    /** @return true when queues overflowed in a way that the closed form does not know */
    bool IsRough() const
    {
        return m_isRough;
    }

  private:
    using ClassKey = std::tuple<Way, bool, bool>;

    /// Packets of one class and size.
    struct SizedFlow
    {
        Way way;
        bool decrypted;
        const PacketDemand* demand;
        double rate{0}; //!< packets per second, with a factor of 1
        ClosedFormNetwork::Passage passage{};
        Volumes shares{};  //!< that pass
        Volumes volumes{}; //!< at m_since
    };

    /// One number of FluidBusy.
    struct Watch
    {
        uint32_t resource;
        double factor; //!< of its utilization
        double* busy;  //!< gets it
    };

    const PacketDemands& FindDemands(const PlannedMember& member, bool transmit);
    void BuildNetwork();
    void WatchResources();
    void Join(SizedFlow& flow);
    void Settle(Ps now);
    void Work(Ps now);
    void ReadShares(SizedFlow& flow);
    void LookForRoughness();

    const Scenario& m_scenario;          //!< resolved for a point
    ClosedFormPaths m_paths;             //!< where packets go
    ProtectingEnd m_near;                //!< the measured node
    ProtectingEnd m_far;                 //!< the node on the other side, or each of them
    ClosedFormMisses m_misses;           //!< of context caches
    ClosedFormNetwork::Misses m_fetched; //!< those in the network
    std::map<std::tuple<bool, bool, std::vector<uint32_t>>, PacketDemands>
        m_demands;                                //!< by transmit, ipv6, MTUs
    std::unique_ptr<ClosedFormNetwork> m_network; //!< what is finite
    std::map<ClassKey, uint32_t> m_classes;       //!< numbers
    std::vector<SizedFlow> m_flows;               //!< by class and size
    Ps m_since{0};                                //!< volumes and shares count from here
    LoadRamp m_load;                              //!< the load over time, in steps
    Ps m_begin{0};                                //!< see Begin()
    double m_factor{1};                           //!< see SetFactor()
    double m_total{0};                            //!< packets per second
    double m_moved{0};            //!< packets per second since the rates were worked out
    bool m_mustSolve{true};       //!< whatever has moved
    bool m_isRough{false};        //!< see IsRough()
    uint64_t m_solutions{0};      //!< see GetSolutions()
    FluidBusy m_busy;             //!< at m_workedAt
    std::vector<Watch> m_watches; //!< what m_busy is read from
    Ps m_workedAt{0};             //!< see m_busy
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_FLUID_RATES_H */
