/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_FRAGMENT_REASSEMBLER_INTERNAL_H
#define IPSEC_OFFLOAD_IPSEC_FRAGMENT_REASSEMBLER_INTERNAL_H

#include "ns3/ipsec-any-ip-header.h"
#include "ns3/net-device.h"
#include "ns3/packet.h"
#include "ns3/ptr.h"
#include "ns3/queue-item.h"

#include <cstdint>
#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * Joins the fragments of a datagram that this node's own IP has just cut.
 *
 * Kernels apply IPsec to a local datagram before they fragment it, and ESP in transport mode must
 * (RFC 4303 section 3.3.4); ns-3's IP fragments first. Its fragments come back to back: no other
 * datagram of the node comes between, even when they waited for address resolution. So one set is
 * enough, and a fragment of another datagram says that the rest is lost. Parts of a datagram may be
 * lost on the way here: address resolution keeps few packets.
 */
class LocalFragmentReassembler
{
  public:
    /// A fragment as it came, kept in case the datagram stays clear.
    struct Part
    {
        Ptr<NetDevice> device;   //!< where it was to go
        Ptr<QueueDiscItem> item; //!< the fragment
    };

    /// What there is of a datagram.
    struct Datagram
    {
        AnyIpHeader header;         //!< as it was before it was cut
        Ptr<Packet> payload;        //!< in real bytes (see EspTransform)
        std::vector<Part> parts;    //!< the fragments
        uint32_t largestPart{0};    //!< octets of the longest fragment, its header included
        uint32_t extensions{0};     //!< octets of IPv6 extension headers at the front of payload
        uint32_t identification{0}; //!< of its fragments
        bool broken{false};         //!< a part is missing: it will never be whole
        uint8_t protocol{0};        //!< what was cut

        /** @return octets so far, one IP header included */
        uint32_t GetLength() const;
    };

    /// Answer to Add().
    enum class Result : uint8_t
    {
        WAITS,   //!< for the rest of its datagram
        WHOLE,   //!< Take() gives the datagram
        BROKEN,  //!< Take() gives what there was of it
        UNWANTED //!< it belongs to another datagram than the one that waits
    };

    /** @return true when a datagram waits for its rest */
    bool IsWaiting() const
    {
        return m_datagram.payload != nullptr;
    }

    /** @return what waits */
    const Datagram& Peek() const
    {
        return m_datagram;
    }

    /**
     * Add a fragment to the datagram that waits, or begin one when none does.
     * @param header its IP header
     * @param payload what follows it
     * @param part the fragment as it came
     * @return what became of it
     */
    Result Add(const AnyIpHeader& header, Ptr<const Packet> payload, Part part);

    /** @return what waits; nothing waits then */
    Datagram Take();

  private:
    struct Position;

    bool Belongs(const AnyIpHeader& header, const Position& position) const;
    void Start(const AnyIpHeader& header, Ptr<Packet> piece, const Position& position);

    Datagram m_datagram; //!< what waits; without a payload: nothing
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_FRAGMENT_REASSEMBLER_INTERNAL_H */
