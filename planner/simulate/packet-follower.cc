/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "packet-follower.h"

#include "model/lean/ipsec-fate-step-internal.h"

#include "ns3/ipsec-ip-steps.h"
#include "ns3/ipsec-step-tag.h"

#include <utility>

namespace ns3::planner
{

PacketFollower::PacketFollower(StepListener& listener,
                               LeanNetwork::StepChooser choose,
                               std::function<void(Ps)> ended)
    : m_listener(listener),
      m_choose(std::move(choose)),
      m_ended(std::move(ended))
{
}

bool
PacketFollower::Wants(Ps now, uint32_t source, uint32_t flow)
{
    return m_choose && m_choose(now, source, flow);
}

void
PacketFollower::Begin(Ps now,
                      const Ptr<const Packet>& packet,
                      const PacketDescriptor& descriptor,
                      uint32_t node)
{
    m_choose = nullptr;
    m_source = descriptor.sourceIndex;
    m_number = descriptor.id;
    StepTag::Follow(packet, m_listener);
    IpSteps::Send(m_listener, now, descriptor, node);
}

void
PacketFollower::End(uint32_t source, uint64_t number, const PacketFate& fate, Ps sentAt)
{
    if (!m_choose && source == m_source && number == m_number)
    {
        AppendFate(m_listener, fate, sentAt);
        m_ended(fate.time);
    }
}

} // namespace ns3::planner
