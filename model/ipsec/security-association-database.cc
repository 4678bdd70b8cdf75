/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "security-association-database.h"

#include "ipsec-algorithm.h"
#include "sa-address-index.h"
#include "sa-expiry-queue.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/log.h"

#include <algorithm>
#include <utility>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("SecurityAssociationDatabase");

NS_OBJECT_ENSURE_REGISTERED(SecurityAssociationDatabase);

namespace
{

constexpr uint32_t LAST_RESERVED_SPI = 255; // R22
constexpr size_t MAX_INTERFACE_NAME = 31;   // R55

/// @param algorithm a row or nullptr @param key its key @return true when they fit (R24, R35)
bool
KeyFits(const IpsecAlgorithm* algorithm, const std::vector<uint8_t>& key)
{
    return algorithm ? key.size() == algorithm->GetKeyBytes() : key.empty();
}

/// @param config an SA's configuration @return true when its algorithms and keys make sense
bool
AlgorithmsFit(const SaConfig& config)
{
    const IpsecAlgorithm* cipher = config.cipher;
    const IpsecAlgorithm* authenticator = config.authenticator;
    if ((cipher && !cipher->isCipher) || (authenticator && !authenticator->isAuthenticator))
    {
        return false;
    }
    switch (config.protocol)
    {
    case IpsecProtocol::ESP:
        // Not both NULL (RFC 4303 section 3.2), and an AEAD brings its own authenticator (R35).
        return (cipher || authenticator) && !(cipher && cipher->IsAead() && authenticator) &&
               KeyFits(cipher, config.key) && KeyFits(authenticator, config.authKey);
    case IpsecProtocol::AH:
        return !cipher && authenticator && config.key.empty() &&
               KeyFits(authenticator, config.authKey);
    case IpsecProtocol::IPCOMP:
        return !cipher && !authenticator && config.key.empty() && config.authKey.empty();
    case IpsecProtocol::TCP_MD5:
        return !cipher && !authenticator && config.key.empty() && !config.authKey.empty();
    }
    return false;
}

/// @param hard limits @param soft limits @return true when given together or not at all (R24)
bool
LifetimesFit(const SaLifetime& hard, const SaLifetime& soft)
{
    return hard.IsGiven() == soft.IsGiven() && hard.addTime >= 0 && hard.useTime >= 0 &&
           soft.addTime >= 0 && soft.useTime >= 0;
}

/// @param out where to, or nullptr @param result what to say there
void
Answer(DatabaseResult* out, DatabaseResult result)
{
    if (out)
    {
        *out = result;
    }
}

} // namespace

const char*
ToString(DatabaseResult result)
{
    switch (result)
    {
    case DatabaseResult::OK:
        return "OK";
    case DatabaseResult::EXISTS:
        return "EEXIST";
    case DatabaseResult::INVALID:
        return "EINVAL";
    case DatabaseResult::NO_ENTRY:
        return "ESRCH";
    }
    return "?";
}

TypeId
SecurityAssociationDatabase::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::SecurityAssociationDatabase")
            .SetParent<Object>()
            .SetGroupName("IpsecOffload")
            .AddConstructor<SecurityAssociationDatabase>()
            .AddAttribute("PreferOldSa",
                          "Of several SAs that serve a request, output takes the oldest (true) or "
                          "the newest (false); FreeBSD's sysctl net.key.preferred_oldsa.",
                          BooleanValue(true),
                          MakeBooleanAccessor(&SecurityAssociationDatabase::SetPreferOldSa,
                                              &SecurityAssociationDatabase::GetPreferOldSa),
                          MakeBooleanChecker());
    return tid;
}

SecurityAssociationDatabase::SecurityAssociationDatabase()
    : m_byAddresses(std::make_unique<SaAddressIndex>()),
      m_expiry(std::make_unique<SaExpiryQueue>())
{
}

SecurityAssociationDatabase::~SecurityAssociationDatabase() = default;

void
SecurityAssociationDatabase::DoDispose()
{
    m_observers.Clear();
    m_byAddresses->Clear();
    m_expiry->Clear();
    m_bySpi.ForEach([](const SpiSlot& slot) { slot.sa->m_state = SaState::DEAD; });
    m_bySpi.Clear();
    ++m_generation;
    Object::DoDispose();
}

void
SecurityAssociationDatabase::AddObserver(DatabaseObserver* observer)
{
    m_observers.Add(observer);
}

void
SecurityAssociationDatabase::RemoveObserver(DatabaseObserver* observer)
{
    m_observers.Remove(observer);
}

void
SecurityAssociationDatabase::SetPreferOldSa(bool prefer)
{
    m_preferOldSa = prefer;
    ++m_generation;
}

bool
SecurityAssociationDatabase::GetPreferOldSa() const
{
    return m_preferOldSa;
}

DatabaseResult
SecurityAssociationDatabase::CheckConfig(const SaConfig& config)
{
    const bool reserves =
        config.protocol == IpsecProtocol::ESP || config.protocol == IpsecProtocol::AH;
    const uint64_t lastSequence = config.esn ? UINT64_MAX : UINT32_MAX;
    const bool valid = config.spi > (reserves ? LAST_RESERVED_SPI : 0) &&
                       !config.source.IsUnspecified() && !config.destination.IsUnspecified() &&
                       config.source.IsIpv4() == config.destination.IsIpv4() &&
                       AlgorithmsFit(config) && LifetimesFit(config.hard, config.soft) &&
                       config.replayWindow <= ReplayWindow::MAX_PACKETS &&
                       config.firstSequence >= 1 && config.firstSequence <= lastSequence &&
                       config.interfaceName.size() <= MAX_INTERFACE_NAME;
    return valid ? DatabaseResult::OK : DatabaseResult::INVALID;
}

Ptr<SecurityAssociation>
SecurityAssociationDatabase::Add(Ps now, SaConfig config, DatabaseResult* result)
{
    const uint32_t spi = config.spi;
    DatabaseResult answer = CheckConfig(config);
    if (answer == DatabaseResult::OK && FindSlot(spi))
    {
        answer = DatabaseResult::EXISTS; // R22
    }
    Answer(result, answer);
    if (answer != DatabaseResult::OK)
    {
        NS_LOG_LOGIC("ADD of SPI " << spi << " refused: " << ToString(answer));
        return nullptr;
    }
    auto sa = Create<SecurityAssociation>(std::move(config), now);
    sa->m_state = SaState::MATURE; // R25
    sa->m_order = m_nextOrder++;
    m_bySpi.Insert({HashOf(spi), sa});
    m_byAddresses->Add(*sa);
    m_expiry->Update(*sa);
    ++m_generation;
    TellOfLimits(now);
    for (int trigger = 0; trigger < 2 && sa->IsAlive(); ++trigger) // R37
    {
        m_observers.Tell(&DatabaseObserver::SaTriggered, now, *sa);
    }
    return sa;
}

DatabaseResult
SecurityAssociationDatabase::UpdateLifetimes(Ps now,
                                             uint32_t spi,
                                             const SaLifetime& hard,
                                             const SaLifetime& soft)
{
    const Ptr<SecurityAssociation> sa = FindBySpi(spi);
    if (!sa)
    {
        return DatabaseResult::NO_ENTRY;
    }
    if (!sa->IsAlive() || !LifetimesFit(hard, soft))
    {
        return DatabaseResult::INVALID;
    }
    sa->m_config.hard = hard;
    sa->m_config.soft = soft;
    sa->m_state = SaState::MATURE; // R26, R200
    m_expiry->Update(*sa);
    TellOfLimits(now);
    m_observers.Tell(&DatabaseObserver::SaTriggered, now, *sa); // R37
    return DatabaseResult::OK;
}

bool
SecurityAssociationDatabase::HasLimits() const
{
    return !m_expiry->IsEmpty();
}

void
SecurityAssociationDatabase::TellOfLimits(Ps now)
{
    if (HasLimits())
    {
        m_observers.Tell(&DatabaseObserver::LimitGiven, now);
    }
}

void
SecurityAssociationDatabase::Kill(Ps now, Ptr<SecurityAssociation> sa)
{
    NS_LOG_LOGIC("SA of SPI " << sa->GetConfig().spi << " dies");
    m_byAddresses->Remove(*sa);
    m_expiry->Remove(*sa);
    m_bySpi.Erase(FindSlot(sa->GetConfig().spi));
    sa->m_state = SaState::DEAD;
    ++m_generation;
    m_observers.Tell(&DatabaseObserver::SaDead, now, *sa);
}

template <typename Test>
std::vector<Ptr<SecurityAssociation>>
SecurityAssociationDatabase::Select(Test accepts) const
{
    std::vector<Ptr<SecurityAssociation>> selected;
    m_bySpi.ForEach([&](const SpiSlot& slot) {
        if (accepts(*slot.sa))
        {
            selected.push_back(slot.sa);
        }
    });
    std::sort(selected.begin(), selected.end(), [](const auto& a, const auto& b) {
        return a->m_order < b->m_order;
    });
    return selected;
}

DatabaseResult
SecurityAssociationDatabase::Delete(Ps now, uint32_t spi)
{
    SecurityAssociation* sa = FindBySpi(spi);
    if (!sa)
    {
        return DatabaseResult::NO_ENTRY; // R69
    }
    Kill(now, sa);
    return DatabaseResult::OK;
}

uint32_t
SecurityAssociationDatabase::DeleteAll(Ps now,
                                       const IpAddress& source,
                                       const IpAddress& destination)
{
    std::vector<Ptr<SecurityAssociation>> doomed;
    for (auto* sa : m_byAddresses->FindPair(source, destination))
    {
        doomed.emplace_back(sa);
    }
    return KillAll(now, doomed);
}

uint32_t
SecurityAssociationDatabase::Flush(Ps now, IpsecProtocol protocol)
{
    return KillAll(now, Select([protocol](const SecurityAssociation& sa) {
                       return sa.GetConfig().protocol == protocol;
                   }));
}

uint32_t
SecurityAssociationDatabase::KillAll(Ps now, const std::vector<Ptr<SecurityAssociation>>& doomed)
{
    uint32_t killed = 0;
    for (const auto& sa : doomed)
    {
        if (sa->IsAlive()) // an observer may have been faster
        {
            Kill(now, sa);
            ++killed;
        }
    }
    return killed;
}

void
SecurityAssociationDatabase::ExpireAt(Ps now)
{
    for (const auto& sa : m_expiry->FindDue(now))
    {
        if (!sa->IsAlive())
        {
            continue; // an observer was faster
        }
        switch (SaExpiryQueue::Judge(now, *sa))
        {
        case SaExpiryQueue::Judgement::HARD:
            Kill(now, sa);
            break;
        case SaExpiryQueue::Judgement::SOFT:
            sa->m_state = SaState::DYING;
            m_expiry->Update(*sa);
            m_observers.Tell(&DatabaseObserver::SaDying, now, *sa);
            break;
        case SaExpiryQueue::Judgement::GOES_ON: // an observer changed its limits
            break;
        }
    }
}

SecurityAssociation*
SecurityAssociationDatabase::FindOutbound(const IpAddress& source,
                                          const IpAddress& destination,
                                          IpsecProtocol protocol,
                                          IpsecMode mode,
                                          uint32_t reqid) const
{
    return m_byAddresses->Find(source, destination, protocol, mode, reqid, m_preferOldSa);
}

void
SecurityAssociationDatabase::ForEach(const std::function<void(SecurityAssociation&)>& visit) const
{
    auto all = Select([](const SecurityAssociation&) { return true; });
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
        return a->GetConfig().spi < b->GetConfig().spi;
    });
    for (const auto& sa : all)
    {
        visit(*sa);
    }
}

void
SecurityAssociationDatabase::CheckInvariants() const
{
    size_t alive = 0;
    m_bySpi.ForEach([&](const SpiSlot& slot) {
        const uint32_t spi = slot.sa->GetConfig().spi;
        NS_ABORT_MSG_UNLESS(FindSlot(spi) == &slot, "SAD: SPI " << spi << " finds another SA");
        NS_ABORT_MSG_IF(slot.sa->GetState() == SaState::DEAD, "SAD: SPI " << spi << " is dead");
        alive += slot.sa->IsAlive() ? 1 : 0;
    });
    NS_ABORT_MSG_UNLESS(m_byAddresses->CheckInvariants() == alive,
                        "SAD: not all alive SAs are found by their addresses, or others are");
}

} // namespace ns3
