/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-nic.h"

#include "ns3/event-timer.h"
#include "ns3/log.h"
#include "ns3/offload-interface.h"

#include <optional>
#include <utility>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("IpsecNic");

IpsecNic::IpsecNic()
    : m_life(std::make_shared<int>(0))
{
    NS_LOG_FUNCTION(this);
}

IpsecNic::~IpsecNic() = default;

void
IpsecNic::DoDispose()
{
    NS_LOG_FUNCTION(this);
    m_pollEvent.Cancel();
    m_life.reset();
    OffloadDriver::DoDispose();
}

void
IpsecNic::Configure(const NicProfile& profile, uint64_t lineRate, uint32_t frameOverhead)
{
    NS_LOG_FUNCTION(this << profile.name << lineRate << frameOverhead);
    if (!m_card)
    {
        SetProfile(profile);
    }
    NS_ABORT_MSG_IF(m_profile.commandLoss > 0 && m_profile.commandTimeout == 0,
                    "NIC profile '" << m_profile.name
                                    << "': commands get lost and the driver waits for ever");
    NS_ABORT_MSG_IF(m_profile.HasInstallLists() &&
                        ((m_profile.offloadTransmit && m_profile.txInstallCommands.empty()) ||
                         (m_profile.offloadReceive && m_profile.rxInstallCommands.empty())),
                    "NIC profile '" << m_profile.name
                                    << "': one direction has a list of commands, the other none");
    m_engine = m_card ? std::make_unique<NicEngine>(m_card, lineRate, frameOverhead)
                      : std::make_unique<NicEngine>(m_profile, lineRate, frameOverhead);
    m_commands = std::make_unique<CommandMaker>(m_profile);
    m_counters = std::make_unique<CounterReader>(m_profile);
    m_channel = CommandChannel(m_profile.channelServers);
    if (m_stream >= 0)
    {
        AssignStreams(m_stream);
    }
    m_engine->SetLimitCallback(
        [this](Ps now, const SaContext& context, bool hard) { SignalLimit(now, context, hard); });
    m_engine->SetEsnCallback([this](Ps now, const SaContext& context) { FollowEsn(now, context); });
}

void
IpsecNic::SetCard(std::shared_ptr<NicCard> card)
{
    SetProfile(card->GetProfile());
    m_card = std::move(card);
}

int64_t
IpsecNic::AssignStreams(int64_t stream)
{
    m_stream = stream;
    if (m_engine)
    {
        m_engine->AssignStreams(stream);
        m_commands->AssignStreams(stream + NicEngine::STREAMS);
    }
    return STREAMS;
}

uint32_t
IpsecNic::GetMethods() const
{
    if (!m_profile.offload)
    {
        return 0; // no packet offload, no methods (N2)
    }
    return SA_NEWKEY | SA_DEINSTALL | SA_COUNTERS | TRANSMIT_ASSIST |
           (m_profile.policies ? POLICY_ADD | POLICY_DELETE : 0);
}

uint32_t
IpsecNic::GetTransmitAssist([[maybe_unused]] uint16_t drvSpi) const
{
    return m_profile.GetTransmitAssist(true);
}

uint32_t
IpsecNic::GetInterfaceAssist() const
{
    return m_profile.GetTransmitAssist(false);
}

void
IpsecNic::TellAssist(OffloadInterface& interface) const
{
    interface.SetAssist(GetInterfaceAssist());
    interface.SetReceiveAssist(m_profile.GetReceiveAssist(false), m_profile.GetReceiveAssist(true));
}

void
IpsecNic::Reset(Ps now)
{
    NS_LOG_FUNCTION(this << now);
    ++m_statistics.resets;
    m_lostContexts += GetEngine().Reset();
    m_statistics.lost += m_contexts;
    m_contexts = 0;
    m_ackedContexts = 0;
    m_heldContexts = 0;
    m_rxRules = 0;
    m_txRules = 0;
    m_policyStatistics.lost += m_policies.size();
    m_policies.clear();
    m_counters->Clear();
    StopPolling();
    if (m_resetRecovery)
    {
        EventTimer::At(now + ToPs(m_resetTime), [this, life = std::weak_ptr<int>(m_life)](Ps then) {
            if (!life.expired())
            {
                WithdrawAll(then);
            }
        });
    }
}

/// The engine reached a limit. @param now the time @param context whose @param hard which
void
IpsecNic::SignalLimit(Ps now, const SaContext& context, bool hard)
{
    ++m_statistics.limits;
    EventTimer::At(now,
                   [this,
                    hard,
                    drvSpi = context.drvSpi,
                    cookie = context.cookie,
                    life = std::weak_ptr<int>(m_life)](Ps then) {
                       const SaContext* there = life.expired() ? nullptr : m_engine->Find(drvSpi);
                       if (there != nullptr && there->cookie == cookie)
                       {
                           ReportLimit(then, drvSpi, hard);
                       }
                   });
}

/**
 * The driver's answer to an event of the numbers: a query and a modify command, which wait their
 * turn on the channel (N42). When they fail, the next event is the next chance.
 * @param now the time
 * @param context the SA
 */
void
IpsecNic::FollowEsn(Ps now, const SaContext& context)
{
    ++m_statistics.esnEvents;
    CommandMaker::Work work;
    m_commands->Add(CommandKind::QUERY, 0, work);
    m_commands->Add(CommandKind::MODIFY, 0, work);
    const bool isWritten = work.result == CommandMaker::Result::OK;
    m_channel.Submit(now,
                     work.duration,
                     [this,
                      isWritten,
                      drvSpi = context.drvSpi,
                      cookie = context.cookie,
                      half = context.esnReached,
                      life = std::weak_ptr<int>(m_life)](Ps) {
                         const SaContext* there = life.expired() ? nullptr : m_engine->Find(drvSpi);
                         if (isWritten && there != nullptr && there->cookie == cookie)
                         {
                             m_engine->ConfirmEsn(drvSpi, half);
                         }
                     });
}

std::optional<SequenceState>
IpsecNic::GetSequenceState(uint16_t drvSpi, uint64_t cookie) const
{
    const SaContext* context = m_engine ? m_engine->Find(drvSpi) : nullptr;
    if (context == nullptr || context->cookie != cookie)
    {
        return std::nullopt;
    }
    SequenceState state(context->config);
    state.next = context->nextSequence;
    state.window = context->window;
    return state;
}

void
IpsecNic::CheckInvariants() const
{
    const Statistics& s = m_statistics;
    NS_ABORT_MSG_UNLESS(s.offers == s.refused + s.acks + s.full + s.faults + s.pending,
                        "NIC driver: offers differ from refusals + answers + pending");
    NS_ABORT_MSG_UNLESS(s.acks == s.removed + s.lost + m_contexts,
                        "NIC driver: acks differ from removals + SAs lost + installed SAs");
    const PolicyStatistics& p = m_policyStatistics;
    NS_ABORT_MSG_UNLESS(p.offers == p.refused + p.acks + p.faults + p.pending &&
                            p.acks == p.removed + p.lost + m_policies.size(),
                        "NIC driver: policies offered differ from those answered, or taken from "
                        "those there are");
    NS_ABORT_MSG_UNLESS(GetContexts() >= m_ackedContexts + m_heldContexts,
                        "NIC driver: contexts in the NIC: "
                            << GetContexts() << ", of acked SAs: " << m_ackedContexts
                            << ", of installs under way: " << m_heldContexts);
    if (m_engine)
    {
        m_engine->CheckInvariants();
    }
}

} // namespace ns3
