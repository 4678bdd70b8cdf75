/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_CLOSED_FORM_H
#define IPSEC_OFFLOAD_PLANNER_CLOSED_FORM_H

#include "binding.h"

#include "planner/network/flow-plan.h"
#include "planner/scenario/scenario.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace ns3::planner
{

/// What the closed form says for one offload ratio.
struct ClosedFormPoint
{
    double saShare{0};     //!< share of the measured node's SAs that its NIC holds
    double ratio{0};       //!< doc/planner.rst#offload-ratio
    double throughput{0};  //!< bit/s of clear IP that reach the far application
    Binding binding{};     //!< the resource that would cost most if it were worse
    double busiestCore{0}; //!< of the measured node: share of its time, interrupts left out
    double cores{0};       //!< the same, mean over its cores
    double cipher{0};      //!< of the measured node's NIC
    double wire{0};        //!< of the measured link
    std::string obstacle;  //!< what this does not know, in words: not to be used; empty: nothing
};

/// A range of offload ratios in which the same resource is the bottleneck.
struct BindingRange
{
    ClosedFormPoint from; //!< its first point
    ClosedFormPoint to;   //!< its last point
};

/**
 * @ingroup ipsec-offload
 * Throughput over offload ratio from the scenario alone, without a simulation: bottleneck
 * arithmetic over mean rates (FluidNetwork), nothing fitted.
 *
 * - Offered: the scenario's datagrams per second, spread over flows by popularity.
 * - Cores: each flow loads the core that its hash names, with the cycles that the simulation books
 * for the same packets (StepCosts). A core delivers min(offered, capacity), so the busiest core
 * drops first and an idle one does not help it. A crypto thread likewise, for ciphers done in one.
 * - Contexts: a card's fetch unit has to fetch for the share of packets that Che's approximation
 * gives (FindContextMisses()); it serves both directions, and packets wait for each other's
 * fetches.
 * - NICs: one ring in front of cipher (bit/s of clear IP and packet/s, offloaded packets only) and
 * wire (ESP of each size exactly, padding, fragments and frame overhead included). The ring keeps
 * the order, so whatever is short of the two slows all packets.
 * - Sizes: of what comes over a link, a full queue drops mostly short packets (FluidNetwork).
 * - Which SAs are offloaded is independent of how much they are used: of each flow's packets the
 * same share is offloaded, in expectation.
 *
 * What an accelerator or the memory lets through is not in it: FindClosedFormObstacle().
 * It knows no queueing delay and no burst: what is offered below a capacity passes.
 */
class ClosedForm
{
  public:
    /// Which resources are finite.
    enum class Scope
    {
        ALL,
        CORES //!< cores alone: what the hosts could carry with better NICs and links
    };

    /** @param scenario a scenario, resolved for a point */
    explicit ClosedForm(const Scenario& scenario);

    /**
     * @param other the closed form of a scenario that differs in nothing but the slots of the
     * measured node's NIC: both share what was worked out
     * @param scenario the one with other slots
     */
    ClosedForm(const ClosedForm& other, const Scenario& scenario);

    ~ClosedForm();
    ClosedForm(ClosedForm&&) noexcept;

    /**
     * @param saShare share of the measured node's SAs that its NIC holds, 0 to 1
     * @param scope which resources are finite
     * @return what comes out
     */
    ClosedFormPoint At(double saShare, Scope scope = Scope::ALL) const;

    /**
     * The inverse of the offload ratio.
     * @param ratio an offload ratio
     * @return the share of SAs that gives it; the slots' own share when no share changes the ratio
     */
    double GetSaShareFor(double ratio) const;

    /**
     * @return share of the traffic whose SAs the measured node's NIC has slots for, of that whose
     * SAs it takes at all
     */
    double GetSaShareOfSlots() const
    {
        return m_shareOfSlots;
    }

    /** @param other a closed form @return true when both share what was worked out */
    bool IsSharedWith(const ClosedForm& other) const
    {
        return m_model == other.m_model;
    }

    /**
     * @return what happens with the slots that there are and that this does not know, in words;
     * empty: nothing
     */
    std::string FindObstacle() const;

    /** @return the offload ratio with all SAs in the NIC */
    double GetGreatestRatio() const;

    /**
     * @param saShare share of SAs in the NIC
     * @return bit/s of clear IP that the measured link carries when nothing else is short
     */
    double GetLinkLimit(double saShare) const;

    /**
     * @param saShare share of SAs in the NIC
     * @return bit/s of clear IP at which the measured NIC's cipher is full; infinite when it has no
     * ceiling or nothing to do
     */
    double GetCipherLimit(double saShare) const;

    /** @return bit/s of clear IP that is offered */
    double GetOffered() const;

    /** @return which resource is the bottleneck where, from ratio 0 to the greatest one */
    std::vector<BindingRange> GetBindings() const;

    /** @return in words: how the cores are modelled and how even the load on them is */
    std::string Describe() const;

  private:
    class Model;

    void FindShares(const Scenario& scenario, const FlowPlan& plan);

    std::shared_ptr<const Model> m_model; //!< what was worked out once
    double m_shareOfSlots{0};             //!< see GetSaShareOfSlots()
    double m_otherShare{0};               //!< the same for the direction that is not shown
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_CLOSED_FORM_H */
