/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipv6-header-chain.h"

#include "packet-bytes.h"

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

} // namespace

Ipv6HeaderChain
WalkIpv6Headers(uint8_t nextHeader, PacketBytes& payload)
{
    Ipv6HeaderChain chain;
    chain.upper.nextHeader = nextHeader;
    chain.perFragment = chain.upper;
    for (;;)
    {
        const uint8_t current = chain.upper.nextHeader;
        if (current != HOP_BY_HOP && current != ROUTING && current != FRAGMENT &&
            current != DESTINATION_OPTIONS)
        {
            return chain;
        }
        const uint8_t* bytes = payload.At(chain.upper.offset, UNIT);
        if (!bytes)
        {
            return chain;
        }
        const uint32_t size = current == FRAGMENT ? UNIT : (bytes[1] + 1U) * UNIT;
        if (chain.upper.offset + size > payload.GetSize())
        {
            return chain;
        }
        if (current == FRAGMENT)
        {
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

TypeId
Ipv6HeaderChainBytes::GetTypeId()
{
    static TypeId tid = TypeId("ns3::Ipv6HeaderChainBytes")
                            .SetParent<Header>()
                            .SetGroupName("IpsecOffload")
                            .AddConstructor<Ipv6HeaderChainBytes>();
    return tid;
}

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

TypeId
Ipv6HeaderChainBytes::GetInstanceTypeId() const
{
    return GetTypeId();
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
