/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-packet-bytes.h"

namespace ns3
{

PacketBytes::PacketBytes(const Ptr<const Packet>& packet)
    : m_packet(packet),
      m_end(packet->GetSize())
{
    m_copied = packet->CopyData(m_window.data(), WINDOW);
}

void
PacketBytes::Narrow(uint32_t begin, uint32_t end)
{
    m_begin = begin;
    m_end = end;
}

uint32_t
PacketBytes::GetSize() const
{
    return m_end - m_begin;
}

const uint8_t*
PacketBytes::At(uint32_t offset, uint32_t count)
{
    const uint64_t needed = uint64_t{m_begin} + offset + count;
    if (needed > m_end)
    {
        return nullptr;
    }
    if (needed > m_copied)
    {
        m_more.resize(needed);
        m_copied = m_packet->CopyData(m_more.data(), static_cast<uint32_t>(needed));
    }
    return (m_more.empty() ? m_window.data() : m_more.data()) + m_begin + offset;
}

} // namespace ns3
