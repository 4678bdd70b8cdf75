/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_IPV6_HEADER_CHAIN_H
#define IPSEC_OFFLOAD_IPSEC_IPV6_HEADER_CHAIN_H

#include "ipsec-packet-part.h"

#include "ns3/header.h"

#include <cstdint>
#include <vector>

namespace ns3
{

class PacketBytes;

/**
 * @ingroup ipsec-offload
 * A place between IPv6 extension headers.
 */
struct Ipv6HeaderPlace
{
    uint8_t nextHeader{0};    //!< what stands here
    uint32_t offset{0};       //!< octets of extension headers in front of it
    uint32_t nextHeaderAt{0}; //!< where its number stands; with offset 0 it is the IPv6 header's
};

/**
 * @ingroup ipsec-offload
 * The extension headers of an IPv6 datagram (RFC 8200 section 4.1).
 */
struct Ipv6HeaderChain
{
    /// Where the walk ended: the upper protocol, ESP or AH. An extension header when that is cut
    /// short, or what the fragment header of a later fragment names.
    Ipv6HeaderPlace upper;
    /// Behind the headers that routers read: hop-by-hop options, and everything up to a routing
    /// header. ESP in transport mode goes here (RFC 4303 section 3.1.1).
    Ipv6HeaderPlace perFragment;
    bool fragment{false};      //!< part of a datagram only
    bool laterFragment{false}; //!< and not its first part
    /// Against RFC 8200, or beyond what ns-3's IP reads: there the upper protocol begins elsewhere,
    /// and a policy with ports would be asked about other octets than the sockets see. Such a
    /// datagram must not pass.
    bool malformed{false};
};

/**
 * @ingroup ipsec-offload
 * @param nextHeader of the IPv6 header
 * @param payload a view on what follows that header
 * @return its extension headers. Malformed are: a chain that is cut short (in a first fragment,
 * too, RFC 7112), options that do not fill their header exactly, a second fragment header; and,
 * because of ns-3, more than 255 octets of headers, a routing header that is not the first one, of
 * a type other than 0, or with half an address.
 */
Ipv6HeaderChain WalkIpv6Headers(uint8_t nextHeader, PacketBytes& payload);

/**
 * @ingroup ipsec-offload
 * Extension headers as plain octets: taken off, changed in their last next-header field, put back.
 */
class Ipv6HeaderChainBytes : public PacketPart<Ipv6HeaderChainBytes, Header>
{
  public:
    /// As TypeId has it.
    static constexpr const char* TYPE_NAME = "ns3::Ipv6HeaderChainBytes";

    /** No octets. */
    Ipv6HeaderChainBytes() = default;

    /** @param size octets to read */
    explicit Ipv6HeaderChainBytes(uint32_t size);

    /**
     * @param at where a next-header field stands
     * @param nextHeader what to write there
     */
    void SetNextHeader(uint32_t at, uint8_t nextHeader);

    // documented in ns-3's Header
    uint32_t GetSerializedSize() const override;
    void Serialize(Buffer::Iterator start) const override;
    uint32_t Deserialize(Buffer::Iterator start) override;
    uint32_t Deserialize(Buffer::Iterator start, Buffer::Iterator end) override;
    void Print(std::ostream& os) const override;

  private:
    std::vector<uint8_t> m_bytes; //!< the octets
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_IPV6_HEADER_CHAIN_H */
