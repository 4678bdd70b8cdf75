/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_LEAN_NETWORK_INTERNAL_H
#define IPSEC_OFFLOAD_LEAN_NETWORK_INTERNAL_H

#include "lean-network.h"

#include "ns3/ipsec-segment-coalescer.h"

#include <algorithm>
#include <memory>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload
 * What LeanNetwork is made of: for its own source files, of which lean-network.cc builds and runs
 * the network, lean-network-output.cc takes packets out of a node and lean-network-input.cc into
 * one.
 */

namespace ns3
{

/// A host or a router.
struct LeanNetwork::Node
{
    Ptr<IpsecNode> ipsec;             //!< nullptr: a router that forwards in no time
    std::vector<IpAddress> addresses; //!< sorted
    std::vector<uint32_t>
        hostLanes;              //!< of its host model: packets in the order of their completion
    DatagramReassembler joiner; //!< of ESP in IPv4 for this node

    /// @param address an address @return true when it is one of this node's
    bool Has(const IpAddress& address) const
    {
        return std::binary_search(addresses.begin(), addresses.end(), address);
    }
};

/// One direction of a link: a transmitting NIC, a wire, a receiving NIC.
struct LeanNetwork::Direction
{
    LinkEnd from;
    LinkEnd to;
    DataRate rate;
    Ps delay;
    uint32_t mtu;
    uint32_t wireLane;
    uint32_t receiveLane;
    std::unique_ptr<SegmentCoalescer> merger; //!< large receive at the far end; nullptr: none
    bool mergesInHost{false};                 //!< GRO; otherwise in the NIC
    Ps hold{0};                               //!< of its units
    uint32_t holdLane{0};                     //!< units in order of the end of their hold
    std::vector<Ps> transmissionTimes;        //!< by octets of the frame; 0: not asked for yet

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
struct LeanNetwork::LeanFlow
{
    uint32_t tcpSequence{0};            //!< of the next octet of TCP payload
    PacketDescriptor first;             //!< addresses, ports, hash
    uint32_t sender;                    //!< node
    std::vector<uint32_t> directions;   //!< one per hop
    std::vector<FlowCacheEntry> caches; //!< one per hop: what the node there remembers of the flow
    LeanFlow* successor{nullptr};       //!< the same flow after its routes have changed
};

/// A source and what became of its packets.
struct LeanNetwork::Source
{
    Ptr<TrafficSource> traffic;
    std::vector<uint32_t> flows;
    uint32_t number;
    uint32_t lane;
    TrafficArrival next{};
    uint64_t sent{0};
    bool record{false};
    FateList fates;
    PacketOctets delivered; //!< see GetDelivered()
};

/// A packet under way.
struct LeanNetwork::LeanPacket
{
    PacketDescriptor descriptor;
    LeanFlow* flow;
    Ps sentAt;
    uint32_t source;
    uint32_t pieces;       //!< fragments made of it, or one
    uint32_t arrived;      //!< of those, at the node that puts them together
    uint32_t lost;         //!< of those
    uint32_t held;         //!< of those, waiting where they are put together
    bool orphan;           //!< it has ended, and some of its fragments are held
    uint32_t segments;     //!< that it stands for: more than one until a super-segment is cut
    uint32_t next;         //!< the next segment of its unit of large receive; NO_PACKET: none
    uint32_t last;         //!< of its unit's segments, at the first one
    uint32_t merged;       //!< octets of IP of its unit, at the first one
    IpsecVerdict verdict;  //!< of the first node with IPsec
    SoftwareReason reason; //!< of the same
    PendingPacket pending; //!< while a core has it and something is left to do
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_LEAN_NETWORK_INTERNAL_H */
