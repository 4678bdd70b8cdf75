/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "nic-card.h"

#include "ns3/abort.h"

#include <utility>

namespace ns3
{

NicCard::NicCard(NicProfile profile)
    : m_profile(std::move(profile)),
      m_sharedCipher(m_profile.sharedCipher),
      m_memory(m_profile),
      m_pcie(m_profile),
      m_ceiling(m_profile.cardBitRate, m_profile.cardPacketRate),
      m_txCipher(m_profile.txBitRate, m_profile.txPacketRate),
      m_rxCipher(m_profile.rxBitRate, m_profile.rxPacketRate)
{
    NS_ABORT_MSG_IF(m_profile.ringSize == 0 || m_profile.rxRingSize == 0,
                    "NIC profile '" << m_profile.name << "': a ring of 0 packets passes none");
    if (m_profile.tagFailure > 0)
    {
        m_tagFailures = CreateObject<UniformRandomVariable>();
    }
}

NicCard::Port&
NicCard::AddPort()
{
    if (m_slots.empty() || m_profile.slotsPerPort)
    {
        m_slots.emplace_back(m_profile);
    }
    m_ports.emplace_back();
    m_ports.back().slots = &m_slots.back();
    m_ports.back().slotPort = m_slots.back().AddPort();
    return m_ports.back();
}

int64_t
NicCard::AssignStreams(int64_t stream)
{
    m_memory.AssignStreams(stream);
    if (m_tagFailures)
    {
        m_tagFailures->SetStream(stream + NicContextMemory::STREAMS);
    }
    return STREAMS;
}

void
NicCard::CheckInvariants() const
{
    Port sum{};
    for (const Port& port : m_ports)
    {
        sum.ceiling.Add(port.ceiling);
        sum.encrypted.Add(port.encrypted);
        sum.decrypted.Add(port.decrypted);
        sum.read.Add(port.read);
        sum.written.Add(port.written);
        sum.txContexts += port.txContexts;
        sum.rxContexts += port.rxContexts;
    }
    if (m_sharedCipher)
    {
        sum.encrypted.Add(sum.decrypted);
        sum.decrypted = {};
    }
    NS_ABORT_MSG_UNLESS(sum.ceiling == m_ceiling.GetPassed(),
                        "NIC card: its ceiling passed something else than its ports sent");
    NS_ABORT_MSG_UNLESS(sum.encrypted == m_txCipher.GetPassed() &&
                            sum.decrypted == m_rxCipher.GetPassed(),
                        "NIC card: its ciphers passed something else than its ports sent");
    NS_ABORT_MSG_UNLESS(sum.read == m_pcie.GetCounters().read &&
                            sum.written == m_pcie.GetCounters().written,
                        "NIC card: PCIe carried something else than its ports moved");
    uint32_t contexts = 0;
    uint32_t held = 0;
    for (const NicSlots& slots : m_slots)
    {
        contexts += slots.GetContexts();
        held += slots.GetHeld();
    }
    NS_ABORT_MSG_UNLESS(contexts == sum.txContexts + sum.rxContexts,
                        "NIC card: contexts counted differ from those of its ports");
    NS_ABORT_MSG_UNLESS(held <= contexts, "NIC card: slots in use without a context");
}

} // namespace ns3
