/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_SLOT_ASSIGNMENT_H
#define IPSEC_OFFLOAD_PLANNER_SLOT_ASSIGNMENT_H

#include "planner/network/establishment-plan.h"
#include "planner/network/flow-plan.h"
#include "planner/scenario/scenario.h"

#include "ns3/ipsec-ip-address.h"
#include "ns3/ipsec-types.h"

#include <cstdint>
#include <vector>

namespace ns3::planner
{

class NetworkGraph;
class ProtectingEnd;

/**
 * @ingroup ipsec-offload
 * How a kernel offers SAs, whatever the driver answers.
 */
struct OfferRules
{
    bool directionKnown{false};    //!< R49
    bool onlyNamed{false};         //!< only the interface that the SA names is asked
    bool refusalFails{false};      //!< the key manager adds a refused SA again, for software
    bool walkStopsOnError{false};  //!< R16: later interfaces are not asked
    bool leakDrvSpiOnFault{false}; //!< R18
    bool useAfterAnswer{false};    //!< no packet uses an SA before the drivers have answered
    bool sharesNumbers{false};     //!< software and NIC number packets together (R143)
    bool handsOver{false};         //!< a NIC goes on with the numbers of software
    uint32_t drvSpis{0};           //!< numbers that there are (R11)
};

/// An interface of a node that can do IPsec.
struct CapableInterface
{
    uint32_t nic;     //!< whose: VLAN interfaces share that of their parent (R214)
    uint16_t vlan;    //!< its VLAN id; 0: none
    bool isProtected; //!< the traffic of the SAs passes here
};

/// Interfaces and NICs of a node, as far as they can do IPsec.
struct CapableNics
{
    std::vector<std::vector<IpAddress>> addresses; //!< by NIC
    std::vector<CapableInterface> interfaces;      //!< in the order in which the kernel has them
};

/**
 * @param graph a network
 * @param node one of its nodes with IPsec
 * @param link the node's link that carries its protected traffic
 * @return its interfaces and NICs that can do IPsec
 */
CapableNics FindCapableNics(const NetworkGraph& graph, uint32_t node, uint32_t link);

/// Shares of the traffic by direction, seen from the node in question.
struct DirectionShares
{
    double transmit{1};
    double receive{1};

    /** @param isTransmit which direction @return its share */
    double Of(bool isTransmit) const
    {
        return isTransmit ? transmit : receive;
    }
};

/// Slots by kind (N52).
struct SlotCounts
{
    uint32_t transmit{0}; //!< all of them where both directions draw from one pool
    uint32_t receive{0};
};

/**
 * @ingroup ipsec-offload
 * Who gets the slots of a node's NIC when all SAs are set up and none is deleted. Every offer asks
 * what the driver asks: AssessSa(), NicSlots and NicFlowTables.
 */
class SlotAssignment
{
  public:
    /**
     * @param end the node; must outlive this object
     * @param near it is the measured one
     * @param nics its NICs
     */
    SlotAssignment(const ProtectingEnd& end, bool near, CapableNics nics);

    /**
     * @param population the SAs
     * @param members clients or tunnels that have SAs there, in the order of establishment
     * @param mayOffload whether the SAs of such a client or tunnel may be offloaded, by its number
     * @param plan all clients or tunnels
     * @return of the traffic whose SAs the NIC takes if it has room, the share whose SAs it has; 1
     * where it takes none
     */
    DirectionShares FindShares(const PopulationSpec& population,
                               const std::vector<uint32_t>& members,
                               const std::vector<bool>& mayOffload,
                               const FlowPlan& plan) const;

    /**
     * @param population the SAs
     * @param plan all clients or tunnels: each has SAs there
     * @return slots of the protected interface's NIC that they take if there is room
     */
    SlotCounts CountNeeded(const PopulationSpec& population, const FlowPlan& plan) const;

  private:
    const ProtectingEnd& m_end; //!< the node
    bool m_near;                //!< see the constructor
    CapableNics m_nics;         //!< see the constructor
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_SLOT_ASSIGNMENT_H */
