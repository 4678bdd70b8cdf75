/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-field-tag.h"

namespace ns3
{

void
TagField<TransformHistory>::Write(const TransformHistory& history, TagBuffer& i)
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

void
TagField<TransformHistory>::Read(TransformHistory& history, TagBuffer& i)
{
    history = TransformHistory();
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
}

} // namespace ns3
