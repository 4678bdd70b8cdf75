/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_LEAN_PACKET_INTERNAL_H
#define IPSEC_OFFLOAD_LEAN_PACKET_INTERNAL_H

#include "lean-lane-merge.h"
#include "lean-topology-internal.h"

#include "ns3/ipsec-packet-descriptor.h"
#include "ns3/ipsec-pending-packet.h"
#include "ns3/ipsec-pico-time.h"
#include "ns3/ipsec-reasons.h"
#include "ns3/ipsec-types.h"

#include <cstdint>
#include <utility>

/**
 * @file
 * @ingroup ipsec-offload
 * A packet of a LeanNetwork, and how it waits in a lane.
 */

namespace ns3
{

/// A packet under way.
struct LeanPacket
{
    /// Not a number of a packet.
    static constexpr uint32_t NONE = UINT32_MAX;
    /// The source of what a node sends by itself.
    static constexpr uint32_t NO_SOURCE = UINT32_MAX;

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
    uint32_t next;         //!< the next segment of its unit of large receive; NONE: none
    uint32_t last;         //!< of its unit's segments, at the first one
    uint32_t merged;       //!< octets of IP of its unit, at the first one
    IpsecVerdict verdict;  //!< of the first node with IPsec
    SoftwareReason reason; //!< of the same
    PendingPacket pending; //!< while a core has it and something is left to do

    /// @return true when a node has sent it by itself
    bool IsAnswer() const
    {
        return source == NO_SOURCE;
    }

    /// It is whole, and none of its fragments is anywhere.
    void ForgetFragments()
    {
        pieces = 1;
        arrived = 0;
        lost = 0;
        held = 0;
        orphan = false;
    }

    /// All fragments of it have been put together.
    void BecomeWhole()
    {
        descriptor.esp.joined = pieces > 1;
        pieces = 1;
        arrived = 0;
        descriptor.fragment = false;
    }

    /// A core has come to it. @return what was left to do; it is no more
    PendingPacket TakePending()
    {
        return std::exchange(pending, {});
    }
};

/// What travels of a datagram: all of it, or a fragment.
struct LeanExtent
{
    uint32_t length;    //!< octets of IP
    uint32_t offset{0}; //!< of its payload in that of the datagram
};

/// What happens to a lane's item when its time has come.
enum class LeanStep : uint8_t
{
    ARRIVAL,  //!< the source's next datagram
    HOST_OUT, //!< the host is done with it: to the NIC
    WIRE,     //!< its last bit arrived at the far NIC
    NIC_RX,   //!< the far NIC is done with it: to the host
    HOLD,     //!< large receive has waited long enough for more segments of a unit
    HOST_ESP, //!< the host is done with its ESP: check what came out
    HOST_IN,  //!< the host is done with it: deliver or forward
    SOCKET    //!< the application's core is done with it
};

/**
 * @param step what happens then
 * @param time when
 * @param number the packet
 * @param hop where
 * @param extent what of it
 * @return it, as it waits in a lane
 */
inline LaneItem
MakeLaneItem(LeanStep step, Ps time, uint32_t number, uint32_t hop, LeanExtent extent)
{
    return {time,
            0,
            number,
            extent.length,
            hop,
            static_cast<uint8_t>(step),
            static_cast<uint16_t>(extent.offset)};
}

} // namespace ns3

#endif /* IPSEC_OFFLOAD_LEAN_PACKET_INTERNAL_H */
