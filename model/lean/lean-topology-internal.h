/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_LEAN_TOPOLOGY_INTERNAL_H
#define IPSEC_OFFLOAD_LEAN_TOPOLOGY_INTERNAL_H

#include "lean-datagram-reassembler-internal.h"
#include "lean-network.h"

#include "ns3/data-rate.h"
#include "ns3/ipsec-flow-cache.h"
#include "ns3/ipsec-ip-address.h"
#include "ns3/ipsec-node.h"
#include "ns3/ipsec-packet-descriptor.h"
#include "ns3/ipsec-pico-time.h"
#include "ns3/ipsec-segment-coalescer.h"
#include "ns3/nstime.h"
#include "ns3/ptr.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload
 * Where the packets of a LeanNetwork travel: its nodes, its links and the flows over them.
 */

namespace ns3
{

/// A host or a router.
struct LeanNode
{
    Ptr<IpsecNode> ipsec;             //!< nullptr: a router that forwards in no time
    std::vector<IpAddress> addresses; //!< sorted
    std::vector<uint32_t>
        hostLanes; //!< of its host model: packets in the order of their completion
    DatagramReassembler reassembler; //!< of ESP in IPv4 for this node

    /// @param address an address @return true when it is one of this node's
    bool Has(const IpAddress& address) const
    {
        return std::binary_search(addresses.begin(), addresses.end(), address);
    }
};

/// One direction of a link: a transmitting NIC, a wire, a receiving NIC.
struct LeanDirection
{
    LeanNetwork::LinkEnd from;
    LeanNetwork::LinkEnd to;
    LeanNode* sender;   //!< the node at from
    LeanNode* receiver; //!< the node at to
    DataRate rate;
    Ps delay;
    uint32_t mtu;
    uint32_t number; //!< of the direction
    uint32_t wireLane;
    uint32_t receiveLane;
    std::unique_ptr<SegmentCoalescer> coalescer; //!< large receive at the far end; nullptr: none
    bool mergesInHost{false};                    //!< GRO; otherwise in the NIC
    Ps hold{0};                                  //!< of its units
    uint32_t holdLane{0};                        //!< units in order of the end of their hold
    std::vector<Ps> transmissionTimes;           //!< by octets of the frame; 0: not asked for yet

    /// Octets that PPP puts before an IP packet: what the point-to-point device's own transmission
    /// takes.
    static constexpr uint32_t PPP_HEADER = 2;

    /// @param length octets of IP @return from its first bit to its last, as the ns-3 device has it
    Ps TransmissionTime(uint32_t length)
    {
        const uint32_t frame = length + PPP_HEADER;
        if (frame >= transmissionTimes.size())
        {
            transmissionTimes.resize(frame + 1, 0);
        }
        Ps& time = transmissionTimes[frame];
        if (time == 0)
        {
            time = ToPs(rate.CalculateBytesTxTime(frame));
        }
        return time;
    }
};

/// A flow with everything that its packets have in common.
struct LeanFlow
{
    uint32_t tcpSequence{0};                //!< of the next octet of TCP payload
    PacketDescriptor first;                 //!< addresses, ports, hash
    std::vector<LeanDirection*> directions; //!< one per hop
    std::vector<FlowCacheEntry> caches; //!< one per hop: what the node there remembers of the flow
    LeanFlow* successor{nullptr};       //!< the same flow after its routes have changed
    LeanFlow* wayBack{nullptr};         //!< of ICMP messages to its sender, once there were any

    /// @param hop number of a hop @return true when the flow ends behind it
    bool IsLastHop(uint32_t hop) const
    {
        return hop + 1 == directions.size();
    }
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_LEAN_TOPOLOGY_INTERNAL_H */
