/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "esp-trailer.h"

#include "ns3/assert.h"

#include <algorithm>

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(EspTrailer);

EspTrailer::EspTrailer(uint8_t icvBytes)
    : m_icvBytes(icvBytes)
{
    NS_ASSERT_MSG(icvBytes <= MAX_ICV_BYTES, "an ICV has at most " << +MAX_ICV_BYTES << " octets");
}

uint32_t
EspTrailer::GetSerializedSize() const
{
    return m_padding + FIXED_BYTES + m_icvBytes;
}

void
EspTrailer::Serialize(Buffer::Iterator end) const
{
    end.Prev(GetSerializedSize());
    for (uint32_t i = 1; i <= m_padding; ++i)
    {
        end.WriteU8(static_cast<uint8_t>(i));
    }
    end.WriteU8(m_padding);
    end.WriteU8(m_nextHeader);
    end.Write(m_icv.data(), m_icvBytes);
}

uint32_t
EspTrailer::Deserialize(Buffer::Iterator end)
{
    const uint32_t available = end.GetSize();
    if (available < FIXED_BYTES + m_icvBytes)
    {
        m_wellFormed = false;
        m_padding = 0;
        return 0;
    }
    Buffer::Iterator i = end;
    i.Prev(FIXED_BYTES + m_icvBytes);
    m_padding = i.ReadU8();
    m_nextHeader = i.ReadU8();
    i.Read(m_icv.data(), m_icvBytes);

    m_wellFormed = available >= GetSerializedSize();
    if (m_wellFormed)
    {
        i = end;
        i.Prev(GetSerializedSize());
        for (uint32_t position = 1; position <= m_padding; ++position)
        {
            m_wellFormed = m_wellFormed && i.ReadU8() == position;
        }
    }
    return std::min(available, GetSerializedSize());
}

uint32_t
EspTrailer::Deserialize(Buffer::Iterator start, Buffer::Iterator end)
{
    const uint32_t size = end.GetDistanceFrom(start);
    for (uint32_t position = 0; position + FIXED_BYTES <= size; ++position)
    {
        const uint32_t behind = size - position - FIXED_BYTES;
        if (start.ReadU8() == position && behind <= MAX_ICV_BYTES)
        {
            m_icvBytes = static_cast<uint8_t>(behind);
            break;
        }
    }
    return Deserialize(end);
}

void
EspTrailer::Print(std::ostream& os) const
{
    const auto flags = os.flags();
    os << std::dec << "pad=" << +m_padding << " next=" << +m_nextHeader;
    if (m_icvBytes != 0)
    {
        os << " icv=";
        for (uint8_t i = 0; i < m_icvBytes; ++i)
        {
            os << std::hex << m_icv[i] / 16 << m_icv[i] % 16;
        }
    }
    os.flags(flags);
}

} // namespace ns3
