/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-nic.h"

#include "ns3/boolean.h"
#include "ns3/enum-attribute.h"
#include "ns3/ipsec-algorithm.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <charconv>
#include <sstream>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload
 * What scripts see of a NIC: each value of its profile as an attribute.
 */

namespace ns3
{

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
            // Data path: context cache and fetch unit
            .AddAttribute("ContextCacheSize",
                          "SA contexts on chip, one per SA and direction; 0: all (N56)",
                          UintegerValue(0),
                          MakeUintegerAccessor(&IpsecNic::SetField<&P::contextCacheSize>,
                                               &IpsecNic::GetField<&P::contextCacheSize>),
                          MakeUintegerChecker<uint32_t>())
            .AddAttribute("ContextCacheWays",
                          "Associativity of the context cache, a divisor of its size; 0: full",
                          UintegerValue(0),
                          MakeUintegerAccessor(&IpsecNic::SetField<&P::contextCacheWays>,
                                               &IpsecNic::GetField<&P::contextCacheWays>),
                          MakeUintegerChecker<uint32_t>())
            .AddAttribute("ContextCacheShared",
                          "Both directions share the context cache; otherwise each has its own",
                          BooleanValue(true),
                          MakeBooleanAccessor(&IpsecNic::SetField<&P::contextCacheShared>,
                                              &IpsecNic::GetField<&P::contextCacheShared>),
                          MakeBooleanChecker())
            .AddAttribute("ContextCacheReplacement",
                          "Which context leaves a full set of the cache",
                          EnumValue(P::REPLACE_LRU),
                          MakeEnumAttributeAccessor<P::CacheReplacement>(
                              &IpsecNic::SetField<&P::contextCacheReplacement>,
                              &IpsecNic::GetField<&P::contextCacheReplacement>),
                          MakeEnumChecker(P::REPLACE_LRU,
                                          "Lru",
                                          P::REPLACE_RANDOM,
                                          "Random",
                                          P::REPLACE_FIFO,
                                          "Fifo"))
            .AddAttribute("ContextFetchTime",
                          "Time of one fetch of a context that is not on chip",
                          TimeValue(Time(0)),
                          MakeTimeAccessor(&IpsecNic::SetTime<&P::contextFetchTime>,
                                           &IpsecNic::GetTime<&P::contextFetchTime>),
                          MakeTimeChecker(Time(0)))
            .AddAttribute("ContextFetches",
                          "Context fetches under way at most",
                          UintegerValue(1),
                          MakeUintegerAccessor(&IpsecNic::SetField<&P::contextFetches>,
                                               &IpsecNic::GetField<&P::contextFetches>),
                          MakeUintegerChecker<uint32_t>(1))
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

} // namespace ns3
