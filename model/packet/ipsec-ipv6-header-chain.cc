/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-ipv6-header-chain.h"

#include "ipsec-packet-bytes.h"

#include "ns3/assert.h"

namespace ns3
{

namespace
{

// IANA "Protocol Numbers"; RFC 8200 section 4
constexpr uint8_t HOP_BY_HOP = 0;
constexpr uint8_t ROUTING = 43;
constexpr uint8_t FRAGMENT = 44;
constexpr uint8_t DESTINATION_OPTIONS = 60;

constexpr uint32_t UNIT = 8; // headers are multiples of this

constexpr uint32_t LONGEST_CHAIN = 255; // octets; ns-3 counts them in 8 bits
constexpr uint8_t PAD1 = 0;             // the option without a length

/// @param header a hop-by-hop or destination options header @param size its octets
/// @return true when its options end where it does
bool
AreOptionsWhole(const uint8_t* header, uint32_t size)
{
    uint32_t at = 2;
    while (at < size)
    {
        if (header[at] == PAD1)
        {
            ++at;
            continue;
        }
        if (at + 1 == size)
        {
            return false;
        }
        at += 2U + header[at + 1];
    }
    return at == size;
}

/**
 * @param type of an extension header
 * @param offset octets in front of it
 * @param header its octets
 * @param size how many
 * @return true when RFC 8200 allows it and ns-3 reads it
 */
bool
IsReadable(uint8_t type, uint32_t offset, const uint8_t* header, uint32_t size)
{
    if (offset + size > LONGEST_CHAIN)
    {
        return false;
    }
    switch (type)
    {
    case ROUTING:
        return offset == 0 && header[2] == 0 && header[1] % 2 == 0;
    case FRAGMENT:
        return true;
    default:
        return AreOptionsWhole(header, size);
    }
}

} // namespace

Ipv6HeaderChain
WalkIpv6Headers(uint8_t nextHeader, PacketBytes& payload)
{
    Ipv6HeaderChain chain;
    chain.upper.nextHeader = nextHeader;
    chain.perFragment = chain.upper;
    bool fragmentHeader = false;
    for (;;)
    {
        const uint8_t current = chain.upper.nextHeader;
        if (current != HOP_BY_HOP && current != ROUTING && current != FRAGMENT &&
            current != DESTINATION_OPTIONS)
        {
            return chain;
        }
        const uint8_t* bytes = payload.At(chain.upper.offset, UNIT);
        const uint32_t size = !bytes || current == FRAGMENT ? UNIT : (bytes[1] + 1U) * UNIT;
        bytes = payload.At(chain.upper.offset, size);
        if (!bytes)
        {
            chain.malformed = true;
            return chain;
        }
        chain.malformed = chain.malformed ||
                          !IsReadable(current, chain.upper.offset, bytes, size) ||
                          (current == FRAGMENT && fragmentHeader);
        if (current == FRAGMENT)
        {
            fragmentHeader = true;
            const uint32_t offsetAndMore = (uint32_t{bytes[2]} << 8) | bytes[3];
            chain.laterFragment = (offsetAndMore & 0xfff8) != 0;
            chain.fragment = chain.laterFragment || (offsetAndMore & 1) != 0;
        }
        chain.upper = {bytes[0], chain.upper.offset + size, chain.upper.offset};
        if (current == HOP_BY_HOP || current == ROUTING)
        {
            chain.perFragment = chain.upper;
        }
        if (chain.laterFragment)
        {
            return chain;
        }
    }
}

NS_OBJECT_ENSURE_REGISTERED(Ipv6HeaderChainBytes);

Ipv6HeaderChainBytes::Ipv6HeaderChainBytes(uint32_t size)
    : m_bytes(size)
{
}

void
Ipv6HeaderChainBytes::SetNextHeader(uint32_t at, uint8_t nextHeader)
{
    NS_ASSERT(at < m_bytes.size());
    m_bytes[at] = nextHeader;
}

uint32_t
Ipv6HeaderChainBytes::GetSerializedSize() const
{
    return static_cast<uint32_t>(m_bytes.size());
}

void
Ipv6HeaderChainBytes::Serialize(Buffer::Iterator start) const
{
    start.Write(m_bytes.data(), GetSerializedSize());
}

uint32_t
Ipv6HeaderChainBytes::Deserialize(Buffer::Iterator start)
{
    start.Read(m_bytes.data(), GetSerializedSize());
    return GetSerializedSize();
}

uint32_t
Ipv6HeaderChainBytes::Deserialize(Buffer::Iterator start, Buffer::Iterator end)
{
    m_bytes.resize(end.GetDistanceFrom(start));
    return Deserialize(start);
}

void
Ipv6HeaderChainBytes::Print(std::ostream& os) const
{
    os << "extension headers, " << m_bytes.size() << " octets";
}

} // namespace ns3
