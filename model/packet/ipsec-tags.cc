/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-tags.h"

#include "ipsec-tcp-segmenter.h"

#include "ns3/ipsec-types.h"

namespace ns3
{

namespace
{

/// @param history what to print @param os where to
void
PrintHistory(const TransformHistory& history, std::ostream& os)
{
    const auto flags = os.flags();
    const char* separator = "";
    os << "history=[";
    for (const auto& record : history)
    {
        os << separator << ToString(record.protocol) << '/' << ToString(record.mode) << "/0x"
           << std::hex << record.spi << '/' << record.destination.ToString();
        separator = " ";
    }
    os << ']';
    os.flags(flags);
}

} // namespace

NS_OBJECT_ENSURE_REGISTERED(IpsecTxTag);

IpsecTxTag::IpsecTxTag(uint16_t drvSpi, uint64_t sequence, const EspFront& front)
    : m_drvSpi(drvSpi),
      m_sequence(sequence),
      m_front(front)
{
}

void
IpsecTxTag::Print(std::ostream& os) const
{
    os << "drv_spi=" << m_drvSpi;
}

NS_OBJECT_ENSURE_REGISTERED(IpsecRxTag);

IpsecRxTag::IpsecRxTag(uint16_t drvSpi,
                       const TransformHistory& history,
                       uint64_t sequence,
                       uint8_t outerTrafficClass)
    : m_drvSpi(drvSpi),
      m_sequence(sequence),
      m_history(history),
      m_outerTrafficClass(outerTrafficClass)
{
}

IpsecRxTag::IpsecRxTag(uint16_t drvSpi, NicDrop syndrome)
    : m_drvSpi(drvSpi),
      m_syndrome(syndrome)
{
}

void
IpsecRxTag::Print(std::ostream& os) const
{
    os << "drv_spi=" << m_drvSpi << ' ';
    PrintHistory(m_history, os);
}

NS_OBJECT_ENSURE_REGISTERED(IpsecInTag);

IpsecInTag::IpsecInTag(const TransformHistory& history, const HostTrail& host)
    : m_history(history),
      m_host(host)
{
}

void
IpsecInTag::Print(std::ostream& os) const
{
    PrintHistory(m_history, os);
}

NS_OBJECT_ENSURE_REGISTERED(IpsecOutDoneTag);

void
IpsecOutDoneTag::Print(std::ostream& os) const
{
    os << "done";
}

void
StripForeignTags(const Ptr<Packet>& packet)
{
    IpsecTsoTag tso;
    packet->RemovePacketTag(tso);
    IpsecTxTag tx;
    packet->RemovePacketTag(tx);
    IpsecRxTag rx;
    packet->RemovePacketTag(rx);
    IpsecInTag in;
    packet->RemovePacketTag(in);
    IpsecOutDoneTag outDone;
    packet->RemovePacketTag(outDone);
}

} // namespace ns3
