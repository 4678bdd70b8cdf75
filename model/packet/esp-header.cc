/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "esp-header.h"

#include "ns3/assert.h"

#include <algorithm>

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(EspHeader);

TypeId
EspHeader::GetTypeId()
{
    static TypeId tid = TypeId("ns3::EspHeader")
                            .SetParent<Header>()
                            .SetGroupName("IpsecOffload")
                            .AddConstructor<EspHeader>();
    return tid;
}

EspHeader::EspHeader(uint8_t ivBytes)
    : m_ivBytes(ivBytes)
{
    NS_ASSERT_MSG(ivBytes <= MAX_IV_BYTES, "an IV has at most " << +MAX_IV_BYTES << " octets");
}

void
EspHeader::SetSpi(uint32_t spi)
{
    m_spi = spi;
}

uint32_t
EspHeader::GetSpi() const
{
    return m_spi;
}

void
EspHeader::SetSequence(uint32_t sequence)
{
    m_sequence = sequence;
}

uint32_t
EspHeader::GetSequence() const
{
    return m_sequence;
}

std::array<uint8_t, EspHeader::MAX_IV_BYTES>&
EspHeader::GetIv()
{
    return m_iv;
}

const std::array<uint8_t, EspHeader::MAX_IV_BYTES>&
EspHeader::GetIv() const
{
    return m_iv;
}

uint8_t
EspHeader::GetIvBytes() const
{
    return m_ivBytes;
}

TypeId
EspHeader::GetInstanceTypeId() const
{
    return GetTypeId();
}

uint32_t
EspHeader::GetSerializedSize() const
{
    return FIXED_BYTES + m_ivBytes;
}

void
EspHeader::Serialize(Buffer::Iterator start) const
{
    start.WriteHtonU32(m_spi);
    start.WriteHtonU32(m_sequence);
    start.Write(m_iv.data(), m_ivBytes);
}

uint32_t
EspHeader::Deserialize(Buffer::Iterator start)
{
    m_spi = start.ReadNtohU32();
    m_sequence = start.ReadNtohU32();
    start.Read(m_iv.data(), m_ivBytes);
    return GetSerializedSize();
}

uint32_t
EspHeader::Deserialize(Buffer::Iterator start, Buffer::Iterator end)
{
    const uint32_t size = end.GetDistanceFrom(start);
    m_ivBytes = static_cast<uint8_t>(
        std::clamp<uint32_t>(size, FIXED_BYTES, FIXED_BYTES + MAX_IV_BYTES) - FIXED_BYTES);
    return Deserialize(start);
}

void
EspHeader::Print(std::ostream& os) const
{
    const auto flags = os.flags();
    os << "spi=0x" << std::hex << m_spi << std::dec << " seq=" << m_sequence;
    if (m_ivBytes != 0)
    {
        os << " iv=";
        for (uint8_t i = 0; i < m_ivBytes; ++i)
        {
            os << std::hex << m_iv[i] / 16 << m_iv[i] % 16;
        }
    }
    os.flags(flags);
}

} // namespace ns3
