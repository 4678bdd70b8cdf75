/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-nic.h"

#include "policy-acceptance-internal.h"
#include "sa-acceptance.h"

#include "ns3/ipsec-event-timer.h"
#include "ns3/log.h"
#include "ns3/offload-interface.h"

#include <optional>
#include <utility>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("IpsecNic");

IpsecNic::IpsecNic()
{
    NS_LOG_FUNCTION(this);
}

IpsecNic::~IpsecNic() = default;

void
IpsecNic::DoDispose()
{
    NS_LOG_FUNCTION(this);
    if (m_engine)
    {
        m_poller->Close();
        m_commands->Close();
    }
    m_life.End();
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
    m_commands = std::make_unique<NicCommandQueue>(m_profile);
    m_poller = std::make_unique<CounterPoller>(
        m_profile,
        *m_engine,
        *m_commands,
        [this](Ps now, uint16_t drvSpi, const PacketOctets& absolute) {
            Report(now, drvSpi, absolute);
        });
    m_sas = std::make_unique<SaInstaller>(m_profile, *m_engine, *m_commands, *m_poller);
    m_policies = std::make_unique<PolicyInstaller>(m_profile, *m_commands);
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
        m_commands->GetMaker().AssignStreams(stream + NicEngine::STREAMS);
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

std::string
IpsecNic::WhyRefused(const SaConfig& config) const
{
    return AssessSa(m_profile, config, config.direction, m_localAddresses).refusal;
}

std::string
IpsecNic::WhyPolicyRefused(const PolicyConfig& config) const
{
    return ns3::WhyPolicyRefused(m_profile, config);
}

void
IpsecNic::SaNewKey(Ps now, const SaOffer& offer, OfferCompletion done)
{
    NS_ABORT_MSG_UNLESS(m_engine, "IpsecNic: used before Configure()");
    const SaAcceptance acceptance =
        AssessSa(m_profile, offer.config, offer.direction, m_localAddresses);
    m_sas->Install(now, offer, acceptance, std::move(done));
}

void
IpsecNic::SaDeinstall(Ps now, uint16_t drvSpi, uint64_t cookie, WithdrawCompletion done)
{
    if (!m_engine)
    {
        done(now, false);
        return;
    }
    m_sas->Remove(now, drvSpi, cookie, std::move(done));
}

void
IpsecNic::PolicyAdd(Ps now, const SecurityPolicy& policy, OfferCompletion done)
{
    NS_ABORT_MSG_UNLESS(m_engine, "IpsecNic: used before Configure()");
    m_policies->Install(now, policy, m_engine->GetContexts(), std::move(done));
}

void
IpsecNic::PolicyDelete(Ps now, uint64_t cookie, WithdrawCompletion done)
{
    if (!m_engine)
    {
        done(now, false);
        return;
    }
    m_policies->Remove(now, cookie, std::move(done));
}

std::optional<PacketOctets>
IpsecNic::GetSaCounters(Ps now, uint16_t drvSpi, uint64_t cookie)
{
    return m_poller ? m_poller->Read(now, drvSpi, cookie) : std::nullopt;
}

std::optional<SequenceState>
IpsecNic::GetSequenceState(uint16_t drvSpi, uint64_t cookie) const
{
    const SaContext* context = m_engine ? m_engine->Find(drvSpi, cookie) : nullptr;
    if (context == nullptr)
    {
        return std::nullopt;
    }
    SequenceState state(context->config);
    state.next = context->nextSequence;
    state.window = context->window;
    return state;
}

void
IpsecNic::PollNow(Ps now)
{
    NS_LOG_FUNCTION(this << now);
    if (m_poller)
    {
        m_poller->ReportAll(now);
    }
}

void
IpsecNic::Reset(Ps now)
{
    NS_LOG_FUNCTION(this << now);
    NS_ABORT_MSG_UNLESS(m_engine, "IpsecNic: used before Configure()");
    ++m_statistics.resets;
    m_commands->Reset();
    m_sas->Reset();
    m_policies->Reset();
    m_poller->Reset();
    if (m_resetRecovery)
    {
        EventTimer::At(now + ToPs(m_resetTime),
                       m_life.Guard([this](Ps then) { WithdrawAll(then); }));
    }
}

/// The engine reached a limit. @param context whose @param hard which
void
IpsecNic::SignalLimit(Ps now, const SaContext& context, bool hard)
{
    ++m_statistics.limits;
    EventTimer::At(
        now,
        m_life.Guard([this, hard, drvSpi = context.drvSpi, cookie = context.cookie](Ps then) {
            if (m_engine->Find(drvSpi, cookie) != nullptr)
            {
                ReportLimit(then, drvSpi, hard);
            }
        }));
}

/**
 * The driver's answer to an event of the numbers: a query and a modify command, which wait their
 * turn on the channel (N42). When they fail, the next event is the next chance.
 * @param context the SA
 */
void
IpsecNic::FollowEsn(Ps now, const SaContext& context)
{
    ++m_statistics.esnEvents;
    CommandMaker::Work work;
    m_commands->GetMaker().Add(CommandKind::QUERY, 0, work);
    m_commands->GetMaker().Add(CommandKind::MODIFY, 0, work);
    const bool isWritten = work.result == CommandMaker::Result::OK;
    m_commands->SubmitQuery(now,
                            work.duration,
                            [this,
                             isWritten,
                             drvSpi = context.drvSpi,
                             cookie = context.cookie,
                             half = context.esnReached](Ps) {
                                if (isWritten && m_engine->Find(drvSpi, cookie) != nullptr)
                                {
                                    m_engine->ConfirmEsn(drvSpi, half);
                                }
                            });
}

void
IpsecNic::CheckInvariants() const
{
    if (m_engine)
    {
        m_sas->CheckInvariants();
        m_policies->CheckInvariants();
        m_engine->CheckInvariants();
    }
}

} // namespace ns3
