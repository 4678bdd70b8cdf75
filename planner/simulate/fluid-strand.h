/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_FLUID_STRAND_H
#define IPSEC_OFFLOAD_PLANNER_FLUID_STRAND_H

#include "fluid-totals.h"

#include "planner/analytic/fluid-rates.h"
#include "planner/network/flow-plan.h"
#include "planner/scenario/scenario.h"

#include "ns3/ipsec-flow-cache.h"
#include "ns3/ipsec-nic.h"
#include "ns3/ipsec-node.h"
#include "ns3/ipsec-pico-time.h"
#include "ns3/offload-interface.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * The traffic of one client or tunnel in one direction, in fluid fidelity: a rate.
 *
 * Kernel and NIC of both ends say what becomes of its packets (Assess()): they are asked about one
 * packet of each size, as if it were sent. That holds until something happens to the SA. What has
 * passed since is counted only when somebody looks (Settle()): to the kernel's SA what software
 * does, to the NIC's context what the NIC does.
 */
class FluidStrand
{
  public:
    /// A node that protects or unprotects.
    struct End
    {
        Ptr<IpsecNode> node;
        Ptr<IpsecNic> nic;
        Ptr<OffloadInterface> interface;
    };

    /// What it is.
    struct Config
    {
        const PlannedMember* member; //!< whose
        bool transmit;               //!< from the measured node's side
        End sender;
        End receiver;
        uint32_t mtu;             //!< octets of IP, of the sender's link
        bool forwarded;           //!< both ends are gateways
        uint8_t way;              //!< see FluidTotals::ways
        const Scenario* scenario; //!< resolved for a point
    };

    /** @param config what it is; what it points to must outlive this object */
    explicit FluidStrand(const Config& config);

    /** @param flow one of its flows @param rate packets per second at the full load */
    void AddFlow(const PlannedFlow& flow, double rate);

    /** @return what it is */
    const Config& GetConfig() const
    {
        return m_config;
    }

    /**
     * Ask kernels and NICs what becomes of its packets from now on; the traffic begins with the
     * first call.
     * @param rates get its flows in the right classes
     * @param totals get what has passed until now
     */
    void Assess(Ps now, FluidRates& rates, FluidTotals& totals);

    /**
     * Count what has passed until now.
     * @param rates what passes
     * @param totals get it
     */
    void Settle(Ps now, const FluidRates& rates, FluidTotals& totals);

    /** @return whether the sender's NIC does ESP for it, at least for some sizes */
    bool IsInNic() const
    {
        return m_handling.inNic;
    }

    /** @return whether the receiver's NIC does */
    bool IsDecrypted() const
    {
        return m_handling.decrypted;
    }

    /**
     * @param rates what passes
     * @return when one of the NICs reaches a limit that it enforces (R202), as far as is known now;
     * PS_NEVER: none does
     */
    Ps FindLimit(Ps now, const FluidRates& rates) const;

    /** @return true when numbers of an SA came round (R171): which packets are accepted then is not
     * known */
    bool HasWrapped() const
    {
        return m_hasWrapped;
    }

  private:
    /// One of its flows.
    struct Flow
    {
        const PlannedFlow* plan;
        double rate;                                //!< packets per second
        std::optional<uint32_t> kind{};             //!< its class; nothing: its packets go nowhere
        std::vector<FluidRates::Volumes> volumes{}; //!< by size, at m_settled
    };

    /// What the sender's kernel does with packets of one size.
    struct Fate
    {
        IpsecVerdict verdict{IpsecVerdict::NO_SA};
        bool isDropped{false}; //!< by the kernel, for what it was decided to be
        SoftwareReason reason{SoftwareReason::NONE};
        uint16_t refusal{0};
    };

    /// An SA where it is sent or received.
    struct Place
    {
        Ptr<SecurityAssociation> sa{}; //!< the kernel's; nullptr: there is none
        uint16_t drvSpi{0};            //!< in the NIC; 0: it is not
        uint64_t cookie{0};            //!< see SaContext
        FluidAccount software{};       //!< what the kernel counts
        FluidAccount hardware{};       //!< what the NIC counts
    };

    /// Packets of one flow and size since the last time.
    struct Portion
    {
        const PacketDemand* demand;
        uint32_t size;               //!< its number
        double count;                //!< packets that were sent
        double rate;                 //!< of them per second
        FluidRates::Volumes volumes; //!< of what has passed

        /// @param stage a stage @return packets that have passed it
        double At(FluidRates::Stage stage) const
        {
            return rate * volumes[static_cast<size_t>(stage)];
        }
    };

    PacketDescriptor MakePacket(uint32_t length) const;
    void AskSender(Ps now);
    void AskReceiver();
    void Join(Ps now, FluidRates& rates);
    void CountPortion(const Portion& portion, double accepted, FluidTotals& totals);
    void CountSent(const Portion& portion, FluidTotals& totals);
    void CountReceived(const Portion& portion, double accepted, FluidTotals& totals);
    double FindReplays() const;
    void HandOn(Ps now, const FluidRates& rates);
    const SaContext* FindContext(const Place& place, const End& end) const;
    Ps FindFirst(Ps now, const FluidRates& rates) const;

    Config m_config;                               //!< what it is
    std::vector<Flow> m_flows;                     //!< its flows
    double m_rate{0};                              //!< packets per second, of all flows
    std::vector<Fate> m_fates;                     //!< by size
    std::vector<uint32_t> m_lengths;               //!< by size: in ESP form
    FluidRates::Handling m_handling{false, false}; //!< see IsInNic()
    bool m_isGone{true};                           //!< the receiver's kernel has no such SA
    Place m_sent;                                  //!< the SA at the sender
    Place m_received;                              //!< the SA at the receiver
    FlowCacheEntry m_cache;                        //!< the sender's memory of the flow
    std::vector<Portion> m_portions;               //!< those in hand
    std::optional<Ps> m_settled; //!< counted until here; nothing: the traffic has not begun
    bool m_hasWrapped{false};    //!< see HasWrapped()
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_FLUID_STRAND_H */
