/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "esp-datagram-tag.h"

#include "esp-header.h"

#include <algorithm>

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(EspDatagramTag);

namespace
{

/**
 * @param payload a packet
 * @param visit called with the tag of each run of octets that have one, and with their number
 */
template <typename Visit>
void
ForEachMark(const Ptr<const Packet>& payload, Visit visit)
{
    for (ByteTagIterator i = payload->GetByteTagIterator(); i.HasNext();)
    {
        const ByteTagIterator::Item item = i.Next();
        if (item.GetTypeId() == EspDatagramTag::GetTypeId())
        {
            EspDatagramTag tag;
            item.GetTag(tag);
            visit(tag, item.GetEnd() - item.GetStart());
        }
    }
}

} // namespace

void
EspDatagramTag::Mark(const Ptr<Packet>& payload, const EspHeader& header)
{
    EspDatagramTag tag;
    tag.m_uid = payload->GetUid();
    tag.m_spi = header.GetSpi();
    tag.m_sequence = header.GetSequence();
    payload->AddByteTag(tag);
}

std::vector<uint64_t>
EspDatagramTag::GetUids(const Ptr<const Packet>& payload)
{
    std::vector<uint64_t> uids;
    ForEachMark(payload, [&uids](const EspDatagramTag& tag, uint32_t) {
        if (std::find(uids.begin(), uids.end(), tag.m_uid) == uids.end())
        {
            uids.push_back(tag.m_uid);
        }
    });
    return uids;
}

EspDatagramTag::OwnRuns
EspDatagramTag::FindOwn(const Ptr<const Packet>& payload)
{
    OwnRuns own;
    EspHeader header;
    if (payload->GetSize() < header.GetSerializedSize())
    {
        return own;
    }
    payload->PeekHeader(header);
    ForEachMark(payload, [&own, &header](const EspDatagramTag& tag, uint32_t octets) {
        // What is inside, ESP in ESP, has marks of its own.
        const bool same = tag.m_spi == header.GetSpi() && tag.m_sequence == header.GetSequence();
        own.count += same ? 1 : 0;
        own.octets += same ? octets : 0;
    });
    return own;
}

bool
EspDatagramTag::IsMixed(const Ptr<const Packet>& payload)
{
    const OwnRuns own = FindOwn(payload);
    return own.octets != 0 && own.octets != payload->GetSize();
}

bool
EspDatagramTag::IsJoined(const Ptr<const Packet>& payload)
{
    const OwnRuns own = FindOwn(payload);
    return own.count > 1 || (own.octets != 0 && own.octets != payload->GetSize());
}

void
EspDatagramTag::Print(std::ostream& os) const
{
    os << "uid=" << m_uid << " spi=" << m_spi << " sequence=" << m_sequence;
}

} // namespace ns3
