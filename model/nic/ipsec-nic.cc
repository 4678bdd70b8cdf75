/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-nic.h"

#include "ns3/boolean.h"
#include "ns3/event-timer.h"
#include "ns3/ipsec-algorithm.h"
#include "ns3/log.h"
#include "ns3/step-listener.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <sstream>
#include <vector>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("IpsecNic");

NS_OBJECT_ENSURE_REGISTERED(IpsecNic);

namespace
{

/// @param text a list separated by commas @return its parts without blanks
std::vector<std::string>
SplitList(const std::string& text)
{
    std::vector<std::string> parts;
    std::istringstream stream(text);
    for (std::string part; std::getline(stream, part, ',');)
    {
        part.erase(std::remove(part.begin(), part.end(), ' '), part.end());
        if (!part.empty())
        {
            parts.push_back(part);
        }
    }
    return parts;
}

/// @param parts what to join @return the parts with commas between them
template <typename T>
std::string
JoinList(const std::vector<T>& parts)
{
    std::ostringstream text;
    for (size_t i = 0; i < parts.size(); ++i)
    {
        text << (i == 0 ? "" : ",") << parts[i];
    }
    return text.str();
}

/// @param list a list @param item what to look for @return true when it is in the list
template <typename T, typename U>
bool
IsListed(const std::vector<T>& list, const U& item)
{
    return std::find(list.begin(), list.end(), item) != list.end();
}

/// @param profile a profile; ends the program when it names an algorithm that does not exist
void
CheckAlgorithms(const NicProfile& profile)
{
    for (const std::string& name : profile.algorithms)
    {
        NS_ABORT_MSG_UNLESS(FindIpsecAlgorithm(name),
                            "NIC profile '" << profile.name << "': unknown algorithm '" << name
                                            << "'");
    }
}

} // namespace

/// An offer on its way through the command channel.
struct IpsecNic::PendingOffer
{
    SaContext context;    //!< what is installed
    uint64_t resets;      //!< resets before it
    OfferCompletion done; //!< the kernel waits for this
};

TypeId
IpsecNic::GetTypeId()
{
    using P = NicProfile;
    static TypeId tid =
        TypeId("ns3::IpsecNic")
            .SetParent<OffloadDriver>()
            .SetGroupName("IpsecOffload")
            .AddConstructor<IpsecNic>()
            .AddAttribute("Offload",
                          "Whether the NIC does IPsec; without it, it is a plain NIC",
                          BooleanValue(true),
                          MakeBooleanAccessor(&IpsecNic::SetField<&P::offload>,
                                              &IpsecNic::GetField<&P::offload>),
                          MakeBooleanChecker())
            .AddAttribute("TxSlots",
                          "SA contexts for sending",
                          UintegerValue(P::UNLIMITED),
                          MakeUintegerAccessor(&IpsecNic::SetField<&P::txSlots>,
                                               &IpsecNic::GetField<&P::txSlots>),
                          MakeUintegerChecker<uint32_t>())
            .AddAttribute("RxSlots",
                          "SA contexts for receiving",
                          UintegerValue(P::UNLIMITED),
                          MakeUintegerAccessor(&IpsecNic::SetField<&P::rxSlots>,
                                               &IpsecNic::GetField<&P::rxSlots>),
                          MakeUintegerChecker<uint32_t>())
            .AddAttribute("SharedSlots",
                          "Both directions draw from TxSlots, RxSlots means nothing",
                          BooleanValue(false),
                          MakeBooleanAccessor(&IpsecNic::SetField<&P::sharedSlots>,
                                              &IpsecNic::GetField<&P::sharedSlots>),
                          MakeBooleanChecker())
            .AddAttribute(
                "FaultWhenFull",
                "Answer with a fault instead of a nack when no slot is left (N53)",
                BooleanValue(false),
                MakeBooleanAccessor(&IpsecNic::SetFaultWhenFull, &IpsecNic::GetFaultWhenFull),
                MakeBooleanChecker())
            .AddAttribute("SlotCoolOff",
                          "For how long a freed slot cannot be used (R21, N47)",
                          TimeValue(Time(0)),
                          MakeTimeAccessor(&IpsecNic::SetTime<&P::slotCoolOff>,
                                           &IpsecNic::GetTime<&P::slotCoolOff>),
                          MakeTimeChecker(Time(0)))
            .AddAttribute("Algorithms",
                          "What is accepted, names of the algorithm table separated by commas; "
                          "empty: everything. An authenticator beside a cipher must be listed too",
                          StringValue(""),
                          MakeStringAccessor(&IpsecNic::SetAlgorithms, &IpsecNic::GetAlgorithms),
                          MakeStringChecker())
            .AddAttribute("Transport",
                          "Accept SAs in transport mode (N8)",
                          BooleanValue(true),
                          MakeBooleanAccessor(&IpsecNic::SetField<&P::transport>,
                                              &IpsecNic::GetField<&P::transport>),
                          MakeBooleanChecker())
            .AddAttribute("Tunnel",
                          "Accept SAs in tunnel mode (N8)",
                          BooleanValue(true),
                          MakeBooleanAccessor(&IpsecNic::SetField<&P::tunnel>,
                                              &IpsecNic::GetField<&P::tunnel>),
                          MakeBooleanChecker())
            .AddAttribute(
                "Ipv4",
                "Accept SAs between IPv4 addresses (N9)",
                BooleanValue(true),
                MakeBooleanAccessor(&IpsecNic::SetField<&P::ipv4>, &IpsecNic::GetField<&P::ipv4>),
                MakeBooleanChecker())
            .AddAttribute(
                "Ipv6",
                "Accept SAs between IPv6 addresses (N9)",
                BooleanValue(true),
                MakeBooleanAccessor(&IpsecNic::SetField<&P::ipv6>, &IpsecNic::GetField<&P::ipv6>),
                MakeBooleanChecker())
            .AddAttribute(
                "Esn",
                "Accept SAs with 64-bit sequence numbers (N12)",
                BooleanValue(true),
                MakeBooleanAccessor(&IpsecNic::SetField<&P::esn>, &IpsecNic::GetField<&P::esn>),
                MakeBooleanChecker())
            .AddAttribute("NatTraversal",
                          "Accept SAs with ESP in UDP (N10)",
                          BooleanValue(true),
                          MakeBooleanAccessor(&IpsecNic::SetField<&P::natTraversal>,
                                              &IpsecNic::GetField<&P::natTraversal>),
                          MakeBooleanChecker())
            .AddAttribute(
                "ReplayWindows",
                "Accepted replay windows in packets, separated by commas, 0 for no "
                "check; empty: any (N11)",
                StringValue(""),
                MakeStringAccessor(&IpsecNic::SetReplayWindows, &IpsecNic::GetReplayWindows),
                MakeStringChecker())
            .AddAttribute("WindowNeedsEsn",
                          "Accept a replay window only with 64-bit sequence numbers (N11)",
                          BooleanValue(false),
                          MakeBooleanAccessor(&IpsecNic::SetField<&P::windowNeedsEsn>,
                                              &IpsecNic::GetField<&P::windowNeedsEsn>),
                          MakeBooleanChecker())
            .AddAttribute("InstallTime",
                          "Time of all commands that install one SA in one direction (N18)",
                          TimeValue(Time(0)),
                          MakeTimeAccessor(&IpsecNic::SetTime<&P::installTime>,
                                           &IpsecNic::GetTime<&P::installTime>),
                          MakeTimeChecker(Time(0)))
            .AddAttribute("RemoveTime",
                          "Time of all commands that remove one SA from one direction",
                          TimeValue(Time(0)),
                          MakeTimeAccessor(&IpsecNic::SetTime<&P::removeTime>,
                                           &IpsecNic::GetTime<&P::removeTime>),
                          MakeTimeChecker(Time(0)))
            .AddAttribute("QueryTime",
                          "Time of one counter query",
                          TimeValue(Time(0)),
                          MakeTimeAccessor(&IpsecNic::SetTime<&P::queryTime>,
                                           &IpsecNic::GetTime<&P::queryTime>),
                          MakeTimeChecker(Time(0)))
            .AddAttribute("PollPeriod",
                          "From the beginning of one pass over all counters to the next (N38); "
                          "0: counters are never reported",
                          TimeValue(Time(0)),
                          MakeTimeAccessor(&IpsecNic::SetTime<&P::pollPeriod>,
                                           &IpsecNic::GetTime<&P::pollPeriod>),
                          MakeTimeChecker(Time(0)))
            .AddAttribute("QueriesPerPoll",
                          "Queries per SA and direction in one pass",
                          UintegerValue(1),
                          MakeUintegerAccessor(&IpsecNic::SetField<&P::queriesPerPoll>,
                                               &IpsecNic::GetField<&P::queriesPerPoll>),
                          MakeUintegerChecker<uint32_t>(1))
            .AddAttribute("CounterIncludesEspOverhead",
                          "Counters count octets of the ESP datagram, not of the clear one (N41)",
                          BooleanValue(true),
                          MakeBooleanAccessor(&IpsecNic::SetField<&P::counterIncludesEsp>,
                                              &IpsecNic::GetField<&P::counterIncludesEsp>),
                          MakeBooleanChecker())
            .AddAttribute("TxBitRate",
                          "Ceiling of the transmit cipher in clear IP bits; 0: none (N58)",
                          DataRateValue(DataRate(0)),
                          MakeDataRateAccessor(&IpsecNic::SetRate<&P::txBitRate>,
                                               &IpsecNic::GetRate<&P::txBitRate>),
                          MakeDataRateChecker())
            .AddAttribute("TxPacketRate",
                          "Ceiling of the transmit cipher in packets per second; 0: none (N58)",
                          UintegerValue(0),
                          MakeUintegerAccessor(&IpsecNic::SetField<&P::txPacketRate>,
                                               &IpsecNic::GetField<&P::txPacketRate>),
                          MakeUintegerChecker<uint64_t>())
            .AddAttribute("RxBitRate",
                          "Ceiling of the receive cipher in clear IP bits; 0: none (N58)",
                          DataRateValue(DataRate(0)),
                          MakeDataRateAccessor(&IpsecNic::SetRate<&P::rxBitRate>,
                                               &IpsecNic::GetRate<&P::rxBitRate>),
                          MakeDataRateChecker())
            .AddAttribute("RxPacketRate",
                          "Ceiling of the receive cipher in packets per second; 0: none (N58)",
                          UintegerValue(0),
                          MakeUintegerAccessor(&IpsecNic::SetField<&P::rxPacketRate>,
                                               &IpsecNic::GetField<&P::rxPacketRate>),
                          MakeUintegerChecker<uint64_t>())
            .AddAttribute("TxLatency",
                          "A packet's time through the idle transmit cipher beyond its ceilings",
                          TimeValue(Time(0)),
                          MakeTimeAccessor(&IpsecNic::SetTime<&P::txLatency>,
                                           &IpsecNic::GetTime<&P::txLatency>),
                          MakeTimeChecker(Time(0)))
            .AddAttribute("RxLatency",
                          "A packet's time through the idle receive cipher beyond its ceilings",
                          TimeValue(Time(0)),
                          MakeTimeAccessor(&IpsecNic::SetTime<&P::rxLatency>,
                                           &IpsecNic::GetTime<&P::rxLatency>),
                          MakeTimeChecker(Time(0)))
            .AddAttribute("RingSize",
                          "Packets accepted from the host and not yet on the wire",
                          UintegerValue(1024),
                          MakeUintegerAccessor(&IpsecNic::SetField<&P::ringSize>,
                                               &IpsecNic::GetField<&P::ringSize>),
                          MakeUintegerChecker<uint32_t>(1))
            .AddAttribute("RxRingSize",
                          "Packets waiting for the receive cipher or in it",
                          UintegerValue(1024),
                          MakeUintegerAccessor(&IpsecNic::SetField<&P::rxRingSize>,
                                               &IpsecNic::GetField<&P::rxRingSize>),
                          MakeUintegerChecker<uint32_t>(1))
            .AddAttribute("ResetRecovery",
                          "After a reset the driver has the kernel withdraw everything from the "
                          "interface (R207); otherwise the kernel never learns of it",
                          BooleanValue(false),
                          MakeBooleanAccessor(&IpsecNic::m_resetRecovery),
                          MakeBooleanChecker())
            .AddAttribute("ResetTime",
                          "From a reset to the driver's answer to it",
                          TimeValue(Time(0)),
                          MakeTimeAccessor(&IpsecNic::m_resetTime),
                          MakeTimeChecker(Time(0)));
    return tid;
}

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

NicProfile&
IpsecNic::EditProfile()
{
    NS_ABORT_MSG_IF(m_engine, "IpsecNic: the profile is changed after the NIC was configured");
    return m_profile;
}

void
IpsecNic::SetAlgorithms(const std::string& names)
{
    EditProfile().algorithms = SplitList(names);
    CheckAlgorithms(m_profile);
}

std::string
IpsecNic::GetAlgorithms() const
{
    return JoinList(m_profile.algorithms);
}

void
IpsecNic::SetReplayWindows(const std::string& packets)
{
    std::vector<uint32_t> windows;
    for (const std::string& part : SplitList(packets))
    {
        uint32_t window = 0;
        const char* end = part.data() + part.size();
        const auto result = std::from_chars(part.data(), end, window);
        NS_ABORT_MSG_UNLESS(result.ec == std::errc() && result.ptr == end,
                            "IpsecNic: ReplayWindows: '" << part << "' is not a number of packets");
        windows.push_back(window);
    }
    EditProfile().replayWindows = std::move(windows);
}

std::string
IpsecNic::GetReplayWindows() const
{
    return JoinList(m_profile.replayWindows);
}

void
IpsecNic::SetFaultWhenFull(bool fault)
{
    EditProfile().whenFull = fault ? NicProfile::WhenFull::FAULT : NicProfile::WhenFull::NACK;
}

bool
IpsecNic::GetFaultWhenFull() const
{
    return m_profile.whenFull == NicProfile::WhenFull::FAULT;
}

void
IpsecNic::SetProfile(const NicProfile& profile)
{
    CheckAlgorithms(profile);
    EditProfile() = profile;
}

void
IpsecNic::Configure(const NicProfile& profile, uint64_t lineRate, uint32_t frameOverhead)
{
    NS_LOG_FUNCTION(this << profile.name << lineRate << frameOverhead);
    SetProfile(profile);
    m_engine = std::make_unique<NicEngine>(m_profile, lineRate, frameOverhead);
    m_engine->SetLimitCallback(
        [this](Ps now, const SaContext& context, bool hard) { SignalLimit(now, context, hard); });
}

uint32_t
IpsecNic::GetMethods() const
{
    return m_profile.offload ? SA_NEWKEY | SA_DEINSTALL | SA_COUNTERS | TRANSMIT_ASSIST : 0;
}

uint32_t
IpsecNic::GetTransmitAssist([[maybe_unused]] uint16_t drvSpi) const
{
    // ns-3's stack writes its checksums itself and cuts no segments for a NIC (N43).
    return 0;
}

std::string
IpsecNic::WhyRefused(const SaConfig& config) const
{
    const NicProfile& profile = m_profile;
    const bool ipv4 = config.destination.IsIpv4();
    if (!profile.offload)
    {
        return "the NIC does no IPsec";
    }
    if (config.protocol != IpsecProtocol::ESP)
    {
        return std::string("protocol ") + ToString(config.protocol) + ", not esp"; // N5
    }
    if (!profile.algorithms.empty()) // N6, N7
    {
        const std::string cipher = config.cipher == nullptr ? "null" : config.cipher->name;
        if (!IsListed(profile.algorithms, cipher))
        {
            return "algorithm " + cipher;
        }
        const bool needsAuthenticator = config.cipher == nullptr || !config.cipher->IsAead();
        if (needsAuthenticator && config.authenticator != nullptr &&
            !IsListed(profile.algorithms, config.authenticator->name))
        {
            return std::string("algorithm ") + config.authenticator->name;
        }
    }
    if (config.mode == IpsecMode::ANY) // N8
    {
        return "mode any: the NIC must know which header to put in front";
    }
    if (config.mode == IpsecMode::TRANSPORT ? !profile.transport : !profile.tunnel)
    {
        return std::string("mode ") + ToString(config.mode);
    }
    if (config.source.IsIpv4() != ipv4) // N9
    {
        return "addresses of two families";
    }
    if (ipv4 ? !profile.ipv4 : !profile.ipv6)
    {
        return ipv4 ? "family IPv4" : "family IPv6";
    }
    if (config.natTraversal.IsOn() && !profile.natTraversal) // N10
    {
        return "ESP in UDP";
    }
    if (config.esn && !profile.esn) // N12
    {
        return "64-bit sequence numbers";
    }
    if (config.direction != IpsecDirection::OUT) // N11; who only sends has no window
    {
        const uint32_t window = config.replayWindow;
        if (!profile.replayWindows.empty() && !IsListed(profile.replayWindows, window))
        {
            return "replay window of " + std::to_string(window) + " packets";
        }
        if (profile.windowNeedsEsn && window != 0 && !config.esn)
        {
            return "replay window without 64-bit sequence numbers";
        }
    }
    return {};
}

void
IpsecNic::Submit(Ps now,
                 Ps duration,
                 void (IpsecNic::*step)(Ps, const PendingPtr&),
                 PendingPtr offer)
{
    NoteStep(offer->context.steps, now, "command channel", "N18, R8", [this, now, duration] {
        return DescribeCommands(now, duration);
    });
    ++m_commands;
    m_channel.Submit(
        now,
        duration,
        [this, step, offer = std::move(offer), life = std::weak_ptr<int>(m_life)](Ps then) {
            if (life.expired())
            {
                return;
            }
            --m_commands;
            if (offer->resets != m_statistics.resets)
            {
                FailAfterReset(then, offer);
                return;
            }
            (this->*step)(then, offer);
        });
}

/// @param context an SA @return its contexts, each direction for itself
uint32_t
IpsecNic::CountHalves(const SaContext& context)
{
    return (context.transmit ? 1 : 0) + (context.receive ? 1 : 0);
}

/// The NIC was reset while it installed an SA. @param now the time @param offer which
void
IpsecNic::FailAfterReset(Ps now, const PendingPtr& offer)
{
    --m_statistics.pending;
    ++m_statistics.faults;
    offer->done(now, DriverAnswer::FAULT, 0);
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

std::optional<uint64_t>
IpsecNic::GetNextSequence(uint16_t drvSpi, uint64_t cookie) const
{
    const SaContext* context = m_engine ? m_engine->Find(drvSpi) : nullptr;
    if (context == nullptr || context->cookie != cookie || !context->transmit)
    {
        return std::nullopt;
    }
    return context->nextSequence;
}

void
IpsecNic::SaNewKey(Ps now, const SaOffer& offer, OfferCompletion done)
{
    NS_LOG_FUNCTION(this << now << offer.drvSpi << offer.config.spi);
    ++m_statistics.offers;
    const std::string why = WhyRefused(offer.config);
    if (!why.empty())
    {
        NS_LOG_INFO("SA " << offer.drvSpi << " (SPI " << offer.config.spi << ") refused: " << why);
        ++m_statistics.refused;
        NoteStep(offer.steps, now, "driver", "N4-N12", [&why] { return "refuses it: " + why; });
        done(now, DriverAnswer::NOT_SUPPORTED, 0);
        return;
    }
    ++m_statistics.pending;
    auto pending = std::make_shared<PendingOffer>();
    SaContext& context = pending->context;
    context.drvSpi = offer.drvSpi;
    context.transmit = offer.direction != IpsecDirection::IN;
    context.receive = offer.direction != IpsecDirection::OUT;
    context.sizes = offer.sizes;
    // An own counter from the start of the SA, whatever software has sent meanwhile (R143): mlx5's
    // driver hands its context the number 1 (mlx5_ipsec.c, first number of RFC 4303 section 3.3.3).
    // Other kernels hand over their own counter, or number every packet themselves.
    context.nextSequence = offer.firstSequence.value_or(offer.config.firstSequence);
    context.hostNumbers = offer.hostNumbers;
    context.enforceLimits = offer.enforceLimits;
    context.vlan = offer.vlan;
    context.config = offer.config;
    context.window = ReplayWindow(offer.config.replayWindow, offer.config.esn, offer.config.cyclic);
    context.cookie = m_nextCookie++;
    context.steps = offer.steps;
    pending->done = std::move(done);
    pending->resets = m_statistics.resets;
    const bool twoHalves = context.transmit && context.receive;
    Submit(now,
           m_profile.installTime,
           twoHalves ? &IpsecNic::InstallReceiveHalf : &IpsecNic::InstallOnly,
           std::move(pending));
}

/**
 * @param now the time
 * @param duration of commands that are about to be submitted
 * @return what they meet, in words
 */
std::string
IpsecNic::DescribeCommands(Ps now, Ps duration) const
{
    const Ps wait = m_channel.GetFreeAt() - now;
    return (wait > 0 ? "commands wait " + SpanInWords(wait) + " and take "
                     : std::string("idle, commands take ")) +
           SpanInWords(duration);
}

/**
 * Tell what became of an installation.
 * @param now the time
 * @param offer what was installed
 * @param what part of it
 * @param result of the engine
 */
void
IpsecNic::NoteInstall(Ps now,
                      const PendingOffer& offer,
                      const char* what,
                      NicEngine::InstallResult result)
{
    NoteStep(offer.context.steps, now, "NIC slots", "N13, N52", [&] {
        const std::string slots = " (in use: " + GroupDigits(GetEngine().GetTxSlotsUsed(now)) +
                                  " transmit, " + GroupDigits(GetEngine().GetRxSlotsUsed(now)) +
                                  " receive)";
        switch (result)
        {
        case NicEngine::InstallResult::OK:
            return what + (" has its slot" + slots);
        case NicEngine::InstallResult::FULL:
            return what + (" finds no slot" + slots);
        case NicEngine::InstallResult::DUPLICATE:
            break;
        }
        return what + std::string(" is there already");
    });
}

void
IpsecNic::InstallOnly(Ps now, const PendingPtr& offer)
{
    const NicEngine::InstallResult result = GetEngine().Install(now, offer->context);
    NoteInstall(now, *offer, "its one direction", result);
    Answer(now, offer, result);
}

void
IpsecNic::InstallReceiveHalf(Ps now, const PendingPtr& offer)
{
    SaContext half = offer->context;
    half.transmit = false;
    half.held = true; // the kernel learns of the SA when both halves are in place
    const NicEngine::InstallResult result = GetEngine().Install(now, std::move(half));
    NoteInstall(now, *offer, "receive half", result);
    if (result != NicEngine::InstallResult::OK)
    {
        Answer(now, offer, result);
        return;
    }
    ++m_heldContexts;
    Submit(now, m_profile.installTime, &IpsecNic::InstallTransmitHalf, offer);
}

void
IpsecNic::InstallTransmitHalf(Ps now, const PendingPtr& offer)
{
    SaContext half = offer->context;
    half.receive = false;
    const NicEngine::InstallResult result = GetEngine().Install(now, std::move(half));
    NoteInstall(now, *offer, "transmit half", result);
    if (result != NicEngine::InstallResult::OK)
    {
        Submit(now, m_profile.removeTime, &IpsecNic::RemoveReceiveHalf, offer);
        return;
    }
    --m_heldContexts;
    Answer(now, offer, result);
}

void
IpsecNic::RemoveReceiveHalf(Ps now, const PendingPtr& offer)
{
    GetEngine().Remove(now, offer->context.drvSpi);
    --m_heldContexts;
    Answer(now, offer, NicEngine::InstallResult::FULL);
}

void
IpsecNic::Answer(Ps now, const PendingPtr& offer, NicEngine::InstallResult result)
{
    NS_LOG_LOGIC("SA " << offer->context.drvSpi << " answered " << static_cast<int>(result));
    --m_statistics.pending;
    DriverAnswer answer = DriverAnswer::ACK;
    switch (result)
    {
    case NicEngine::InstallResult::OK:
        ++m_statistics.acks;
        ++m_contexts;
        m_ackedContexts += CountHalves(offer->context);
        StartPolling(now);
        break;
    case NicEngine::InstallResult::FULL:
        ++m_statistics.full;
        answer = GetFaultWhenFull() ? DriverAnswer::FAULT : DriverAnswer::NOT_SUPPORTED;
        break;
    case NicEngine::InstallResult::DUPLICATE:
        ++m_statistics.faults;
        answer = DriverAnswer::FAULT;
        break;
    }
    offer->done(now, answer, offer->context.cookie);
}

/**
 * Tell that the slots of an SA are free, and when they can be used again.
 * @param now the time
 * @param steps who follows the SA's life; nullptr: nobody
 */
void
IpsecNic::NoteRemoval(Ps now, StepListener* steps) const
{
    if (!steps)
    {
        return;
    }
    const Ps coolOff = m_profile.slotCoolOff;
    steps->Note(now,
                "NIC slots",
                coolOff == 0 ? "contexts removed, slots free at once"
                             : "contexts removed, slots cool off for " + SpanInWords(coolOff),
                "R21, N47");
    if (coolOff > 0)
    {
        EventTimer::At(now + coolOff, [steps](Ps then) {
            steps->Note(then, "NIC slots", "slots can be used again", "R21, N47");
        });
    }
}

void
IpsecNic::SaDeinstall(Ps now, uint16_t drvSpi, uint64_t cookie, WithdrawCompletion done)
{
    NS_LOG_FUNCTION(this << now << drvSpi << cookie);
    const SaContext* context = m_engine ? m_engine->Find(drvSpi) : nullptr;
    if (context == nullptr || context->cookie != cookie)
    {
        done(now, false);
        return;
    }
    const uint32_t directions = CountHalves(*context);
    ++m_commands;
    StepListener* const steps = context->steps;
    NoteStep(steps, now, "command channel", "N18, R71", [&] {
        return "removal: " +
               DescribeCommands(now, static_cast<Ps>(directions) * m_profile.removeTime);
    });
    m_channel.Submit(now,
                     directions * m_profile.removeTime,
                     [this,
                      drvSpi,
                      cookie,
                      directions,
                      steps,
                      done = std::move(done),
                      life = std::weak_ptr<int>(m_life)](Ps then) {
                         if (life.expired())
                         {
                             return;
                         }
                         --m_commands;
                         const SaContext* there = m_engine->Find(drvSpi);
                         const bool removed =
                             there != nullptr && there->cookie == cookie; // not lost meanwhile
                         if (removed)
                         {
                             m_engine->Remove(then, drvSpi);
                             NoteRemoval(then, steps);
                             m_ackedContexts -= directions;
                             ++m_statistics.removed;
                             --m_contexts;
                             StopPolling();
                         }
                         done(then, removed);
                     });
}

std::optional<PacketOctets>
IpsecNic::GetSaCounters([[maybe_unused]] Ps now, uint16_t drvSpi, uint64_t cookie)
{
    const SaContext* context = m_engine ? m_engine->Find(drvSpi) : nullptr;
    if (context == nullptr || context->cookie != cookie)
    {
        return std::nullopt;
    }
    PacketOctets sum = context->sent;
    sum.Add(context->received);
    return sum;
}

void
IpsecNic::StartPolling(Ps now)
{
    if (m_polling || m_profile.pollPeriod == 0)
    {
        return;
    }
    m_polling = true;
    m_pollEvent = EventTimer::At(now + m_profile.pollPeriod, [this](Ps then) { BeginPass(then); });
}

void
IpsecNic::StopPolling()
{
    // The timer runs only while there is something to read, lest it keep a simulation alive. A pass
    // under way ends by itself.
    if (m_contexts == 0 && !m_pollEvent.IsExpired())
    {
        m_pollEvent.Remove();
        m_polling = false;
    }
}

void
IpsecNic::BeginPass(Ps now)
{
    NS_LOG_FUNCTION(this << now);
    m_passBegan = now;
    QuerySlice(now, 0);
}

void
IpsecNic::QuerySlice(Ps now, uint32_t from)
{
    uint32_t contexts = 0;
    uint64_t queries = 0;
    uint32_t next = from;
    for (const SaContext* context = m_engine->FindFrom(next);
         context != nullptr && contexts < POLL_SLICE;
         context = m_engine->FindFrom(next))
    {
        next = context->drvSpi + 1U;
        ++contexts;
        queries += (context->transmit ? 1 : 0) + (context->receive ? 1 : 0);
    }
    if (contexts == 0)
    {
        EndPass(now);
        return;
    }
    queries *= m_profile.queriesPerPoll;
    m_statistics.queries += queries;
    m_channel.Submit(now,
                     static_cast<Ps>(queries) * m_profile.queryTime,
                     [this, from, next, life = std::weak_ptr<int>(m_life)](Ps then) {
                         if (!life.expired())
                         {
                             ReportRange(then, from, next);
                             QuerySlice(then, next);
                         }
                     });
}

void
IpsecNic::EndPass(Ps now)
{
    m_polling = m_contexts != 0;
    if (!m_polling)
    {
        return;
    }
    m_pollEvent = EventTimer::At(std::max(now, m_passBegan + m_profile.pollPeriod),
                                 [this](Ps then) { BeginPass(then); });
}

void
IpsecNic::ReportRange(Ps now, uint32_t from, uint32_t to)
{
    for (const SaContext* context = m_engine->FindFrom(from);
         context != nullptr && context->drvSpi < to;
         context = m_engine->FindFrom(from))
    {
        from = context->drvSpi + 1U;
        if (context->held)
        {
            continue; // the kernel does not know it yet
        }
        PacketOctets sum = context->sent;
        sum.Add(context->received);
        ++m_statistics.reports;
        Report(now, context->drvSpi, sum);
    }
}

void
IpsecNic::PollNow(Ps now)
{
    NS_LOG_FUNCTION(this << now);
    if (m_engine)
    {
        ReportRange(now, 0, UINT16_MAX + 1U);
    }
}

void
IpsecNic::CheckInvariants() const
{
    const Statistics& s = m_statistics;
    NS_ABORT_MSG_UNLESS(s.offers == s.refused + s.acks + s.full + s.faults + s.pending,
                        "NIC driver: offers differ from refusals + answers + pending");
    NS_ABORT_MSG_UNLESS(s.acks == s.removed + s.lost + m_contexts,
                        "NIC driver: acks differ from removals + SAs lost + installed SAs");
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
