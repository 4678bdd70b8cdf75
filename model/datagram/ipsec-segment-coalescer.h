/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_SEGMENT_COALESCER_H
#define IPSEC_OFFLOAD_IPSEC_SEGMENT_COALESCER_H

#include "ipsec-packet-descriptor.h"

#include "ns3/ipsec-pico-time.h"

#include <cstdint>
#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * Large receive: which TCP segments of one flow go up as one unit, be it in a NIC (LRO) or in a
 * host (GRO). It decides; the caller keeps the packets and calls Expire() when the hold time is
 * over.
 *
 * A segment joins its flow's open unit when it follows without a gap, is no longer than the unit's
 * first one, came by the same SA and has headers as long and of the same traffic class (so that
 * marks of congestion are not lost). The unit ends with a segment that has PSH or is shorter, at
 * the bounds, at the end of the hold time, before a segment of the flow that cannot join, and when
 * another flow needs its place.
 */
class SegmentCoalescer
{
  public:
    /// No unit.
    static constexpr uint32_t NONE = UINT32_MAX;

    /// Places for open units in a host, whose table of flows is not what bounds it.
    static constexpr uint32_t HOST_SESSIONS = 1024;

    /// The longest IP datagram, and so the longest unit.
    static constexpr uint32_t LONGEST_UNIT = 65'535;

    /// What ends a unit.
    struct Bounds
    {
        uint32_t sessions; //!< places for open units, rounded up to a power of two
        uint32_t segments; //!< most segments of a unit
        uint32_t octets;   //!< most octets of IP of a unit
    };

    /// What becomes of a packet.
    struct Answer
    {
        uint32_t ended{NONE}; //!< a unit that ends before this packet
        uint32_t unit{NONE};  //!< the unit that has it now; NONE: it goes up alone, and now
        bool opened{false};   //!< it is the first one of its unit: Expire() is due after the hold
        bool complete{false}; //!< its unit ends with it
        uint32_t place{0};    //!< for Expire()
        uint32_t stamp{0};    //!< for Expire()
    };

    /** @param bounds of all units; each at least 1 */
    explicit SegmentCoalescer(const Bounds& bounds);

    /**
     * @param packet a packet, clear and whole, in order of arrival
     * @param unit how the caller names the unit if this packet begins one
     * @return what becomes of it
     */
    Answer Offer(const PacketDescriptor& packet, uint32_t unit);

    /**
     * The hold time of a unit is over.
     * @param place of its Answer
     * @param stamp of its Answer
     * @return the unit; NONE when it has ended before
     */
    uint32_t Expire(uint32_t place, uint32_t stamp);

  private:
    /// An open unit, or the place for one.
    struct Session
    {
        uint32_t unit{NONE}; //!< NONE: free
        uint32_t stamp{0};   //!< counts the units of this place
        IpAddress source;
        IpAddress destination;
        uint32_t ports{0};       //!< both
        uint32_t next{0};        //!< TCP sequence number that continues it
        uint32_t size{0};        //!< octets of payload of its first segment
        uint32_t segments{0};    //!< so far
        uint32_t octets{0};      //!< of IP, so far
        uint16_t drvSpi{0};      //!< receive tag
        uint8_t headers{0};      //!< octets of IP and TCP
        uint8_t trafficClass{0}; //!< of IP

        bool IsOf(const PacketDescriptor& packet, uint32_t packetPorts) const
        {
            return unit != NONE && ports == packetPorts && source == packet.source &&
                   destination == packet.destination;
        }

        bool IsLike(const PacketDescriptor& packet) const
        {
            return drvSpi == packet.drvSpi && headers == packet.tcp.headers &&
                   trafficClass == packet.trafficClass;
        }
    };

    static uint32_t End(Session& session);

    Bounds m_bounds;                 //!< of all units
    std::vector<Session> m_sessions; //!< a power of two of them, by hash
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_SEGMENT_COALESCER_H */
