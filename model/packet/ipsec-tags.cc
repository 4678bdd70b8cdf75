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

/// Octets of one record in a tag.
constexpr uint32_t RECORD_BYTES = 16 + 4 + 1 + 1;

/// Octets of a history in a tag. Always the same, because ReplacePacketTag() writes into the room
/// of the tag before.
constexpr uint32_t HISTORY_BYTES = 1 + TransformHistory::MAX_RECORDS * RECORD_BYTES;

/// @param history what to write @param i where to
void
WriteHistory(const TransformHistory& history, TagBuffer& i)
{
    i.WriteU8(static_cast<uint8_t>(history.end() - history.begin()));
    for (const auto& record : history)
    {
        i.WriteU64(record.destination.high);
        i.WriteU64(record.destination.low);
        i.WriteU32(record.spi);
        i.WriteU8(static_cast<uint8_t>(record.protocol));
        i.WriteU8(static_cast<uint8_t>(record.mode));
    }
}

/// @param i where to read @return what WriteHistory() wrote there
TransformHistory
ReadHistory(TagBuffer& i)
{
    TransformHistory history;
    for (uint8_t left = i.ReadU8(); left != 0; --left)
    {
        TransformRecord record;
        record.destination.high = i.ReadU64();
        record.destination.low = i.ReadU64();
        record.spi = i.ReadU32();
        record.protocol = static_cast<IpsecProtocol>(i.ReadU8());
        record.mode = static_cast<IpsecMode>(i.ReadU8());
        history.Add(record);
    }
    return history;
}

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

TypeId
IpsecTxTag::GetTypeId()
{
    static TypeId tid = TypeId("ns3::IpsecTxTag")
                            .SetParent<Tag>()
                            .SetGroupName("IpsecOffload")
                            .AddConstructor<IpsecTxTag>();
    return tid;
}

IpsecTxTag::IpsecTxTag(uint16_t drvSpi, uint64_t sequence, const EspFront& front)
    : m_drvSpi(drvSpi),
      m_sequence(sequence),
      m_front(front)
{
}

const EspFront&
IpsecTxTag::GetFront() const
{
    return m_front;
}

uint64_t
IpsecTxTag::GetSequence() const
{
    return m_sequence;
}

uint16_t
IpsecTxTag::GetDrvSpi() const
{
    return m_drvSpi;
}

TypeId
IpsecTxTag::GetInstanceTypeId() const
{
    return GetTypeId();
}

uint32_t
IpsecTxTag::GetSerializedSize() const
{
    return 13;
}

void
IpsecTxTag::Serialize(TagBuffer i) const
{
    i.WriteU16(m_drvSpi);
    i.WriteU64(m_sequence);
    i.WriteU16(m_front.identification);
    i.WriteU8(m_front.trafficClass);
}

void
IpsecTxTag::Deserialize(TagBuffer i)
{
    m_drvSpi = i.ReadU16();
    m_sequence = i.ReadU64();
    m_front.identification = i.ReadU16();
    m_front.trafficClass = i.ReadU8();
}

void
IpsecTxTag::Print(std::ostream& os) const
{
    os << "drv_spi=" << m_drvSpi;
}

NS_OBJECT_ENSURE_REGISTERED(IpsecRxTag);

TypeId
IpsecRxTag::GetTypeId()
{
    static TypeId tid = TypeId("ns3::IpsecRxTag")
                            .SetParent<Tag>()
                            .SetGroupName("IpsecOffload")
                            .AddConstructor<IpsecRxTag>();
    return tid;
}

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

NicDrop
IpsecRxTag::GetSyndrome() const
{
    return m_syndrome;
}

uint64_t
IpsecRxTag::GetSequence() const
{
    return m_sequence;
}

uint8_t
IpsecRxTag::GetOuterTrafficClass() const
{
    return m_outerTrafficClass;
}

uint16_t
IpsecRxTag::GetDrvSpi() const
{
    return m_drvSpi;
}

const TransformHistory&
IpsecRxTag::GetHistory() const
{
    return m_history;
}

TypeId
IpsecRxTag::GetInstanceTypeId() const
{
    return GetTypeId();
}

uint32_t
IpsecRxTag::GetSerializedSize() const
{
    return 2 + 8 + 1 + 1 + HISTORY_BYTES;
}

void
IpsecRxTag::Serialize(TagBuffer i) const
{
    i.WriteU16(m_drvSpi);
    i.WriteU64(m_sequence);
    i.WriteU8(static_cast<uint8_t>(m_syndrome));
    i.WriteU8(m_outerTrafficClass);
    WriteHistory(m_history, i);
}

void
IpsecRxTag::Deserialize(TagBuffer i)
{
    m_drvSpi = i.ReadU16();
    m_sequence = i.ReadU64();
    m_syndrome = static_cast<NicDrop>(i.ReadU8());
    m_outerTrafficClass = i.ReadU8();
    m_history = ReadHistory(i);
}

void
IpsecRxTag::Print(std::ostream& os) const
{
    os << "drv_spi=" << m_drvSpi << ' ';
    PrintHistory(m_history, os);
}

NS_OBJECT_ENSURE_REGISTERED(IpsecInTag);

TypeId
IpsecInTag::GetTypeId()
{
    static TypeId tid = TypeId("ns3::IpsecInTag")
                            .SetParent<Tag>()
                            .SetGroupName("IpsecOffload")
                            .AddConstructor<IpsecInTag>();
    return tid;
}

IpsecInTag::IpsecInTag(const TransformHistory& history, const HostTrail& host)
    : m_history(history),
      m_host(host)
{
}

const HostTrail&
IpsecInTag::GetHost() const
{
    return m_host;
}

const TransformHistory&
IpsecInTag::GetHistory() const
{
    return m_history;
}

TypeId
IpsecInTag::GetInstanceTypeId() const
{
    return GetTypeId();
}

uint32_t
IpsecInTag::GetSerializedSize() const
{
    return HISTORY_BYTES + 9;
}

void
IpsecInTag::Serialize(TagBuffer i) const
{
    WriteHistory(m_history, i);
    i.WriteU32(m_host.hash);
    i.WriteU32(m_host.cycles);
    i.WriteU8(m_host.path);
}

void
IpsecInTag::Deserialize(TagBuffer i)
{
    m_history = ReadHistory(i);
    m_host.hash = i.ReadU32();
    m_host.cycles = i.ReadU32();
    m_host.path = i.ReadU8();
}

void
IpsecInTag::Print(std::ostream& os) const
{
    PrintHistory(m_history, os);
}

NS_OBJECT_ENSURE_REGISTERED(IpsecOutDoneTag);

TypeId
IpsecOutDoneTag::GetTypeId()
{
    static TypeId tid = TypeId("ns3::IpsecOutDoneTag")
                            .SetParent<Tag>()
                            .SetGroupName("IpsecOffload")
                            .AddConstructor<IpsecOutDoneTag>();
    return tid;
}

TypeId
IpsecOutDoneTag::GetInstanceTypeId() const
{
    return GetTypeId();
}

uint32_t
IpsecOutDoneTag::GetSerializedSize() const
{
    // One octet that says nothing: ns-3 allocates too little for a tag of none.
    return 1;
}

void
IpsecOutDoneTag::Serialize(TagBuffer i) const
{
    i.WriteU8(0);
}

void
IpsecOutDoneTag::Deserialize(TagBuffer i)
{
    i.ReadU8();
}

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
