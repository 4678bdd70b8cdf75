/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_TCP_SEGMENTER_H
#define IPSEC_OFFLOAD_IPSEC_TCP_SEGMENTER_H

#include "ipsec-any-ip-header.h"
#include "ipsec-field-tag.h"

#include "ns3/ipsec-packet-descriptor.h"
#include "ns3/ipsec-segmentation.h"
#include "ns3/packet.h"
#include "ns3/ptr.h"

#include <cstdint>
#include <utility>
#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * Tells the NIC to cut this TCP super-segment, and into what (TSO). The NIC removes it.
 */
class IpsecTsoTag : public FieldTag<IpsecTsoTag>
{
  public:
    /// As TypeId has it.
    static constexpr const char* TYPE_NAME = "ns3::IpsecTsoTag";

    /** @param size octets of TCP payload per segment */
    explicit IpsecTsoTag(uint16_t size = 0)
        : m_size(size)
    {
    }

    /** @return octets of TCP payload per segment */
    uint16_t GetSize() const
    {
        return m_size;
    }

    // documented in ns-3's Tag
    void Print(std::ostream& os) const override;

  private:
    friend class FieldTag<IpsecTsoTag>;

    /// @param self the tag @param visit called with its fields @return what that returns
    template <typename Self, typename Visit>
    static auto VisitFields(Self& self, const Visit& visit)
    {
        return visit(self.m_size);
    }

    uint16_t m_size; //!< octets
};

/// A datagram whose header is apart.
using DatagramParts = std::pair<AnyIpHeader, Ptr<Packet>>;

/**
 * @ingroup ipsec-offload
 * @param header an IP header
 * @param payload what follows it
 * @return octets of both headers when TCP follows at once; 0 for all else: no NIC cuts that
 */
uint8_t GetTcpHeaders(const AnyIpHeader& header, const Ptr<const Packet>& payload);

/**
 * @ingroup ipsec-offload
 * Cut one segment off a TCP super-segment, as a NIC does (TSO): it gets IP and TCP headers with IP
 * length, IPv4 identification (counting up), TCP sequence number and checksums of its own. FIN and
 * PSH stay on the last segment, CWR on the first.
 * @param header of the super-segment
 * @param payload the rest of it; is not changed
 * @param cut how it falls apart
 * @param index a segment, from 0
 * @return the segment, with the super-segment's tags
 */
DatagramParts CutTcpSegment(const AnyIpHeader& header,
                            const Ptr<const Packet>& payload,
                            const Segmentation& cut,
                            uint32_t index);

/**
 * @ingroup ipsec-offload
 * Say what large receive must know of a TCP segment (PacketDescriptor::tcp). Only what has payload
 * and no flags but ACK and PSH can be merged; of all else nothing is known.
 * @param descriptor of the datagram; gets what is known
 * @param datagram it, as a device carries it
 */
void DescribeTcpSegment(PacketDescriptor& descriptor, const Ptr<const Packet>& datagram);

/**
 * @ingroup ipsec-offload
 * Join TCP segments as large receive does: the first one's IP header with its length and checksum,
 * the last one's TCP header (acknowledgment, window, time stamps) with the first one's sequence
 * number, PSH of any, and a checksum of its own.
 * @param segments datagrams as a device carries them, each the continuation of the one before
 * @param etherType ETHERTYPE_IPV4 or ETHERTYPE_IPV6
 * @return the unit, with the first one's packet tags
 */
Ptr<Packet> JoinTcpSegments(const std::vector<Ptr<const Packet>>& segments, uint16_t etherType);

/**
 * @ingroup ipsec-offload
 * Fragment a datagram for a wire that is narrower than what ns-3's IP knows (RFC 791, RFC 8200
 * section 4.5).
 * @param header its header, without IPv6 extension headers
 * @param payload the rest of it; is not changed
 * @param mtu octets of IP
 * @param identification of an IPv6 datagram's fragments
 * @return the fragments, in order, with the datagram's tags
 */
std::vector<DatagramParts> FragmentDatagram(const AnyIpHeader& header,
                                            const Ptr<const Packet>& payload,
                                            uint32_t mtu,
                                            uint32_t identification);

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_TCP_SEGMENTER_H */
