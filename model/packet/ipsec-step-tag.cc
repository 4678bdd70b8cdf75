/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-step-tag.h"

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(StepTag);

bool StepTag::s_used = false;

void
StepTag::Follow(const Ptr<const Packet>& packet, StepListener& listener)
{
    s_used = true;
    if (!Search(packet))
    {
        StepTag tag;
        tag.m_listener = &listener;
        packet->AddPacketTag(tag);
    }
}

/// @param packet a packet @return who follows it, or nullptr
StepListener*
StepTag::Search(const Ptr<const Packet>& packet)
{
    StepTag tag;
    packet->PeekPacketTag(tag);
    return tag.m_listener;
}

void
StepTag::Leave(const Ptr<Packet>& packet)
{
    StepTag tag;
    packet->RemovePacketTag(tag);
}

void
StepTag::Print(std::ostream& os) const
{
    os << (m_listener ? "followed" : "not followed");
}

} // namespace ns3
