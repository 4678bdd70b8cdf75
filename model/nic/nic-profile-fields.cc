/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "nic-profile-fields.h"

#include "nic-install-command.h"

#include "ns3/offload-checksum-assist.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace ns3
{

namespace
{

using P = NicProfile;
using D = ProfileDimension;
using R = FieldRange;
using Fields = std::vector<NicProfileField>;
using Words = FieldList<P>::Words;

/// @return a number of slots
R
Slots()
{
    return R::Between(0, P::UNLIMITED - 1).Or("unlimited", P::UNLIMITED);
}

/// @return a limit of a rate, or of something else, of which 0 is none
R
Ceiling()
{
    return R::Between(1).Or("unlimited", 0);
}

/// @return octets of a few
R
FewOctets()
{
    return R::Between(0, 4096);
}

/// @return sizes that PCIe has
R
PcieSize()
{
    return {128, 4096, nullptr, 0, true};
}

/// @param field what a driver answers @return the row's member; two words stand for two errors
/// (N53)
FieldChoice<P, std::string>
Errors(std::string P::*field)
{
    FieldChoice<P, std::string>::Words words;
    for (const char* error : P::DRIVER_ERRORS)
    {
        words.emplace_back(error, error);
    }
    words.emplace_back("nack", P::NOT_SUPPORTED);
    words.emplace_back("fault", "ENOSPC");
    return {field, words};
}

/// @param field an enum @param words what stands for its values @return the row's member
template <typename E>
FieldChoice<P, E>
Choice(E P::*field, typename FieldChoice<P, E>::Words words)
{
    return {field, std::move(words)};
}

/// @param flags a word for each of a few flags @return the list of those that are set
FieldList<P>
Flags(const std::vector<std::pair<std::string, bool P::*>>& flags)
{
    Words words;
    for (const auto& flag : flags)
    {
        words.push_back(flag.first);
    }
    return {words,
            [flags](const P& profile) {
                Words list;
                for (const auto& [word, member] : flags)
                {
                    if (profile.*member)
                    {
                        list.push_back(word);
                    }
                }
                return list;
            },
            [flags](P& profile, const Words& list) {
                for (const auto& [word, member] : flags)
                {
                    profile.*member = std::find(list.begin(), list.end(), word) != list.end();
                }
            }};
}

/// @param field bits of checksums @return the list of their names
FieldList<P>
Checksums(uint32_t P::*field)
{
    return {GetChecksumNames(),
            [field](const P& profile) {
                Words list;
                for (const std::string& name : GetChecksumNames())
                {
                    if ((profile.*field & FindChecksum(name).value()) != 0)
                    {
                        list.push_back(name);
                    }
                }
                return list;
            },
            [field](P& profile, const Words& list) {
                profile.*field = 0;
                for (const std::string& name : list)
                {
                    profile.*field |= FindChecksum(name).value();
                }
            }};
}

/// @param field commands that install an SA @return the list of their names
FieldList<P>
Commands(std::vector<InstallCommand> P::*field)
{
    return {Words(INSTALL_COMMANDS.begin(), INSTALL_COMMANDS.end()),
            [field](const P& profile) {
                Words list;
                for (const InstallCommand command : profile.*field)
                {
                    list.emplace_back(ToString(command));
                }
                return list;
            },
            [field](P& profile, const Words& list) {
                (profile.*field).clear();
                for (const std::string& name : list)
                {
                    (profile.*field).push_back(FindInstallCommand(name).value());
                }
            }};
}

/// @param field whole numbers @return them as texts
FieldList<P>
Numbers(std::vector<uint32_t> P::*field)
{
    return {{},
            [field](const P& profile) {
                Words list;
                for (const uint32_t number : profile.*field)
                {
                    list.push_back(std::to_string(number));
                }
                return list;
            },
            [field](P& profile, const Words& list) {
                (profile.*field).clear();
                for (const std::string& number : list)
                {
                    (profile.*field)
                        .push_back(
                            static_cast<uint32_t>(std::strtoul(number.c_str(), nullptr, 10)));
                }
            }};
}

// One row a field, in as few lines as it takes.
// clang-format off

/// @return slots and what is accepted
Fields
MakeAcceptanceFields()
{
    return {
        {"offload", &P::offload, "The NIC does IPsec; else it is a plain NIC"},
        {"tx-slots", &P::txSlots, Slots(), "SA contexts for sending", "N13"},
        {"rx-slots", &P::rxSlots, Slots(), "SA contexts for receiving", "N13"},
        {"shared-slots", &P::sharedSlots,
         "Both directions draw from tx-slots, rx-slots has no effect"},
        {"slot-cool-off", &P::slotCoolOff, D::DURATION,
         "For how long a freed slot cannot be used", "R21, N47"},
        {"slots-per-port", &P::slotsPerPort, "Each port of a card has slots of its own", "N15"},
        {"slot-use", Choice(&P::slotUse, {{"direction", P::SLOT_PER_DIRECTION},
         {"sa", P::SLOT_PER_SA}, {"sa-and-interface", P::SLOT_PER_SA_AND_INTERFACE}}),
         "What one slot holds: one direction of an SA on one interface; an SA in both directions "
         "on all interfaces; or that on one interface. For the latter two only tx-slots counts",
         "N52"},
        {"algorithms", &P::algorithms,
         "Algorithms that are accepted; an authenticator beside a cipher must be listed too",
         "N4-N7"},
        {"modes", Flags({{"transport", &P::transport}, {"tunnel", &P::tunnel}}),
         "Modes of SAs that are accepted", "N8"},
        {"families", Flags({{"ipv4", &P::ipv4}, {"ipv6", &P::ipv6}}),
         "Address families of SAs that are accepted", "N9"},
        {"directions", Flags({{"out", &P::offloadTransmit}, {"in", &P::offloadReceive}}),
         "Directions that are offloaded"},
        {"esn", &P::esn, "SAs with 64-bit sequence numbers are accepted", "N12"},
        {"nat-traversal", &P::natTraversal, "SAs with ESP in UDP are accepted", "N10"},
        {"nat-traversal-needs-transport", &P::natTraversalNeedsTransport,
         "SAs with ESP in UDP are accepted only in transport mode", "N10"},
        {"replay-windows", Numbers(&P::replayWindows),
         "Replay windows that are accepted, in packets, 0 for no check; none: any", "N11"},
        {"window-needs-esn", &P::windowNeedsEsn,
         "A replay window is accepted only with 64-bit sequence numbers", "N11"},
        {"rx-addresses", &P::rxAddresses, Slots(),
         "Destination addresses that receive SAs may have, shared by them"},
        {"max-rx-spi", &P::maxRxSpi, R::Between(1), "Greatest SPI of a receive SA"},
        {"direction-from-address", &P::directionFromAddress,
         "Where the kernel does not name an SA's direction, it is that of its local end", "N46"},
        {"policies", &P::policies,
         "The driver takes policies: one requirement of transport mode", "N19"},
        {"policy-priorities", &P::policyPriorities,
         "The driver also takes the bypass of UDP sockets", "N20"},
        {"refuse-every", &P::refuseEvery, R::Between(1).Or("none", 0),
         "Every n-th offer is refused", "N54"},
        {"refuse-probability", &P::refuseProbability, D::SHARE, R::Between(0, 1),
         "Probability that an offer is refused", "N54"},
        {"acks-before-context", &P::acksBeforeContext,
         "Fault: the driver acks an SA before the card has its context; what is sent for it until then, or "
         "for good when the card is full, is lost there (acked-without-context)"},
        {"refusal-error", Errors(&P::refusalError),
         "The driver's answer to an SA that it cannot take: EOPNOTSUPP is a nack, any other "
         "error a fault", "R45"},
        {"full-error", Errors(&P::fullError),
         "The driver's answer when no slot is left, likewise", "R45, N53"},
    };
}

/// @return the command channel
Fields
MakeCommandFields()
{
    return {
        {"install-time", &P::installTime, D::DURATION,
         "Time of all commands that install one SA in one direction", "N18"},
        {"remove-time", &P::removeTime, D::DURATION,
         "Time of all commands that remove one SA from one direction", "N18"},
        {"channel-servers", &P::channelServers, R::Between(1, P::MOST_CHANNEL_SERVERS),
         "Lists of commands that may be in progress at a time", "N55"},
        {"tx-install-commands", Commands(&P::txInstallCommands),
         "Commands that install an SA for sending; with a list install-time and remove-time have "
         "no effect", "N13, N14"},
        {"rx-install-commands", Commands(&P::rxInstallCommands),
         "Commands that install an SA for receiving, likewise", "N13, N14"},
        {"create-time", &P::createTime, D::DURATION,
         "With lists: time of one command that makes an object", "N18"},
        {"modify-time", &P::modifyTime, D::DURATION,
         "Time of one command that changes an object", "N18"},
        {"destroy-time", &P::destroyTime, D::DURATION,
         "With lists: time of one command that removes an object", "N18"},
        {"create-time-per-context", &P::createTimePerContext, D::DURATION,
         "Additional time of a command that makes an object, for each context in the NIC", "N55"},
        {"flow-table-entries", &P::flowTableEntries, R::Between(1).Or("unlimited", 0),
         "Rules that a flow table has room for", "N15"},
        {"command-timeout", &P::commandTimeout, D::DURATION,
         "How long the driver waits for the answer to one command; 0: for ever"},
        {"command-loss", &P::commandLoss, D::SHARE, R::Between(0, 1),
         "Probability that a command is never answered"},
        {"command-fault", &P::commandFault, D::SHARE, R::Between(0, 1),
         "Probability that a command is answered with an error", "N16"},
    };
}

/// @return counters, and what the driver does of its own accord
Fields
MakeCounterFields()
{
    return {
        {"poll-period", &P::pollPeriod, D::DURATION,
         "From the beginning of one pass over all counters to the next; 0: counters are never "
         "reported", "N38"},
        {"query-time", &P::queryTime, D::DURATION, "Time of one counter query"},
        {"queries-per-poll", &P::queriesPerPoll, R::Between(1),
         "Queries per SA and direction in one pass"},
        {"bulk-query", &P::bulkQuery, R::Between(1).Or("none", 0),
         "Counters that one bulk query reads; none: they are read one by one", "N40"},
        {"bulk-query-time", &P::bulkQueryTime, D::DURATION, "Time of one bulk query"},
        {"poll-sas", &P::pollSas, R::Between(1).Or("all", 0), "SAs in one pass", "N49"},
        {"counter-includes-esp", &P::counterIncludesEsp,
         "Counters count octets of the ESP datagram, not of the clear one", "N41"},
        {"counter-packet-bits", &P::counterPacketBits, R::Between(8, 64),
         "Width of the packet counters", "N57"},
        {"counter-octet-bits", &P::counterOctetBits, R::Between(8, 64),
         "Width of the octet counters", "N57"},
        {"plausible-rate", &P::plausibleRate, D::RATE, Ceiling(),
         "The driver ignores a counter that grows faster", "N57"},
        {"counters-reset", &P::countersReset,
         "The counters of a slot begin at 0 for its next SA", "N57"},
        {"esn-events", &P::esnEvents,
         "The driver writes the high half of 64-bit sequence numbers: an event at each half "
         "range, then a query and a modify command", "N42"},
        {"hardware-limits", &P::hardwareLimits,
         "Limits of SAs can be programmed into the NIC", "N44"},
    };
}

/// @return ceilings and latencies of the data path, contexts
Fields
MakePipelineFields()
{
    return {
        {"tx-bit-rate", &P::txBitRate, D::RATE, Ceiling(),
         "Limit of the transmit cipher in clear IP bits", "N58"},
        {"tx-packet-rate", &P::txPacketRate, D::PACKET_RATE, Ceiling(),
         "Limit of the transmit cipher in packets", "N58"},
        {"rx-bit-rate", &P::rxBitRate, D::RATE, Ceiling(),
         "Limit of the receive cipher in clear IP bits", "N58"},
        {"rx-packet-rate", &P::rxPacketRate, D::PACKET_RATE, Ceiling(),
         "Limit of the receive cipher in packets", "N58"},
        {"tx-latency", &P::txLatency, D::DURATION,
         "A packet's time through the idle transmit cipher beyond its limits"},
        {"rx-latency", &P::rxLatency, D::DURATION,
         "A packet's time through the idle receive cipher beyond its limits"},
        {"shared-cipher", &P::sharedCipher,
         "Both directions use one cipher, whose limits are tx-bit-rate and tx-packet-rate"},
        {"context-cache-size", &P::contextCacheSize, R::Between(1).Or("unlimited", 0),
         "SA contexts on chip, one per SA and direction", "N56"},
        {"context-cache-ways", &P::contextCacheWays, R::Between(1).Or("full", 0),
         "Associativity of the context cache, a divisor of its size", "N56"},
        {"context-cache-shared", &P::contextCacheShared,
         "Both directions share the context cache; else each has its own", "N56"},
        {"context-cache-replacement", Choice(&P::contextCacheReplacement, {{"lru", P::REPLACE_LRU},
         {"random", P::REPLACE_RANDOM}, {"fifo", P::REPLACE_FIFO}}),
         "Which context leaves a full set of the cache: the one not used for longest, any, or "
         "the one fetched first", "N56"},
        {"context-fetch-time", &P::contextFetchTime, D::DURATION,
         "Time of one fetch of a context that is not on chip", "N56"},
        {"context-fetches", &P::contextFetches, R::Between(1, P::MOST_CONTEXT_FETCHES),
         "Context fetches that may be in progress at a time", "N56"},
        {"port-bit-rate", &P::portBitRate, D::RATE, Ceiling(),
         "Limit of each port and direction in IP bits, clear packets included", "N58"},
        {"port-packet-rate", &P::portPacketRate, D::PACKET_RATE, Ceiling(),
         "Limit of each port and direction in packets", "N58"},
        {"card-bit-rate", &P::cardBitRate, D::RATE, Ceiling(),
         "Limit of all ports and directions together in IP bits", "N58"},
        {"card-packet-rate", &P::cardPacketRate, D::PACKET_RATE, Ceiling(),
         "Limit of all ports and directions together in packets", "N58"},
        {"doorbell-latency", &P::doorbellLatency, D::DURATION,
         "From the host's doorbell to the card's first read"},
        {"classify-latency", &P::classifyLatency, D::DURATION,
         "Parsing and steering of a packet, each direction"},
        {"completion-latency", &P::completionLatency, D::DURATION,
         "From a received packet in host memory until the host knows of it"},
    };
}

/// @return PCIe, rings, failures, segments and checksums
Fields
MakeHostSideFields()
{
    return {
        {"pcie-bit-rate", &P::pcieBitRate, D::RATE, Ceiling(),
         "PCIe bandwidth per direction without line code; unlimited: PCIe takes no time"},
        {"pcie-max-payload", &P::pcieMaxPayload, D::OCTETS, PcieSize(),
         "Octets of data per PCIe packet (TLP)"},
        {"pcie-read-request", &P::pcieReadRequest, D::OCTETS, PcieSize(),
         "Octets per PCIe read request"},
        {"pcie-reads", &P::pcieReads, R::Between(1, P::MOST_PCIE_READS).Or("unlimited", 0),
         "PCIe read requests that may be in progress at a time"},
        {"pcie-read-latency", &P::pcieReadLatency, D::DURATION,
         "Round trip of a PCIe read on an idle bus"},
        {"pcie-tlp-overhead", &P::pcieTlpOverhead, D::OCTETS, FewOctets(),
         "Octets around the data of each PCIe packet"},
        {"descriptor-octets", &P::descriptorOctets, D::OCTETS, FewOctets(),
         "Read over PCIe per packet that is sent or received"},
        {"completion-octets", &P::completionOctets, D::OCTETS, FewOctets(),
         "Written over PCIe per packet that is sent or received"},
        {"ring-size", &P::ringSize, R::Between(1),
         "Packets accepted from the host and not yet on the wire"},
        {"rx-ring-size", &P::rxRingSize, R::Between(1),
         "Packets waiting for the receive cipher or in it"},
        {"error-action", Choice(&P::errorAction, {{"drop", P::ERROR_DROP},
         {"pass", P::ERROR_PASS}}),
         "What becomes of a received packet that fails ICV or replay check: dropped, or passed "
         "up in its ESP form with a syndrome", "N34"},
        {"tag-failure", &P::tagFailure, D::SHARE, R::Between(0, 1),
         "Probability that there is no memory for a decrypted packet's tag, so that it goes up "
         "without one", "N37"},
        {"tso", &P::tso, "The NIC cuts TCP super-segments into segments"},
        {"tso-with-ipsec", &P::tsoWithIpsec, "It also cuts those that it encrypts", "N43"},
        {"lro", &P::lro, "Large receive: the NIC coalesces TCP segments, clear or decrypted"},
        {"lro-sessions", &P::lroSessions, R::Between(1, P::MOST_LRO_SESSIONS),
         "Flows that may have an open unit of large receive"},
        {"lro-segments", &P::lroSegments, R::Between(1),
         "Most segments of a unit of large receive"},
        {"lro-hold", &P::lroHold, D::DURATION,
         "A unit goes up this long after its first segment at the latest"},
        {"tx-checksum", Checksums(&P::txChecksum), "Checksums that the NIC computes", "R136"},
        {"rx-checksum", Checksums(&P::rxChecksum), "Checksums that the NIC verifies"},
        {"tx-checksum-with-ipsec", &P::txChecksumWithIpsec,
         "It also computes those inside what it encrypts, sctp excepted", "N43"},
        {"rx-checksum-with-ipsec", &P::rxChecksumWithIpsec,
         "It also verifies those inside what it has decrypted"},
    };
}

// clang-format on

} // namespace

const std::vector<NicProfileField>&
GetNicProfileFields()
{
    static const Fields fields = [] {
        Fields all;
        for (const auto& make : {MakeAcceptanceFields,
                                 MakeCommandFields,
                                 MakeCounterFields,
                                 MakePipelineFields,
                                 MakeHostSideFields})
        {
            const Fields more = make();
            all.insert(all.end(), more.begin(), more.end());
        }
        return all;
    }();
    return fields;
}

} // namespace ns3
