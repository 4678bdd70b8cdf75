/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_ESP_DATAGRAM_TAG_H
#define IPSEC_OFFLOAD_ESP_DATAGRAM_TAG_H

#include "ipsec-field-tag.h"

#include "ns3/packet.h"
#include "ns3/ptr.h"

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
class EspDatagramTag : public FieldTag<EspDatagramTag>
{
  public:
    /// As TypeId has it.
    static constexpr const char* TYPE_NAME = "ns3::EspDatagramTag";

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
    void Print(std::ostream& os) const override;

  private:
    friend class FieldTag<EspDatagramTag>;

    /// @param self the tag @param visit called with its fields @return what that returns
    template <typename Self, typename Visit>
    static auto VisitFields(Self& self, const Visit& visit)
    {
        return visit(self.m_uid, self.m_spi, self.m_sequence);
    }

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
