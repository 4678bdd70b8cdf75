/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_ESP_DATAGRAM_TAG_H
#define IPSEC_OFFLOAD_ESP_DATAGRAM_TAG_H

#include "ns3/packet.h"
#include "ns3/ptr.h"
#include "ns3/tag.h"

#include <cstdint>
#include <vector>

namespace ns3
{

class EspHeader;

/**
 * @ingroup ipsec-offload
 * A byte tag on all octets of an ESP datagram: whose they are. When IP has put fragments of
 * different datagrams together, which a network may legally cause once the 16 bits of IPv4's
 * identification have come round, the tags tell.
 */
class EspDatagramTag : public Tag
{
  public:
    /** @return the TypeId */
    static TypeId GetTypeId();

    /**
     * @param payload what begins with the ESP header
     * @param header that header
     */
    static void Mark(const Ptr<Packet>& payload, const EspHeader& header);

    /**
     * @param payload what begins with an ESP header, as IP hands it up
     * @return the uids of the packets whose octets are in it, each once; more than one when
     * fragments of different datagrams were put together; none when it was never marked
     */
    static std::vector<uint64_t> GetUids(const Ptr<const Packet>& payload);

    /** @param payload the same @return true when fragments of different datagrams are in it */
    static bool IsMixed(const Ptr<const Packet>& payload);

    /** @param payload the same @return true when it was put together from fragments */
    static bool IsJoined(const Ptr<const Packet>& payload);

    // documented in ns-3's Tag
    TypeId GetInstanceTypeId() const override;
    uint32_t GetSerializedSize() const override;
    void Serialize(TagBuffer i) const override;
    void Deserialize(TagBuffer i) override;
    void Print(std::ostream& os) const override;

  private:
    /// Runs of octets that the ESP header at the front belongs to.
    struct OwnRuns
    {
        uint32_t count{0};  //!< one per fragment
        uint32_t octets{0}; //!< in all of them
    };

    static OwnRuns FindOwn(const Ptr<const Packet>& payload);

    uint64_t m_uid{0};      //!< of the packet
    uint32_t m_spi{0};      //!< segments share a uid, but no
    uint32_t m_sequence{0}; //!< sequence number of an SA
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_ESP_DATAGRAM_TAG_H */
