/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_PACKET_BYTES_H
#define IPSEC_OFFLOAD_IPSEC_PACKET_BYTES_H

#include "ns3/packet.h"
#include "ns3/ptr.h"

#include <array>
#include <cstdint>
#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * Looks at octets near the front of a packet without changing it. The first WINDOW octets cost one
 * small copy; only who looks further pays for more.
 */
class PacketBytes
{
  public:
    /// Octets that the cheap copy holds: an IP header and most of what follows it.
    static constexpr uint32_t WINDOW = 128;

    /** @param packet what to look at */
    explicit PacketBytes(const Ptr<const Packet>& packet);

    /**
     * From now on, offsets count from here and end there.
     * @param begin octets to skip
     * @param end octets of the packet that count, those skipped included
     */
    void Narrow(uint32_t begin, uint32_t end);

    /** @return octets in view */
    uint32_t GetSize() const;

    /**
     * @param offset from the begin of the view
     * @param count how many octets are wanted
     * @return the octets, valid until the next call; nullptr when the view has not so many
     */
    const uint8_t* At(uint32_t offset, uint32_t count);

  private:
    Ptr<const Packet> m_packet;           //!< what to look at
    uint32_t m_begin{0};                  //!< begin of the view
    uint32_t m_end;                       //!< end of the view
    uint32_t m_copied;                    //!< octets in m_window or m_more
    std::array<uint8_t, WINDOW> m_window; //!< the first octets
    std::vector<uint8_t> m_more;          //!< all octets so far, when WINDOW did not suffice
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_PACKET_BYTES_H */
