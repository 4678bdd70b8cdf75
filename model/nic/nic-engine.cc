/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "nic-engine.h"

#include "ns3/abort.h"

#include <algorithm>
#include <utility>

namespace ns3
{

NicEngine::NicEngine(NicProfile profile, uint64_t lineRate, uint32_t frameOverhead)
    : NicEngine(std::make_shared<NicCard>(std::move(profile)), lineRate, frameOverhead)
{
}

NicEngine::NicEngine(std::shared_ptr<NicCard> card, uint64_t lineRate, uint32_t frameOverhead)
    : m_card(std::move(card)),
      m_port(m_card->AddPort()),
      m_work(GetProfile().counterIncludesEsp),
      m_transmit(*m_card, m_port, m_contexts, m_work, m_counters, lineRate, frameOverhead),
      m_receive(*m_card, m_port, m_work, m_counters)
{
}

NicEngine::InstallResult
NicEngine::Install(Ps now, SaContext context)
{
    const InstallResult result =
        m_contexts.Install(now, std::move(context), *m_port.slots, m_card->GetContextMemory());
    CountContexts();
    return result;
}

void
NicEngine::ConfirmEsn(uint16_t drvSpi, uint64_t half)
{
    SaContext* const context = m_contexts.Find(drvSpi);
    if (context != nullptr)
    {
        context->esnConfirmed = std::max(context->esnConfirmed, half);
    }
}

bool
NicEngine::Remove(Ps now, uint16_t drvSpi)
{
    const bool removed =
        m_contexts.Remove(now, drvSpi, *m_port.slots, m_port.slotPort, m_card->GetContextMemory());
    CountContexts();
    return removed;
}

uint32_t
NicEngine::Reset()
{
    const uint32_t lost = m_contexts.Clear(*m_port.slots, m_card->GetContextMemory());
    m_port.slots->EndCoolOff(m_port.slotPort);
    CountContexts();
    return lost;
}

bool
NicEngine::CountSent(Ps now, uint16_t drvSpi, const PacketOctets& many, uint32_t next)
{
    SaContext* const context = m_contexts.Find(drvSpi);
    NS_ABORT_MSG_UNLESS(context, "NIC: no SA " << drvSpi << " that could have sent");
    m_sentInBulk.Add(many);
    return m_work.CountSent(now, *context, many, next);
}

bool
NicEngine::CountReceived(Ps now,
                         uint16_t drvSpi,
                         const PacketOctets& many,
                         uint32_t next,
                         uint64_t highest)
{
    SaContext* const context = m_contexts.Find(drvSpi);
    NS_ABORT_MSG_UNLESS(context, "NIC: no SA " << drvSpi << " that could have received");
    m_receivedInBulk.Add(many);
    return m_work.CountReceived(now, *context, many, next, highest);
}

/// Tell the card how many contexts this port has.
void
NicEngine::CountContexts()
{
    m_port.txContexts = m_contexts.CountTransmit();
    m_port.rxContexts = m_contexts.CountReceive();
}

void
NicEngine::CheckInvariants() const
{
    m_transmit.CheckInvariants();
    m_receive.CheckInvariants();
    CheckContexts();
    if (m_card->GetCeiling().IsOn())
    {
        PacketOctets both = m_counters.GetTxTaken();
        both.Add(m_counters.GetRxTaken());
        NS_ABORT_MSG_UNLESS(m_port.ceiling == both,
                            "NIC: the card's ceiling passed other packets than came to it");
    }
    m_card->CheckInvariants();
}

/// Assert that the SAs, those that are gone included, counted what was encrypted and decrypted.
void
NicEngine::CheckContexts() const
{
    uint32_t transmit = 0;
    uint32_t receive = 0;
    PacketOctets encrypted = m_contexts.GetGoneSent();
    PacketOctets decrypted = m_contexts.GetGoneReceived();
    ForEach([&](const SaContext& context) {
        transmit += context.transmit ? 1 : 0;
        receive += context.receive ? 1 : 0;
        encrypted.Add(context.sent);
        decrypted.Add(context.received);
    });
    NS_ABORT_MSG_UNLESS(transmit == m_port.txContexts && receive == m_port.rxContexts,
                        "NIC: contexts counted differ from the contexts there are");
    encrypted.Subtract(m_sentInBulk);
    decrypted.Subtract(m_receivedInBulk);
    NS_ABORT_MSG_UNLESS(encrypted == m_transmit.GetCountedBySas(),
                        "NIC: SAs counted something else than was encrypted");
    NS_ABORT_MSG_UNLESS(decrypted == m_receive.GetCountedBySas(),
                        "NIC: SAs counted something else than was decrypted");
}

} // namespace ns3
