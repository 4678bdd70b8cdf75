/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_MEASURED_NETWORK_H
#define IPSEC_OFFLOAD_PLANNER_MEASURED_NETWORK_H

#include "planner/network/network-bound.h"
#include "planner/topology/network-parts.h"

#include "ns3/ipsec-nic.h"
#include "ns3/ipsec-node.h"

#include <string>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * The parts of a simulated network that have counters.
 */
struct MeasuredNetwork
{
    /// A node with IPsec.
    struct Node
    {
        std::string name;
        Ptr<IpsecNode> ipsec;
        const NodeSpec* spec; //!< what the scenario says of it
    };

    /// A NIC and who listens to it.
    struct Nic
    {
        std::string name;
        Ptr<IpsecNic> nic;
        Ptr<IpsecOffload> kernel; //!< nullptr: nobody
        uint64_t lineRate;        //!< of its link, bit/s
        uint32_t largestFrame;    //!< octets on the wire
    };

    std::vector<Node> nodes; //!< all; the first one is the measured one
    std::vector<Nic> nics;   //!< all
    Ptr<IpsecNic> near;      //!< of the measured node, on the measured link
    Ptr<IpsecNic> far;       //!< on the other end of that link
    NetworkBound bound{};    //!< what its links allow

    /** @return the measured node */
    const IpsecNode& GetMeasured() const
    {
        return *nodes.front().ipsec;
    }
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_MEASURED_NETWORK_H */
