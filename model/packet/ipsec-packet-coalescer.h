/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_PACKET_COALESCER_H
#define IPSEC_OFFLOAD_IPSEC_PACKET_COALESCER_H

#include "ns3/ipsec-packet-descriptor.h"
#include "ns3/ipsec-segment-coalescer.h"
#include "ns3/packet.h"
#include "ns3/ptr.h"

#include <cstdint>
#include <functional>
#include <unordered_map>
#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * Large receive on ns-3 packets: keeps the segments of open units, which SegmentCoalescer decides
 * about, and joins them when a unit goes up.
 */
class PacketCoalescer
{
  public:
    /// Takes a unit up: the descriptor of its first segment, but for length and number of segments,
    /// and the datagram.
    using Up = std::function<void(const PacketDescriptor& unit, const Ptr<const Packet>& datagram)>;

    /** @param bounds of all units */
    explicit PacketCoalescer(const SegmentCoalescer::Bounds& bounds);

    /// What becomes of a segment.
    struct Answer
    {
        bool taken;     //!< it is part of a unit; else it goes up alone, and now
        bool opened;    //!< it is the first one of its unit: Expire() is due after the hold
        uint32_t place; //!< for Expire()
        uint32_t stamp; //!< for Expire()
    };

    /**
     * A segment arrives. A unit that it ends is taken up before this returns.
     * @param segment its descriptor, tcp filled in (DescribeTcpSegment())
     * @param datagram it, as a device carries it
     * @param etherType ETHERTYPE_IPV4 or ETHERTYPE_IPV6
     * @param up takes its unit up, if it is the first one of a unit
     * @return what becomes of it
     */
    Answer Offer(const PacketDescriptor& segment,
                 const Ptr<const Packet>& datagram,
                 uint16_t etherType,
                 Up up);

    /**
     * The hold time of a unit is over: it goes up, if it has not yet.
     * @param place of its Answer
     * @param stamp of its Answer
     */
    void Expire(uint32_t place, uint32_t stamp);

  private:
    /// An open unit.
    struct Unit
    {
        PacketDescriptor descriptor; //!< of its first segment
        std::vector<Ptr<const Packet>> segments;
        uint16_t etherType;
        Up up;
    };

    void End(uint32_t number);

    SegmentCoalescer m_merger;                  //!< who decides
    std::unordered_map<uint32_t, Unit> m_units; //!< open ones
    uint32_t m_next{0};                         //!< number of the next one
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_PACKET_COALESCER_H */
