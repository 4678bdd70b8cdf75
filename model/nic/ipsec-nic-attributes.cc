/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-nic.h"

#include "ns3/boolean.h"
#include "ns3/checksum-assist.h"
#include "ns3/double.h"
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
        NS_ABORT_MSG_UNLESS(name == "null" || FindIpsecAlgorithm(name), // RFC 2410
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
            .AddAttribute(
                "Tso",
                "The NIC cuts TCP super-segments into segments",
                BooleanValue(false),
                MakeBooleanAccessor(&IpsecNic::SetField<&P::tso>, &IpsecNic::GetField<&P::tso>),
                MakeBooleanChecker())
            .AddAttribute(
                "TxChecksum",
                "Checksums that the NIC computes, of ip, tcp4, udp4, tcp6, udp6 and sctp, "
                "separated by commas (R136)",
                StringValue(WriteChecksums(NicProfile::USUAL_CHECKSUMS)),
                MakeStringAccessor(&IpsecNic::SetChecksums<&P::txChecksum>,
                                   &IpsecNic::GetChecksums<&P::txChecksum>),
                MakeStringChecker())
            .AddAttribute("TxChecksumWithIpsec",
                          "And those inside what it encrypts, but for sctp (N43)",
                          BooleanValue(true),
                          MakeBooleanAccessor(&IpsecNic::SetField<&P::txChecksumWithIpsec>,
                                              &IpsecNic::GetField<&P::txChecksumWithIpsec>),
                          MakeBooleanChecker())
            .AddAttribute("RxChecksum",
                          "Checksums that the NIC verifies, as with TxChecksum",
                          StringValue(WriteChecksums(NicProfile::USUAL_CHECKSUMS)),
                          MakeStringAccessor(&IpsecNic::SetChecksums<&P::rxChecksum>,
                                             &IpsecNic::GetChecksums<&P::rxChecksum>),
                          MakeStringChecker())
            .AddAttribute("RxChecksumWithIpsec",
                          "And those inside what it has decrypted",
                          BooleanValue(true),
                          MakeBooleanAccessor(&IpsecNic::SetField<&P::rxChecksumWithIpsec>,
                                              &IpsecNic::GetField<&P::rxChecksumWithIpsec>),
                          MakeBooleanChecker())
            .AddAttribute("TsoWithIpsec",
                          "And those that it encrypts, too (N43)",
                          BooleanValue(true),
                          MakeBooleanAccessor(&IpsecNic::SetField<&P::tsoWithIpsec>,
                                              &IpsecNic::GetField<&P::tsoWithIpsec>),
                          MakeBooleanChecker())
            .AddAttribute(
                "Lro",
                "Large receive: the NIC puts TCP segments, clear or decrypted, together",
                BooleanValue(false),
                MakeBooleanAccessor(&IpsecNic::SetField<&P::lro>, &IpsecNic::GetField<&P::lro>),
                MakeBooleanChecker())
            .AddAttribute("LroSessions",
                          "Flows that may have an open unit of large receive",
                          UintegerValue(P().lroSessions),
                          MakeUintegerAccessor(&IpsecNic::SetField<&P::lroSessions>,
                                               &IpsecNic::GetField<&P::lroSessions>),
                          MakeUintegerChecker<uint32_t>(1, P::MOST_LRO_SESSIONS))
            .AddAttribute("LroSegments",
                          "Most segments of a unit of large receive",
                          UintegerValue(P().lroSegments),
                          MakeUintegerAccessor(&IpsecNic::SetField<&P::lroSegments>,
                                               &IpsecNic::GetField<&P::lroSegments>),
                          MakeUintegerChecker<uint32_t>(1))
            .AddAttribute(
                "LroHold",
                "A unit goes up so long after its first segment at the latest",
                TimeValue(FromPs(P().lroHold)),
                MakeTimeAccessor(&IpsecNic::SetTime<&P::lroHold>, &IpsecNic::GetTime<&P::lroHold>),
                MakeTimeChecker(Time(0)))
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
            .AddAttribute("Policies",
                          "The driver takes policies: one requirement of transport mode (N19)",
                          BooleanValue(false),
                          MakeBooleanAccessor(&IpsecNic::SetField<&P::policies>,
                                              &IpsecNic::GetField<&P::policies>),
                          MakeBooleanChecker())
            .AddAttribute("PolicyPriorities",
                          "And the bypass of UDP sockets (N20)",
                          BooleanValue(false),
                          MakeBooleanAccessor(&IpsecNic::SetField<&P::policyPriorities>,
                                              &IpsecNic::GetField<&P::policyPriorities>),
                          MakeBooleanChecker())
            .AddAttribute("InstallTime",
                          "Time of all commands that install one SA in one direction (N18)",
                          CommandTimeValue(CommandTime()),
                          MakeCommandTimeAccessor(&IpsecNic::SetCommandTime<&P::installTime>,
                                                  &IpsecNic::GetField<&P::installTime>),
                          MakeCommandTimeChecker())
            .AddAttribute("RemoveTime",
                          "Time of all commands that remove one SA from one direction",
                          CommandTimeValue(CommandTime()),
                          MakeCommandTimeAccessor(&IpsecNic::SetCommandTime<&P::removeTime>,
                                                  &IpsecNic::GetField<&P::removeTime>),
                          MakeCommandTimeChecker())
            .AddAttribute("QueryTime",
                          "Time of one counter query",
                          CommandTimeValue(CommandTime()),
                          MakeCommandTimeAccessor(&IpsecNic::SetCommandTime<&P::queryTime>,
                                                  &IpsecNic::GetField<&P::queryTime>),
                          MakeCommandTimeChecker())
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
            .AddAttribute("SlotUse",
                          "What one slot holds (N52)",
                          EnumValue(P::SLOT_PER_DIRECTION),
                          MakeEnumAttributeAccessor<P::SlotUse>(&IpsecNic::SetField<&P::slotUse>,
                                                                &IpsecNic::GetField<&P::slotUse>),
                          MakeEnumChecker(P::SLOT_PER_DIRECTION,
                                          "Direction",
                                          P::SLOT_PER_SA,
                                          "Sa",
                                          P::SLOT_PER_SA_AND_INTERFACE,
                                          "SaAndInterface"))
            .AddAttribute("RxAddresses",
                          "Destination addresses that receive SAs may have, shared by them",
                          UintegerValue(P::UNLIMITED),
                          MakeUintegerAccessor(&IpsecNic::SetField<&P::rxAddresses>,
                                               &IpsecNic::GetField<&P::rxAddresses>),
                          MakeUintegerChecker<uint32_t>())
            .AddAttribute("MaxRxSpi",
                          "Greatest SPI of a receive SA",
                          UintegerValue(UINT32_MAX),
                          MakeUintegerAccessor(&IpsecNic::SetField<&P::maxRxSpi>,
                                               &IpsecNic::GetField<&P::maxRxSpi>),
                          MakeUintegerChecker<uint32_t>())
            .AddAttribute("OffloadTransmit",
                          "Sending is offloaded",
                          BooleanValue(true),
                          MakeBooleanAccessor(&IpsecNic::SetField<&P::offloadTransmit>,
                                              &IpsecNic::GetField<&P::offloadTransmit>),
                          MakeBooleanChecker())
            .AddAttribute("OffloadReceive",
                          "Receiving is offloaded",
                          BooleanValue(true),
                          MakeBooleanAccessor(&IpsecNic::SetField<&P::offloadReceive>,
                                              &IpsecNic::GetField<&P::offloadReceive>),
                          MakeBooleanChecker())
            .AddAttribute("DirectionFromAddress",
                          "Where the kernel does not tell an SA's direction, it is that of its "
                          "local end (N46)",
                          BooleanValue(false),
                          MakeBooleanAccessor(&IpsecNic::SetField<&P::directionFromAddress>,
                                              &IpsecNic::GetField<&P::directionFromAddress>),
                          MakeBooleanChecker())
            .AddAttribute("RefuseEvery",
                          "Refuse every n-th offer (N54); 0: none",
                          UintegerValue(0),
                          MakeUintegerAccessor(&IpsecNic::SetField<&P::refuseEvery>,
                                               &IpsecNic::GetField<&P::refuseEvery>),
                          MakeUintegerChecker<uint32_t>())
            .AddAttribute("RefuseProbability",
                          "Refuse an offer with this probability (N54)",
                          DoubleValue(0),
                          MakeDoubleAccessor(&IpsecNic::SetField<&P::refuseProbability>,
                                             &IpsecNic::GetField<&P::refuseProbability>),
                          MakeDoubleChecker<double>(0, 1))
            .AddAttribute("RefusalError",
                          "What the driver says to an SA that it cannot take: EOPNOTSUPP is a "
                          "nack, any other error a fault (R45)",
                          StringValue(P::NOT_SUPPORTED),
                          MakeStringAccessor(&IpsecNic::SetError<&P::refusalError>,
                                             &IpsecNic::GetField<&P::refusalError>),
                          MakeStringChecker())
            .AddAttribute("FullError",
                          "What the driver says when no slot is left: EOPNOTSUPP is a nack, any "
                          "other error a fault (R45, N53)",
                          StringValue(P::NOT_SUPPORTED),
                          MakeStringAccessor(&IpsecNic::SetError<&P::fullError>,
                                             &IpsecNic::GetField<&P::fullError>),
                          MakeStringChecker())
            .AddAttribute("ChannelServers",
                          "Lists of commands under way at a time",
                          UintegerValue(1),
                          MakeUintegerAccessor(&IpsecNic::SetField<&P::channelServers>,
                                               &IpsecNic::GetField<&P::channelServers>),
                          MakeUintegerChecker<uint32_t>(1, P::MOST_CHANNEL_SERVERS))
            .AddAttribute(
                "TxInstallCommands",
                "Commands that install an SA for sending, separated by commas: key-object, "
                "ipsec-object, counter, reformat, rule, rule-if-untagged, rule-if-reqid, modify; "
                "with a list InstallTime and RemoveTime mean nothing (N13, N14)",
                StringValue(""),
                MakeStringAccessor(&IpsecNic::SetCommands<&P::txInstallCommands>,
                                   &IpsecNic::GetCommandList<&P::txInstallCommands>),
                MakeStringChecker())
            .AddAttribute("RxInstallCommands",
                          "Commands that install an SA for receiving",
                          StringValue(""),
                          MakeStringAccessor(&IpsecNic::SetCommands<&P::rxInstallCommands>,
                                             &IpsecNic::GetCommandList<&P::rxInstallCommands>),
                          MakeStringChecker())
            .AddAttribute("CreateTime",
                          "Time of one command of a list that makes an object (N18)",
                          CommandTimeValue(CommandTime()),
                          MakeCommandTimeAccessor(&IpsecNic::SetCommandTime<&P::createTime>,
                                                  &IpsecNic::GetField<&P::createTime>),
                          MakeCommandTimeChecker())
            .AddAttribute("ModifyTime",
                          "Time of one command that changes an object",
                          CommandTimeValue(CommandTime()),
                          MakeCommandTimeAccessor(&IpsecNic::SetCommandTime<&P::modifyTime>,
                                                  &IpsecNic::GetField<&P::modifyTime>),
                          MakeCommandTimeChecker())
            .AddAttribute("DestroyTime",
                          "With lists, time of one command that takes an object away",
                          CommandTimeValue(CommandTime()),
                          MakeCommandTimeAccessor(&IpsecNic::SetCommandTime<&P::destroyTime>,
                                                  &IpsecNic::GetField<&P::destroyTime>),
                          MakeCommandTimeChecker())
            .AddAttribute(
                "CreateTimePerContext",
                "More time of a command that makes an object, for each context in the NIC (N55)",
                TimeValue(Time(0)),
                MakeTimeAccessor(&IpsecNic::SetTime<&P::createTimePerContext>,
                                 &IpsecNic::GetTime<&P::createTimePerContext>),
                MakeTimeChecker(Time(0)))
            .AddAttribute("FlowTableEntries",
                          "Rules per flow table (N15); 0: any number",
                          UintegerValue(0),
                          MakeUintegerAccessor(&IpsecNic::SetField<&P::flowTableEntries>,
                                               &IpsecNic::GetField<&P::flowTableEntries>),
                          MakeUintegerChecker<uint32_t>())
            .AddAttribute("CommandTimeout",
                          "The driver's patience with one command; 0: endless",
                          TimeValue(Time(0)),
                          MakeTimeAccessor(&IpsecNic::SetTime<&P::commandTimeout>,
                                           &IpsecNic::GetTime<&P::commandTimeout>),
                          MakeTimeChecker(Time(0)))
            .AddAttribute("CommandLoss",
                          "Probability that a command is never answered",
                          DoubleValue(0),
                          MakeDoubleAccessor(&IpsecNic::SetField<&P::commandLoss>,
                                             &IpsecNic::GetField<&P::commandLoss>),
                          MakeDoubleChecker<double>(0, 1))
            .AddAttribute("CommandFault",
                          "Probability that a command is answered with an error (N16)",
                          DoubleValue(0),
                          MakeDoubleAccessor(&IpsecNic::SetField<&P::commandFault>,
                                             &IpsecNic::GetField<&P::commandFault>),
                          MakeDoubleChecker<double>(0, 1))
            .AddAttribute("BulkQuery",
                          "Counters that one bulk query reads; 0: they are read one by one",
                          UintegerValue(0),
                          MakeUintegerAccessor(&IpsecNic::SetField<&P::bulkQuery>,
                                               &IpsecNic::GetField<&P::bulkQuery>),
                          MakeUintegerChecker<uint32_t>())
            .AddAttribute("BulkQueryTime",
                          "Time of one bulk query",
                          CommandTimeValue(CommandTime()),
                          MakeCommandTimeAccessor(&IpsecNic::SetCommandTime<&P::bulkQueryTime>,
                                                  &IpsecNic::GetField<&P::bulkQueryTime>),
                          MakeCommandTimeChecker())
            .AddAttribute("PollSas",
                          "SAs in one pass of the poll (N49); 0: all",
                          UintegerValue(0),
                          MakeUintegerAccessor(&IpsecNic::SetField<&P::pollSas>,
                                               &IpsecNic::GetField<&P::pollSas>),
                          MakeUintegerChecker<uint32_t>())
            .AddAttribute("CounterPacketBits",
                          "Width of the packet counters",
                          UintegerValue(64),
                          MakeUintegerAccessor(&IpsecNic::SetField<&P::counterPacketBits>,
                                               &IpsecNic::GetField<&P::counterPacketBits>),
                          MakeUintegerChecker<uint32_t>(8, 64))
            .AddAttribute("CounterOctetBits",
                          "Width of the octet counters",
                          UintegerValue(64),
                          MakeUintegerAccessor(&IpsecNic::SetField<&P::counterOctetBits>,
                                               &IpsecNic::GetField<&P::counterOctetBits>),
                          MakeUintegerChecker<uint32_t>(8, 64))
            .AddAttribute("PlausibleRate",
                          "The driver disbelieves a counter that grows faster (N57); 0: never",
                          DataRateValue(DataRate(0)),
                          MakeDataRateAccessor(&IpsecNic::SetRate<&P::plausibleRate>,
                                               &IpsecNic::GetRate<&P::plausibleRate>),
                          MakeDataRateChecker())
            .AddAttribute("CountersReset",
                          "The counters of a slot begin at 0 for its next SA (N57)",
                          BooleanValue(true),
                          MakeBooleanAccessor(&IpsecNic::SetField<&P::countersReset>,
                                              &IpsecNic::GetField<&P::countersReset>),
                          MakeBooleanChecker())
            .AddAttribute("EsnEvents",
                          "The driver writes the high half of 64-bit sequence numbers: an event at "
                          "each half range, then a query and a modify command (N42)",
                          BooleanValue(false),
                          MakeBooleanAccessor(&IpsecNic::SetField<&P::esnEvents>,
                                              &IpsecNic::GetField<&P::esnEvents>),
                          MakeBooleanChecker())
            .AddAttribute("HardwareLimits",
                          "Limits of SAs can be programmed into the NIC (N44)",
                          BooleanValue(true),
                          MakeBooleanAccessor(&IpsecNic::SetField<&P::hardwareLimits>,
                                              &IpsecNic::GetField<&P::hardwareLimits>),
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
                          MakeUintegerChecker<uint32_t>(1, P::MOST_CONTEXT_FETCHES))
            // Data path: stages and PCIe
            .AddAttribute(
                "SharedCipher",
                "Both directions use one cipher, whose ceilings are TxBitRate and TxPacketRate",
                BooleanValue(false),
                MakeBooleanAccessor(&IpsecNic::SetField<&P::sharedCipher>,
                                    &IpsecNic::GetField<&P::sharedCipher>),
                MakeBooleanChecker())
            .AddAttribute("SlotsPerPort",
                          "Each port of a card has slots of its own (N15)",
                          BooleanValue(false),
                          MakeBooleanAccessor(&IpsecNic::SetField<&P::slotsPerPort>,
                                              &IpsecNic::GetField<&P::slotsPerPort>),
                          MakeBooleanChecker())
            .AddAttribute(
                "PortBitRate",
                "Ceiling of each port and direction in IP bits, clear packets too; 0: none (N58)",
                DataRateValue(DataRate(0)),
                MakeDataRateAccessor(&IpsecNic::SetRate<&P::portBitRate>,
                                     &IpsecNic::GetRate<&P::portBitRate>),
                MakeDataRateChecker())
            .AddAttribute("PortPacketRate",
                          "Ceiling of each port and direction in packets per second; 0: none (N58)",
                          UintegerValue(0),
                          MakeUintegerAccessor(&IpsecNic::SetField<&P::portPacketRate>,
                                               &IpsecNic::GetField<&P::portPacketRate>),
                          MakeUintegerChecker<uint64_t>())
            .AddAttribute("CardBitRate",
                          "Ceiling of all ports and directions together in IP bits; 0: none (N58)",
                          DataRateValue(DataRate(0)),
                          MakeDataRateAccessor(&IpsecNic::SetRate<&P::cardBitRate>,
                                               &IpsecNic::GetRate<&P::cardBitRate>),
                          MakeDataRateChecker())
            .AddAttribute(
                "CardPacketRate",
                "Ceiling of all ports and directions in packets per second; 0: none (N58)",
                UintegerValue(0),
                MakeUintegerAccessor(&IpsecNic::SetField<&P::cardPacketRate>,
                                     &IpsecNic::GetField<&P::cardPacketRate>),
                MakeUintegerChecker<uint64_t>())
            .AddAttribute("DoorbellLatency",
                          "From the host's doorbell to the card's first read",
                          TimeValue(Time(0)),
                          MakeTimeAccessor(&IpsecNic::SetTime<&P::doorbellLatency>,
                                           &IpsecNic::GetTime<&P::doorbellLatency>),
                          MakeTimeChecker(Time(0)))
            .AddAttribute("ClassifyLatency",
                          "Parsing and steering of a packet, each direction",
                          TimeValue(Time(0)),
                          MakeTimeAccessor(&IpsecNic::SetTime<&P::classifyLatency>,
                                           &IpsecNic::GetTime<&P::classifyLatency>),
                          MakeTimeChecker(Time(0)))
            .AddAttribute("CompletionLatency",
                          "From a received packet in host memory to the host's knowing of it",
                          TimeValue(Time(0)),
                          MakeTimeAccessor(&IpsecNic::SetTime<&P::completionLatency>,
                                           &IpsecNic::GetTime<&P::completionLatency>),
                          MakeTimeChecker(Time(0)))
            .AddAttribute(
                "PcieBitRate",
                "PCIe bandwidth per direction, line code taken off; 0: PCIe takes no time",
                DataRateValue(DataRate(0)),
                MakeDataRateAccessor(&IpsecNic::SetRate<&P::pcieBitRate>,
                                     &IpsecNic::GetRate<&P::pcieBitRate>),
                MakeDataRateChecker())
            .AddAttribute("PcieMaxPayload",
                          "Octets of data per PCIe packet (TLP)",
                          UintegerValue(256),
                          MakeUintegerAccessor(&IpsecNic::SetField<&P::pcieMaxPayload>,
                                               &IpsecNic::GetField<&P::pcieMaxPayload>),
                          MakeUintegerChecker<uint32_t>(1))
            .AddAttribute("PcieReadRequest",
                          "Octets per PCIe read request",
                          UintegerValue(512),
                          MakeUintegerAccessor(&IpsecNic::SetField<&P::pcieReadRequest>,
                                               &IpsecNic::GetField<&P::pcieReadRequest>),
                          MakeUintegerChecker<uint32_t>(1))
            .AddAttribute("PcieReads",
                          "PCIe read requests under way at most; 0: no limit",
                          UintegerValue(0),
                          MakeUintegerAccessor(&IpsecNic::SetField<&P::pcieReads>,
                                               &IpsecNic::GetField<&P::pcieReads>),
                          MakeUintegerChecker<uint32_t>(0, P::MOST_PCIE_READS))
            .AddAttribute("PcieReadLatency",
                          "Round trip of a PCIe read on an idle bus",
                          TimeValue(Time(0)),
                          MakeTimeAccessor(&IpsecNic::SetTime<&P::pcieReadLatency>,
                                           &IpsecNic::GetTime<&P::pcieReadLatency>),
                          MakeTimeChecker(Time(0)))
            .AddAttribute("PcieTlpOverhead",
                          "Octets around the data of each PCIe packet",
                          UintegerValue(24),
                          MakeUintegerAccessor(&IpsecNic::SetField<&P::pcieTlpOverhead>,
                                               &IpsecNic::GetField<&P::pcieTlpOverhead>),
                          MakeUintegerChecker<uint32_t>())
            .AddAttribute("DescriptorOctets",
                          "Read over PCIe per packet that is sent or received",
                          UintegerValue(64),
                          MakeUintegerAccessor(&IpsecNic::SetField<&P::descriptorOctets>,
                                               &IpsecNic::GetField<&P::descriptorOctets>),
                          MakeUintegerChecker<uint32_t>())
            .AddAttribute("CompletionOctets",
                          "Written over PCIe per packet that is sent or received",
                          UintegerValue(64),
                          MakeUintegerAccessor(&IpsecNic::SetField<&P::completionOctets>,
                                               &IpsecNic::GetField<&P::completionOctets>),
                          MakeUintegerChecker<uint32_t>())
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
            .AddAttribute(
                "ErrorAction",
                "What becomes of a received packet that fails ICV or replay check: "
                "dropped, or handed up in its ESP form with a syndrome (N34)",
                EnumValue(P::ERROR_DROP),
                MakeEnumAttributeAccessor<P::ErrorAction>(&IpsecNic::SetField<&P::errorAction>,
                                                          &IpsecNic::GetField<&P::errorAction>),
                MakeEnumChecker(P::ERROR_DROP, "Drop", P::ERROR_PASS, "Pass"))
            .AddAttribute("TagFailure",
                          "Probability that there is no memory for a decrypted packet's tag: it "
                          "goes up without one (N37)",
                          DoubleValue(0),
                          MakeDoubleAccessor(&IpsecNic::SetField<&P::tagFailure>,
                                             &IpsecNic::GetField<&P::tagFailure>),
                          MakeDoubleChecker<double>(0, 1))
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
    NS_ABORT_MSG_IF(m_card, "IpsecNic: a port of a card has the card's profile");
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
IpsecNic::CheckDriverError(const std::string& error)
{
    const auto& errors = NicProfile::DRIVER_ERRORS;
    NS_ABORT_MSG_UNLESS(std::find(errors.begin(), errors.end(), error) != errors.end(),
                        "IpsecNic: '"
                            << error << "': expected one of "
                            << JoinList(std::vector<std::string>(errors.begin(), errors.end())));
}

std::vector<InstallCommand>
IpsecNic::ReadCommands(const std::string& names)
{
    std::vector<InstallCommand> commands;
    for (const std::string& name : SplitList(names))
    {
        const auto command = FindInstallCommand(name);
        NS_ABORT_MSG_UNLESS(command, "IpsecNic: '" << name << "' is no command of an install");
        commands.push_back(*command);
    }
    return commands;
}

std::string
IpsecNic::WriteCommands(const std::vector<InstallCommand>& commands)
{
    std::vector<std::string> names;
    for (const InstallCommand command : commands)
    {
        names.emplace_back(ToString(command));
    }
    return JoinList(names);
}

uint32_t
IpsecNic::ReadChecksums(const std::string& names)
{
    uint32_t checksums = 0;
    for (const std::string& name : SplitList(names))
    {
        const auto checksum = FindChecksum(name);
        NS_ABORT_MSG_UNLESS(checksum,
                            "IpsecNic: '" << name << "' is no checksum, expected "
                                          << JoinList(GetChecksumNames()));
        checksums |= *checksum;
    }
    return checksums;
}

std::string
IpsecNic::WriteChecksums(uint32_t checksums)
{
    std::vector<std::string> names;
    for (const std::string& name : GetChecksumNames())
    {
        if ((checksums & *FindChecksum(name)) != 0)
        {
            names.push_back(name);
        }
    }
    return JoinList(names);
}

void
IpsecNic::SetProfile(const NicProfile& profile)
{
    CheckAlgorithms(profile);
    EditProfile() = profile;
}

} // namespace ns3
