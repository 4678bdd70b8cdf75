/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_SEGMENTATION_H
#define IPSEC_OFFLOAD_IPSEC_SEGMENTATION_H

#include "ipsec-packet-descriptor.h"

#include <algorithm>
#include <cstdint>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * How a TCP super-segment falls into segments: each repeats the IP and TCP headers and carries the
 * same number of octets of payload, the last one what is left.
 */
class Segmentation
{
  public:
    /**
     * @param length octets of the super-segment's IP datagram
     * @param headers octets of its IP and TCP headers
     * @param size octets of payload per segment; 0: it is not cut
     */
    Segmentation(uint32_t length, uint32_t headers, uint32_t size)
        : m_headers(size == 0 ? 0 : headers),
          m_size(size == 0 ? std::max(length, 1U) : size),
          m_payload(length - std::min(length, m_headers)),
          m_count(std::max(1U, (m_payload + m_size - 1) / m_size))
    {
    }

    /** @param packet a super-segment */
    explicit Segmentation(const PacketDescriptor& packet)
        : Segmentation(packet.length, packet.tcp.headers, packet.tcp.size)
    {
    }

    /** @return segments */
    uint32_t GetCount() const
    {
        return m_count;
    }

    /** @param index a segment, from 0 @return octets of payload before it */
    uint32_t GetOffset(uint32_t index) const
    {
        return index * m_size;
    }

    /** @param index a segment, from 0 @return octets of its IP datagram */
    uint32_t GetLength(uint32_t index) const
    {
        return m_headers + std::min(m_size, m_payload - GetOffset(index));
    }

    /** @return octets of IP of all segments */
    uint32_t GetTotal() const
    {
        return m_payload + m_count * m_headers;
    }

    /** @param index a segment, from 0 @return where it stands */
    SegmentPlace GetPlace(uint32_t index) const
    {
        if (m_count == 1)
        {
            return SegmentPlace::WHOLE;
        }
        return index == 0             ? SegmentPlace::FIRST
               : index + 1 == m_count ? SegmentPlace::LAST
                                      : SegmentPlace::MIDDLE;
    }

    /**
     * One segment of a super-segment, as its cutter hands it on: clear, with the super-segment's
     * tag and, where the host numbers packets, its number in ESP.
     * @param packet the super-segment, decided upon
     * @param index a segment, from 0
     * @return the segment
     */
    PacketDescriptor Cut(const PacketDescriptor& packet, uint32_t index) const
    {
        PacketDescriptor segment = packet;
        segment.superSegment = false;
        segment.length = GetLength(index);
        segment.tcp.sequence += GetOffset(index);
        segment.tcp.push = packet.tcp.push && index + 1 == m_count;
        segment.tcp.place =
            packet.tcp.segmentedBy == SegmentedBy::NIC ? GetPlace(index) : SegmentPlace::WHOLE;
        segment.tcp.segmentedBy = SegmentedBy::NONE;
        segment.esp.sequence += index;
        segment.esp.front.identification =
            static_cast<uint16_t>(packet.esp.front.identification + index);
        return segment;
    }

  private:
    uint32_t m_headers; //!< octets
    uint32_t m_size;    //!< octets of payload per segment
    uint32_t m_payload; //!< octets of payload in all
    uint32_t m_count;   //!< segments
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_SEGMENTATION_H */
