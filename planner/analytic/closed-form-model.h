/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_CLOSED_FORM_MODEL_H
#define IPSEC_OFFLOAD_PLANNER_CLOSED_FORM_MODEL_H

#include "closed-form-misses.h"
#include "closed-form-network.h"
#include "closed-form-paths.h"
#include "closed-form-ways.h"
#include "closed-form.h"
#include "packet-demands.h"
#include "slot-assignment.h"

#include "planner/network/establishment-plan.h"
#include "planner/network/flow-plan.h"

#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace ns3::planner
{

/// What does not depend on the offload ratio.
class ClosedForm::Model
{
  public:
    /// @param scenario resolved for a point @param plan its flows
    Model(const Scenario& scenario, const FlowPlan& plan);

    /// @return the scenario
    const Scenario& GetScenario() const
    {
        return m_scenario;
    }

    /// @return direction that is shown
    bool ShowsTransmit() const
    {
        return m_scenario.traffic.direction != TrafficDirection::RECEIVE;
    }

    /// @param scenario the same but for slots @param plan its flows @return shares of the measured
    /// node's SAs that its NIC has slots for
    DirectionShares FindShares(const Scenario& scenario, const FlowPlan& plan) const;

    /// @param held shares of SAs in the NIC @param scope what is finite @return what comes out
    const ClosedFormPoint& Solve(const DirectionShares& held, Scope scope) const;

    /// Means per packet of the direction shown, at the measured node.
    struct Mix
    {
        double octets{0};        //!< clear IP
        double wireBits{0};      //!< in ESP form
        double cipherPackets{0}; //!< share that the NIC ciphers
        double cipherOctets{0};  //!< clear IP that the NIC ciphers
    };

    /// @param saShare share of SAs in the NIC @return the means
    Mix GetMix(double saShare) const;

    /// @return share of the packets that the busiest core gets
    double GetLargestFlowShare() const;

    /// @return see ClosedForm::Describe()
    std::string Describe() const;

  private:
    class Assembly;

    /// What tells packets apart that differ in what they need: direction, family and the MTUs on
    /// their way.
    using DemandKey = std::tuple<bool, bool, std::vector<uint32_t>>;

    /// @param peer a far node @param ipv6 family @param transmit direction @return the key
    DemandKey KeyOf(uint32_t peer, bool ipv6, bool transmit) const
    {
        return {transmit, ipv6, m_paths.GetMtus(peer, transmit)};
    }

    using Misses = ClosedFormNetwork::Misses;

    /// @param near the measured node, or those at the other ends @return its role
    std::string GetRole(bool near) const
    {
        return near ? m_scenario.GetMeasuredRole() : m_scenario.GetFarRole();
    }

    /// @return what its network is made of
    ClosedFormNetwork::Parts GetParts() const
    {
        return {m_scenario, m_paths, m_near, m_far};
    }

    Misses FindMisses(const DirectionShares& held) const;
    ClosedFormPoint WorkOut(const DirectionShares& held, Scope scope) const;

    /// @param peer a far node @param transmit direction, seen from there @return share of its SAs
    /// that its NIC holds
    double GetFarShare(uint32_t peer, bool transmit) const
    {
        return m_farShares[peer].Of(transmit);
    }

    void AddFarShares(const FlowPlan& plan);
    void AddFlow(const PlannedMember& member, const PlannedFlow& flow, bool transmit);

    const PacketDemands& DemandsOf(const Way& way) const
    {
        return m_demands.at(KeyOf(way.peer, way.ipv6, way.transmit));
    }

    Scenario m_scenario;                          //!< resolved for a point
    ClosedFormPaths m_paths;                      //!< where packets go
    ProtectingEnd m_near;                         //!< the measured node
    ProtectingEnd m_far;                          //!< the node on the other side, or each of them
    EstablishmentPlan m_establishment;            //!< whose SAs come first
    std::vector<DirectionShares> m_farShares;     //!< see GetFarShare()
    std::map<Way, double> m_ways;                 //!< packets per second
    std::map<DemandKey, PacketDemands> m_demands; //!< of packets that differ in what they need
    ClosedFormMisses m_misses;                    //!< of context caches
    mutable std::map<std::tuple<double, double, Scope>, ClosedFormPoint>
        m_solved; //!< asked for so far
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_CLOSED_FORM_MODEL_H */
