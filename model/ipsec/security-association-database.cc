/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "security-association-database.h"

#include "sa-address-index-internal.h"
#include "sa-expiry-queue-internal.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/ipsec-step-listener.h"
#include "ns3/log.h"
#include "ns3/trace-source-accessor.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <utility>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("SecurityAssociationDatabase");

NS_OBJECT_ENSURE_REGISTERED(SecurityAssociationDatabase);

namespace
{

/// @param out where to, or nullptr @param result what to say there
void
Answer(DatabaseResult* out, DatabaseResult result)
{
    if (out)
    {
        *out = result;
    }
}

/**
 * @param taken the SPIs that are taken
 * @param random where to draw from
 * @param lowest SPI wanted
 * @param highest SPI wanted
 * @param tries how many may be drawn
 * @return a free SPI, or 0 (R23)
 */
uint32_t
DrawSpi(const SaSpiIndex& taken,
        UniformRandomVariable& random,
        uint32_t lowest,
        uint32_t highest,
        uint32_t tries)
{
    for (uint32_t i = 0; i < tries; ++i)
    {
        const uint32_t spi = random.GetInteger(lowest, highest);
        if (!taken.Find(spi))
        {
            return spi;
        }
    }
    return 0;
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
    case DatabaseResult::NO_ACCESS:
        return "EACCES";
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
                          MakeBooleanChecker())
            .AddAttribute("CloneForgetsOffload",
                          "An SA that an UPDATE clones loses its interface name and is not offered "
                          "again, so it goes on in software (R60). False: the clone keeps the name "
                          "and is offered, and where requests wait for the drivers it is used when "
                          "they have answered (Linux: XFRM_MSG_MIGRATE_STATE).",
                          BooleanValue(true),
                          MakeBooleanAccessor(&SecurityAssociationDatabase::m_cloneForgetsOffload),
                          MakeBooleanChecker())
            .AddAttribute("NullSuite",
                          "ESP SAs may have neither a cipher nor an authenticator, as FreeBSD "
                          "takes them and RFC 4303 section 3.2 forbids.",
                          BooleanValue(false),
                          MakeBooleanAccessor(&SecurityAssociationDatabase::m_nullSuite),
                          MakeBooleanChecker())
            .AddAttribute("LowestSpi",
                          "The lowest SPI that GETSPI chooses by itself (sysctl "
                          "net.key.spi_minval, R23).",
                          UintegerValue(0x100),
                          MakeUintegerAccessor(&SecurityAssociationDatabase::m_lowestSpi),
                          MakeUintegerChecker<uint32_t>(LAST_RESERVED_SPI + 1))
            .AddAttribute("HighestSpi",
                          "The highest SPI that GETSPI chooses by itself (sysctl "
                          "net.key.spi_maxval, R23).",
                          UintegerValue(0x0fffffff),
                          MakeUintegerAccessor(&SecurityAssociationDatabase::m_highestSpi),
                          MakeUintegerChecker<uint32_t>(LAST_RESERVED_SPI + 1))
            .AddAttribute("SpiTries",
                          "How many random SPIs GETSPI tries before it gives up (sysctl "
                          "net.key.spi_trycnt, R23).",
                          UintegerValue(1000),
                          MakeUintegerAccessor(&SecurityAssociationDatabase::m_spiTries),
                          MakeUintegerChecker<uint32_t>(1))
            .AddAttribute("LarvalLifetime",
                          "Age above which an SA without keys dies (sysctl "
                          "net.key.larval_lifetime, R33).",
                          TimeValue(Seconds(30)),
                          MakeTimeAccessor(&SecurityAssociationDatabase::m_larvalLifetime),
                          MakeTimeChecker(Time(0)))
            .AddAttribute("BlockAcquireCount",
                          "Once more packets than this were held back since the last ACQUIRE of a "
                          "request, the next one is sent (sysctl net.key.blockacq_count, R32).",
                          UintegerValue(10),
                          MakeUintegerAccessor(&SecurityAssociationDatabase::m_blockAcquireCount),
                          MakeUintegerChecker<uint32_t>())
            .AddAttribute("BlockAcquireLifetime",
                          "Age above which a request for an SA is forgotten, so that the next "
                          "packet sends an ACQUIRE (sysctl net.key.blockacq_lifetime, R32).",
                          TimeValue(Seconds(20)),
                          MakeTimeAccessor(&SecurityAssociationDatabase::m_blockAcquireLifetime),
                          MakeTimeChecker(Time(0)))
            .AddTraceSource("Expire",
                            "A limit of an SA is exceeded: the time, the SA, and true for a hard "
                            "limit, which ends it (R196), false for a soft one (R197)",
                            MakeTraceSourceAccessor(&SecurityAssociationDatabase::m_expireTrace),
                            "ns3::SecurityAssociationDatabase::ExpireTracedCallback");
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
    m_larval.Clear();
    m_acquires.Clear();
    m_spis = nullptr;
    for (const auto& sa : m_bySpi.GetAll())
    {
        sa->m_state = SaState::DEAD;
    }
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

/**
 * Log what happens to an SA, and append it to the steps of its life if anybody follows it.
 * @param sa which
 * @param step what happens
 */
void
SecurityAssociationDatabase::NoteLife(Ps now, const SecurityAssociation& sa, StepCode step)
{
    NS_LOG_INFO("SPI " << SpiInWords(sa.GetConfig().spi) << " at " << now
                       << " ps: " << GetStepInfo(step).name);
    AppendStep(sa.GetSteps(), step, now);
}

Ptr<SecurityAssociation>
SecurityAssociationDatabase::Add(Ps now, SaConfig config, DatabaseResult* result)
{
    const uint32_t spi = config.spi;
    DatabaseResult answer =
        FindFault(config, m_nullSuite).empty() ? DatabaseResult::OK : DatabaseResult::INVALID;
    if (answer == DatabaseResult::OK && m_bySpi.Find(spi))
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
    m_bySpi.Insert(sa);
    if (m_watcher && spi == m_watchedSpi)
    {
        sa->m_steps = m_watcher;
    }
    Complete(now, *sa);
    const bool waits = sa->GetState() == SaState::PENDING;
    NoteLife(now, *sa, waits ? StepCode::SA_ADDED_PENDING : StepCode::SA_ADDED);
    m_observers.Tell(&DatabaseObserver::SaTriggered, now, *sa);
    if (sa->IsAlive()) // R37; one request is one offer where it waits for the answer
    {
        m_observers.Tell(&DatabaseObserver::SaTriggered, now, *sa);
    }
    return sa;
}

std::string
SecurityAssociationDatabase::ExplainRefusal(const SaConfig& config) const
{
    const std::string fault = FindFault(config, m_nullSuite);
    return fault.empty() && m_bySpi.Find(config.spi)
               ? "spi: " + SpiInWords(config.spi) + ", expected one that no other SA has (R22)"
               : fault;
}

void
SecurityAssociationDatabase::Complete(Ps now, SecurityAssociation& sa)
{
    bool waits = false;
    m_observers.Tell(&DatabaseObserver::SaComplete, now, sa, waits);
    sa.m_state = waits ? SaState::PENDING : SaState::MATURE; // R25
    if (!waits)
    {
        Insert(&sa);
        TellOfLimits(now);
    }
}

void
SecurityAssociationDatabase::Admit(Ps now, SecurityAssociation& sa)
{
    if (sa.GetState() != SaState::PENDING)
    {
        return;
    }
    sa.m_state = SaState::MATURE;
    NoteLife(now, sa, StepCode::SA_ADMITTED);
    Insert(&sa);
    TellOfLimits(now);
    m_observers.Tell(&DatabaseObserver::SaAdmitted, now, sa);
}

void
SecurityAssociationDatabase::Refuse(Ps now, SecurityAssociation& sa)
{
    if (sa.GetState() == SaState::DEAD)
    {
        return;
    }
    const Ptr<SecurityAssociation> held(&sa);
    NoteLife(now, sa, StepCode::SA_REFUSED);
    Kill(now, held);
    m_observers.Tell(&DatabaseObserver::SaRefused, now, sa);
}

void
SecurityAssociationDatabase::Lose(Ps now, SecurityAssociation& sa)
{
    if (sa.GetState() == SaState::DEAD)
    {
        return;
    }
    const Ptr<SecurityAssociation> held(&sa);
    NoteLife(now, sa, StepCode::SA_LOST);
    Kill(now, held);
    m_observers.Tell(&DatabaseObserver::SaLost, now, sa);
}

void
SecurityAssociationDatabase::Insert(Ptr<SecurityAssociation> sa)
{
    sa->m_order = m_nextOrder++;
    m_byAddresses->Add(*sa);
    m_expiry->Update(*sa);
    const SaConfig& config = sa->GetConfig();
    m_acquires.EndServed(
        {config.source, config.destination, config.protocol, config.mode, config.reqid});
    ++m_generation;
}

Ptr<SecurityAssociation>
SecurityAssociationDatabase::GetSpi(Ps now, const SpiRequest& request, DatabaseResult* result)
{
    const bool isIpcomp = request.protocol == IpsecProtocol::IPCOMP; // 16 bits (RFC 3173)
    const uint32_t lowest = request.lowest != 0 ? request.lowest : m_lowestSpi;
    uint32_t highest = request.highest != 0 ? request.highest : m_highestSpi;
    highest = isIpcomp ? std::min<uint32_t>(highest, UINT16_MAX) : highest;
    DatabaseResult answer = DatabaseResult::OK;
    uint32_t spi = 0;
    if (request.source.IsUnspecified() || request.destination.IsUnspecified() ||
        request.source.IsIpv4() != request.destination.IsIpv4() || lowest > highest ||
        request.protocol == IpsecProtocol::TCP_MD5 || (!isIpcomp && lowest <= LAST_RESERVED_SPI) ||
        request.interfaceName.size() > MAX_INTERFACE_NAME)
    {
        answer = DatabaseResult::INVALID;
    }
    else
    {
        if (!m_spis)
        {
            m_spis = CreateObject<UniformRandomVariable>();
        }
        spi = DrawSpi(m_bySpi, *m_spis, lowest, highest, m_spiTries);
        answer = spi != 0 ? DatabaseResult::OK : DatabaseResult::EXISTS;
    }
    Answer(result, answer);
    if (answer != DatabaseResult::OK)
    {
        NS_LOG_LOGIC("GETSPI refused: " << ToString(answer));
        return nullptr;
    }
    SaConfig config;
    config.spi = spi;
    config.protocol = request.protocol;
    config.mode = request.mode;
    config.reqid = request.reqid;
    config.source = request.source;
    config.destination = request.destination;
    config.interfaceName = request.interfaceName; // R54
    config.direction = request.direction;
    config.requester = request.requester;
    auto sa = Create<SecurityAssociation>(std::move(config), now); // LARVAL
    sa->m_order = m_nextOrder++;
    m_bySpi.Insert(sa);
    m_larval.Push(sa);
    TellOfLimits(now);
    if (m_watcher && sa->GetConfig().spi == m_watchedSpi)
    {
        sa->m_steps = m_watcher;
    }
    NoteLife(now, *sa, StepCode::SA_LARVAL);
    m_observers.Tell(&DatabaseObserver::SaLarval, now, *sa);
    return sa;
}

int64_t
SecurityAssociationDatabase::AssignStreams(int64_t stream)
{
    if (!m_spis)
    {
        m_spis = CreateObject<UniformRandomVariable>();
    }
    m_spis->SetStream(stream);
    return 1;
}

bool
SecurityAssociationDatabase::Acquire(Ps now, const AcquireRequest& request)
{
    if (!m_acquires.Ask(now, request, m_blockAcquireCount, ToPs(m_blockAcquireLifetime)))
    {
        return false;
    }
    NS_LOG_LOGIC("ACQUIRE for " << request.source.ToString() << " to "
                                << request.destination.ToString());
    m_observers.Tell(&DatabaseObserver::Acquire, now, request);
    return true;
}

void
SecurityAssociationDatabase::Kill(Ps now, Ptr<SecurityAssociation> sa)
{
    NS_LOG_LOGIC("SA of SPI " << sa->GetConfig().spi << " dies");
    TakeOut(*sa);
    m_observers.Tell(&DatabaseObserver::SaDead, now, *sa);
}

void
SecurityAssociationDatabase::TakeOut(SecurityAssociation& sa)
{
    if (sa.IsAlive())
    {
        m_byAddresses->Remove(sa);
        m_expiry->Remove(sa);
        ++m_generation;
    }
    m_bySpi.Remove(sa);
    sa.m_state = SaState::DEAD;
}

DatabaseResult
SecurityAssociationDatabase::Delete(Ps now, uint32_t spi)
{
    SecurityAssociation* sa = FindBySpi(spi);
    if (!sa)
    {
        return DatabaseResult::NO_ENTRY; // R69
    }
    NoteLife(now, *sa, StepCode::SA_DELETED);
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
    for (const auto& sa : m_bySpi.GetAll()) // what waits for drivers is not found by addresses
    {
        const SaConfig& config = sa->GetConfig();
        if (sa->GetState() == SaState::PENDING && config.source == source &&
            config.destination == destination)
        {
            doomed.push_back(sa);
        }
    }
    return KillAll(now, doomed);
}

uint32_t
SecurityAssociationDatabase::Flush(Ps now, IpsecProtocol protocol)
{
    auto doomed = m_bySpi.GetAll();
    doomed.erase(
        std::remove_if(doomed.begin(),
                       doomed.end(),
                       [protocol](const auto& sa) { return sa->GetConfig().protocol != protocol; }),
        doomed.end());
    std::stable_sort(doomed.begin(), doomed.end(), [](const auto& a, const auto& b) {
        return a->m_order < b->m_order; // of creation
    });
    return KillAll(now, doomed);
}

uint32_t
SecurityAssociationDatabase::KillAll(Ps now, const std::vector<Ptr<SecurityAssociation>>& doomed)
{
    uint32_t killed = 0;
    for (const auto& sa : doomed)
    {
        if (sa->GetState() != SaState::DEAD) // an observer may have been faster
        {
            NoteLife(now, *sa, StepCode::SA_FLUSHED);
            Kill(now, sa);
            ++killed;
        }
    }
    return killed;
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
    for (const auto& sa : m_bySpi.GetAll())
    {
        visit(*sa);
    }
}

void
SecurityAssociationDatabase::CheckInvariants() const
{
    size_t alive = 0;
    for (const auto& sa : m_bySpi.GetAll())
    {
        const uint32_t spi = sa->GetConfig().spi;
        NS_ABORT_MSG_UNLESS(m_bySpi.Find(spi) == PeekPointer(sa),
                            "SAD: SPI " << spi << " finds another SA");
        NS_ABORT_MSG_IF(sa->GetState() == SaState::DEAD, "SAD: SPI " << spi << " is dead");
        alive += sa->IsAlive() ? 1 : 0;
    }
    NS_ABORT_MSG_UNLESS(m_byAddresses->CheckInvariants() == alive,
                        "SAD: not all alive SAs are found by their addresses, or others are");
}

} // namespace ns3
