/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_PACKET_DESCRIPTOR_H
#define IPSEC_OFFLOAD_IPSEC_PACKET_DESCRIPTOR_H

#include "ipsec-ip-address.h"
#include "ipsec-reasons.h"
#include "ipsec-types.h"

#include <cstdint>

namespace ns3
{

class StepListener;

/**
 * @ingroup ipsec-offload
 * What a kernel writes into the IP header in front of ESP, beside the addresses.
 */
struct EspFront
{
    uint16_t identification{0}; //!< IPv4; 0 with DF, whatever stands here (RFC 6864)
    uint8_t trafficClass{0};    //!< or TOS; tunnel mode
};

/**
 * @ingroup ipsec-offload
 * The ESP form of a datagram: what another node sees of it on the wire.
 */
struct EspInfo
{
    uint32_t spi{0};    //!< security parameters index
    uint32_t length{0}; //!< octets of the whole ESP datagram, its IP header included
    uint64_t sequence{
        0};           //!< the full 64-bit number; the wire carries the low half (RFC 4303 2.2.1)
    IpAddress source; //!< source of the header in front of ESP
    IpAddress destination;     //!< destination of the header in front of ESP
    EspFront front;            //!< the rest of that header
    bool damaged{false};       //!< its ICV does not verify
    bool mixed{false};         //!< put together from fragments of different datagrams
    bool joined{false};        //!< put together from fragments
    bool wholeSequence{false}; //!< ESN, and sequence is all that went into the ICV; otherwise only
                               //!< its low half is known, as on a wire

    /**
     * RFC 4303 section 2.2.1: the high half is in the ICV, so a wrong guess of it is found out
     * there.
     * @param recovered the whole number as a receiver's window has it
     * @return true when the ICV will not verify
     */
    bool IsDamagedFor(uint64_t recovered) const
    {
        return damaged || mixed || (wholeSequence && sequence != recovered);
    }
};

/// Where in its super-segment a segment stands that a NIC cuts off (TSO).
enum class SegmentPlace : uint8_t
{
    WHOLE, //!< it is a datagram of its own
    FIRST,
    MIDDLE,
    LAST
};

/// Who makes segments of a super-segment.
enum class SegmentedBy : uint8_t
{
    NONE, //!< nobody: it is one datagram
    HOST, //!< software, just before the driver (Linux: GSO)
    NIC   //!< TSO
};

/// Who sums up a datagram's payload, to compute the upper layer's checksum or to verify it.
enum class ChecksumBy : uint8_t
{
    NOBODY, //!< not here: it is forwarded, or not in clear yet
    HOST,   //!< software
    NIC     //!< checksum offload
};

/**
 * @ingroup ipsec-offload
 * What there is to know of a datagram that carries TCP payload, be it one segment or a
 * super-segment.
 */
struct TcpSegmentInfo
{
    uint32_t sequence{0}; //!< TCP sequence number of the first octet of payload
    uint16_t size{0};     //!< octets of payload per segment; 0: nothing is known of TCP
    uint16_t merged{1};   //!< segments in it that large receive has put together
    uint8_t headers{0};   //!< octets of IP and TCP header; each segment repeats them
    bool push{false};     //!< the last segment has PSH: a receiver waits for no more
    bool booked{false};   //!< the host has paid for its segments one by one (GRO)
    SegmentPlace place{SegmentPlace::WHOLE};    //!< of a segment that the NIC cuts off
    SegmentedBy segmentedBy{SegmentedBy::NONE}; //!< of a super-segment, once it is decided upon
};

/**
 * @ingroup ipsec-offload
 * What a datagram has met in the host of the node where it is. A host begins it anew; a datagram
 * that is opened or forwarded there takes it along.
 */
struct HostTrail
{
    uint32_t hash{0};   //!< what chose the core that received it; 0: not known
    uint32_t cycles{0}; //!< of cores, spent on it so far
    uint8_t path{0};    //!< which way it took: a HostPath
};

/**
 * @ingroup ipsec-offload
 * One datagram as the models see it: no bytes, only what decisions and times depend on.
 *
 * The same objects (path/, nic/) work on descriptors in both fidelities. stack/ makes one from an
 * ns-3 packet, lean/ generates it. The first block describes the clear datagram, the second what
 * was decided on the way out, the third its ESP form.
 */
struct PacketDescriptor
{
    uint64_t id{0};              //!< packet number within its source
    uint32_t sourceIndex{0};     //!< which source made it
    uint32_t length{0};          //!< octets of the clear datagram, its IP header included
    IpAddress source;            //!< source address of the clear datagram
    IpAddress destination;       //!< destination address of the clear datagram
    uint32_t flowHash{0};        //!< hash over the 5-tuple, made once (see HashFlow())
    uint16_t sourcePort{0};      //!< or the ICMP type (G18)
    uint16_t destinationPort{0}; //!< or the ICMP code
    uint16_t vlan{0};            //!< VLAN id of its frame, 0 without one
    uint16_t identification{0};  //!< of its IPv4 header, where there is one
    uint8_t trafficClass{0};     //!< of its IP header, ECN among it; or TOS
    uint8_t protocol{0};         //!< upper protocol; for IPv6 behind the extension headers
    uint8_t headerLength{20};    //!< octets of the IP header: IPv4 with options, IPv6 always 40
    bool forwarded{false};       //!< not made by this node
    bool unconnected{false};     //!< its socket has no peer, or it has no socket (R114)
    bool fragment{false};        //!< not a whole datagram
    bool dontFragment{false};    //!< IPv4 DF
    bool superSegment{false};    //!< TCP segments that are still one (TSO, GSO)
    TcpSegmentInfo tcp;          //!< what is known of its TCP payload

    IpsecVerdict verdict{IpsecVerdict::NOT_ASKED}; //!< on the way out
    SoftwareReason reason{SoftwareReason::NONE};   //!< why it is not offloaded
    IpsecDrop drop{IpsecDrop::NONE};               //!< why it went no further
    uint16_t refusal{0}; //!< number of the driver's refusal that is the reason; 0: none is
    uint16_t drvSpi{0};  //!< transmit or receive tag; 0 means none
    uint32_t pathMtu{0}; //!< with drop TOO_BIG: what would have fit; 0: the sender is not told
    NicDrop syndrome{NicDrop::NONE}; //!< what a NIC that handed it up found wrong with it (N34)
    ChecksumBy checksum{ChecksumBy::NOBODY}; //!< who computes it, or has verified it (R136)
    bool headerSum{false}; //!< software computes the IPv4 header's checksum (R136)
    HostTrail host;        //!< where it is

    EspInfo esp; //!< its ESP form; esp.spi is 0 while it has none

    StepListener* steps{nullptr}; //!< who follows this packet; nullptr for all but one

    /** @return true for an IPv4 datagram */
    bool IsIpv4() const
    {
        return source.IsIpv4();
    }

    /** @return true when the datagram is in its ESP form */
    bool IsEsp() const
    {
        return esp.spi != 0;
    }

    /** @return the octets of the datagram as it stands: ESP form if it has one */
    uint32_t GetCurrentLength() const
    {
        return IsEsp() ? esp.length : length;
    }
};

/**
 * @ingroup ipsec-offload
 * What a flow's packets are spread by, over cores and queues.
 * @param source address
 * @param destination address
 * @param protocol upper protocol
 * @param ports source port in the high half, destination port in the low one; 0 without ports
 * @return a hash
 */
inline uint32_t
HashTuple(const IpAddress& source, const IpAddress& destination, uint8_t protocol, uint32_t ports)
{
    uint64_t hash = MixHash(source.high, source.low);
    hash = MixHash(hash ^ destination.high, destination.low);
    hash = MixHash(hash, (uint64_t{protocol} << 32) | ports);
    return static_cast<uint32_t>(hash);
}

/**
 * @ingroup ipsec-offload
 * @param packet a descriptor with addresses, protocol and ports filled in
 * @return a hash over its 5-tuple, equal for both directions of no flow in particular
 */
inline uint32_t
HashFlow(const PacketDescriptor& packet)
{
    return HashTuple(packet.source,
                     packet.destination,
                     packet.protocol,
                     (uint32_t{packet.sourcePort} << 16) | packet.destinationPort);
}

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_PACKET_DESCRIPTOR_H */
