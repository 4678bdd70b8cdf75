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

EspHeader::EspHeader(uint8_t ivBytes)
    : m_ivBytes(ivBytes)
{
    NS_ASSERT_MSG(ivBytes <= MAX_IV_BYTES, "an IV has at most " << +MAX_IV_BYTES << " octets");
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
