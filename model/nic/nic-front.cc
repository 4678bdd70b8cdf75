/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "nic-front.h"

#include "nic-steps-internal.h"

namespace ns3
{

NicFront::NicFront(NicCard& card, NicCard::Port& port, bool transmit)
    : m_card(card),
      m_port(port),
      m_transmit(transmit),
      m_contextLatency(card.GetProfile().classifyLatency),
      m_dataLatency(m_contextLatency),
      m_ceiling(card.GetProfile().portBitRate, card.GetProfile().portPacketRate)
{
    const NicProfile& profile = card.GetProfile();
    const NicPcie& pcie = card.GetPcie();
    m_on = pcie.IsOn() || m_ceiling.IsOn() || card.GetCeiling().IsOn() ||
           profile.classifyLatency != 0 || profile.doorbellLatency != 0;
    if (transmit)
    {
        m_contextLatency += profile.doorbellLatency + pcie.GetDescriptorLatency();
        m_dataLatency +=
            profile.doorbellLatency + pcie.GetDescriptorLatency() + pcie.GetReadLatency();
    }
}

/// @param listener who follows a packet @param now when it asked for its context
/// @param access what it met @param front its way so far
void
NicFront::AppendFetch(StepListener& listener,
                      Ps now,
                      const NicContextMemory::Access& access,
                      const NicFront& front)
{
    NicSteps::Cache(listener, now, access, front.m_card.GetProfile(), front.m_reached);
}

/// @param at when it comes to them @param packet a packet @param length octets of IP
/// @return when it has passed the ceilings of port and card
Ps
NicFront::PassCeilings(Ps at, const PacketDescriptor& packet, uint32_t length)
{
    if (m_ceiling.IsOn())
    {
        const auto service = m_ceiling.Serve(at, length, m_atPort);
        AppendStep(packet.steps, StepCode::NIC_PORT, StepTimes(at, service.start, service.done));
        at = service.done;
    }
    NicStage& ceiling = m_card.GetCeiling();
    if (ceiling.IsOn())
    {
        m_port.ceiling.Add(length);
        const auto service = ceiling.Serve(at, length, m_atCard);
        AppendStep(packet.steps, StepCode::NIC_CARD, StepTimes(at, service.start, service.done));
        at = service.done;
    }
    return at;
}

} // namespace ns3
