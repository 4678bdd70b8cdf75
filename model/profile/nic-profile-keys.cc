/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "profile-key-makers.h"
#include "profile-keys.h"

#include "ns3/checksum-assist.h"

/**
 * @file
 * @ingroup ipsec-offload
 * The keys of NIC profiles.
 */

namespace ns3
{

namespace
{

using P = NicProfile;
using NicKey = ProfileKey<NicProfile>;

/// @param name a key @param field a count of slots @return the key
NicKey
SlotsKey(const char* name, uint32_t P::*field)
{
    return UnlimitedKey<P>(name, field, P::UNLIMITED, 0, P::UNLIMITED - 1);
}

/// @param name a key @param field how long commands take @return the key
NicKey
CommandTimeKey(const char* name, CommandTime P::*field)
{
    return FieldKey<P>(name, field, [](const InputValue& value) {
        const InputNode& node = value.GetNode();
        auto time = node.IsScalar() ? CommandTime::Parse(node.GetText()) : std::nullopt;
        if (!time)
        {
            value.Complain(CommandTime::Describe());
        }
        return time;
    });
}

/// @param name a key @param field a probability below 1 or 1 @return the key
NicKey
ProbabilityKey(const char* name, double P::*field)
{
    return FieldKey<P>(name, field, [](const InputValue& value) {
        return value.ToQuantity(Dimension::SHARE, 0, 1);
    });
}

/// @param name a key @param field commands that install an SA @return the key
NicKey
CommandListKey(const char* name, std::vector<InstallCommand> P::*field)
{
    return {name, [field](const InputValue& value, P& profile) {
                std::vector<std::pair<std::string, InstallCommand>> choices;
                for (const char* word : INSTALL_COMMANDS)
                {
                    choices.emplace_back(word, *FindInstallCommand(word));
                }
                (profile.*field).clear();
                for (const auto& element : value.ToList())
                {
                    if (const auto command = element.ToChoice<InstallCommand>(choices))
                    {
                        (profile.*field).push_back(*command);
                    }
                }
            }};
}

/// @param name a key @param field what a driver answers @return the key
NicKey
ErrorKey(const char* name, std::string P::*field)
{
    std::vector<std::pair<std::string, std::string>> words;
    for (const char* word : P::DRIVER_ERRORS)
    {
        words.emplace_back(word, word);
    }
    return ChoiceKey(name, field, words);
}

/// @param name a key @param field octets, a few @return the key
NicKey
OctetsKey(const char* name, uint32_t P::*field)
{
    return FieldKey<P>(name, field, [](const InputValue& value) {
        return value.ToWhole(Dimension::OCTETS, 0, 4096);
    });
}

/// @param name a key @param field octets of PCIe packets or requests @return the key
NicKey
PcieSizeKey(const char* name, uint32_t P::*field)
{
    return FieldKey<P>(name, field, [](const InputValue& value) {
        auto octets = value.ToWhole(Dimension::OCTETS, 0);
        if (octets && (*octets < 128 || *octets > 4096 || (*octets & (*octets - 1)) != 0))
        {
            value.Complain("a power of two from 128 B to 4096 B, as PCIe has them");
            octets.reset();
        }
        return octets;
    });
}

/// @param name a key @param one a word @param first what it switches on @param two another one
/// @param second what that switches on @return the key of a list of these words
NicKey
EitherKey(const char* name, const char* one, bool P::*first, const char* two, bool P::*second)
{
    return {name, [=](const InputValue& value, P& profile) {
                const std::vector<std::pair<std::string, bool P::*>> choices{{one, first},
                                                                             {two, second}};
                profile.*first = false;
                profile.*second = false;
                for (const auto& element : value.ToList())
                {
                    if (const auto flag = element.ToChoice<bool P::*>(choices))
                    {
                        profile.** flag = true;
                    }
                }
            }};
}

/// @param name a key @param field bits of checksums @return the key of a list of their names
NicKey
ChecksumKey(const char* name, uint32_t P::*field)
{
    std::vector<std::pair<std::string, uint32_t>> choices;
    for (const std::string& checksum : GetChecksumNames())
    {
        choices.emplace_back(checksum, FindChecksum(checksum).value());
    }
    return {name, [field, choices](const InputValue& value, P& profile) {
                profile.*field = 0;
                for (const auto& element : value.ToList())
                {
                    profile.*field |= element.ToChoice<uint32_t>(choices).value_or(0);
                }
            }};
}

/// @return slots and what is accepted
ProfileKeys<P>
MakeAcceptanceKeys()
{
    return {
        FlagKey<P>("offload", &P::offload),
        {"sa-slots",
         [](const InputValue& value, P& profile) {
             SlotsKey("", &P::txSlots).set(value, profile);
             profile.rxSlots = profile.txSlots;
         }},
        SlotsKey("tx-slots", &P::txSlots),
        SlotsKey("rx-slots", &P::rxSlots),
        FlagKey<P>("shared-slots", &P::sharedSlots),
        ChoiceKey<P, std::string>("when-full",
                                  &P::fullError,
                                  {{"nack", P::NOT_SUPPORTED}, {"fault", "ENOSPC"}}),
        DurationKey<P>("slot-cool-off", &P::slotCoolOff),
        AlgorithmsKey<P>("algorithms", &P::algorithms),
        EitherKey("modes", "transport", &P::transport, "tunnel", &P::tunnel),
        EitherKey("families", "ipv4", &P::ipv4, "ipv6", &P::ipv6),
        FlagKey<P>("esn", &P::esn),
        FlagKey<P>("nat-traversal", &P::natTraversal),
        {"replay-windows",
         [](const InputValue& value, P& profile) {
             profile.replayWindows.clear();
             for (const auto& element : value.ToList())
             {
                 if (const auto packets = element.ToCount(0))
                 {
                     profile.replayWindows.push_back(static_cast<uint32_t>(*packets));
                 }
             }
         }},
        FlagKey<P>("window-needs-esn", &P::windowNeedsEsn),
        FlagKey<P>("policies", &P::policies),
        FlagKey<P>("policy-priorities", &P::policyPriorities),
    };
}

/// @return the command channel and the counters
ProfileKeys<P>
MakeControlKeys()
{
    return {
        CommandTimeKey("install-time", &P::installTime),
        CommandTimeKey("remove-time", &P::removeTime),
        CommandTimeKey("query-time", &P::queryTime),
        DurationKey<P>("poll-period", &P::pollPeriod),
        BoundedKey<P>("queries-per-poll", &P::queriesPerPoll, 1),
        FlagKey<P>("counter-includes-esp", &P::counterIncludesEsp),
        // Slots and refusals
        ChoiceKey("slot-use",
                  &P::slotUse,
                  {{"direction", P::SLOT_PER_DIRECTION},
                   {"sa", P::SLOT_PER_SA},
                   {"sa-and-interface", P::SLOT_PER_SA_AND_INTERFACE}}),
        SlotsKey("rx-addresses", &P::rxAddresses),
        BoundedKey<P>("max-rx-spi", &P::maxRxSpi, 1),
        EitherKey("directions", "out", &P::offloadTransmit, "in", &P::offloadReceive),
        FlagKey<P>("direction-from-address", &P::directionFromAddress),
        BoundedKey<P>("refuse-every", &P::refuseEvery, 1),
        ProbabilityKey("refuse-probability", &P::refuseProbability),
        ErrorKey("refusal-error", &P::refusalError),
        ErrorKey("full-error", &P::fullError),
        // Commands
        BoundedKey<P>("channel-servers", &P::channelServers, 1, P::MOST_CHANNEL_SERVERS),
        CommandListKey("tx-install-commands", &P::txInstallCommands),
        CommandListKey("rx-install-commands", &P::rxInstallCommands),
        CommandTimeKey("create-time", &P::createTime),
        CommandTimeKey("modify-time", &P::modifyTime),
        CommandTimeKey("destroy-time", &P::destroyTime),
        DurationKey<P>("create-time-per-context", &P::createTimePerContext),
        BoundedKey<P>("flow-table-entries", &P::flowTableEntries, 1),
        DurationKey<P>("command-timeout", &P::commandTimeout),
        ProbabilityKey("command-loss", &P::commandLoss),
        ProbabilityKey("command-fault", &P::commandFault),
        // Counters
        BoundedKey<P>("bulk-query", &P::bulkQuery, 1),
        CommandTimeKey("bulk-query-time", &P::bulkQueryTime),
        BoundedKey<P>("poll-sas", &P::pollSas, 1),
        BoundedKey<P>("counter-packet-bits", &P::counterPacketBits, 8, 64),
        BoundedKey<P>("counter-octet-bits", &P::counterOctetBits, 8, 64),
        CeilingKey<P>("plausible-rate", &P::plausibleRate, Dimension::RATE),
        FlagKey<P>("counters-reset", &P::countersReset),
        FlagKey<P>("esn-events", &P::esnEvents),
        FlagKey<P>("hardware-limits", &P::hardwareLimits),
    };
}

/// @return the data path
ProfileKeys<P>
MakeDataPathKeys()
{
    return {
        CeilingKey<P>("tx-bit-rate", &P::txBitRate, Dimension::RATE),
        CeilingKey<P>("tx-packet-rate", &P::txPacketRate, Dimension::PACKET_RATE),
        CeilingKey<P>("rx-bit-rate", &P::rxBitRate, Dimension::RATE),
        CeilingKey<P>("rx-packet-rate", &P::rxPacketRate, Dimension::PACKET_RATE),
        DurationKey<P>("tx-latency", &P::txLatency),
        DurationKey<P>("rx-latency", &P::rxLatency),
        // Context cache and fetch unit
        UnlimitedKey<P>("context-cache-size", &P::contextCacheSize, 0, 1),
        UnlimitedKey<P>("context-cache-ways", &P::contextCacheWays, 0, 1, UINT32_MAX, "full"),
        FlagKey<P>("context-cache-shared", &P::contextCacheShared),
        ChoiceKey(
            "context-cache-replacement",
            &P::contextCacheReplacement,
            {{"lru", P::REPLACE_LRU}, {"random", P::REPLACE_RANDOM}, {"fifo", P::REPLACE_FIFO}}),
        DurationKey<P>("context-fetch-time", &P::contextFetchTime),
        BoundedKey<P>("context-fetches", &P::contextFetches, 1, P::MOST_CONTEXT_FETCHES),
        // Stages and PCIe
        FlagKey<P>("shared-cipher", &P::sharedCipher),
        FlagKey<P>("slots-per-port", &P::slotsPerPort),
        CeilingKey<P>("port-bit-rate", &P::portBitRate, Dimension::RATE),
        CeilingKey<P>("port-packet-rate", &P::portPacketRate, Dimension::PACKET_RATE),
        CeilingKey<P>("card-bit-rate", &P::cardBitRate, Dimension::RATE),
        CeilingKey<P>("card-packet-rate", &P::cardPacketRate, Dimension::PACKET_RATE),
        DurationKey<P>("doorbell-latency", &P::doorbellLatency),
        DurationKey<P>("classify-latency", &P::classifyLatency),
        DurationKey<P>("completion-latency", &P::completionLatency),
        CeilingKey<P>("pcie-bit-rate", &P::pcieBitRate, Dimension::RATE),
        PcieSizeKey("pcie-max-payload", &P::pcieMaxPayload),
        PcieSizeKey("pcie-read-request", &P::pcieReadRequest),
        UnlimitedKey<P>("pcie-reads", &P::pcieReads, 0, 1, P::MOST_PCIE_READS),
        DurationKey<P>("pcie-read-latency", &P::pcieReadLatency),
        OctetsKey("pcie-tlp-overhead", &P::pcieTlpOverhead),
        OctetsKey("descriptor-octets", &P::descriptorOctets),
        OctetsKey("completion-octets", &P::completionOctets),
        BoundedKey<P>("ring-size", &P::ringSize, 1),
        BoundedKey<P>("rx-ring-size", &P::rxRingSize, 1),
        // Failures on the way in
        ChoiceKey("error-action",
                  &P::errorAction,
                  {{"drop", P::ERROR_DROP}, {"pass", P::ERROR_PASS}}),
        ProbabilityKey("tag-failure", &P::tagFailure),
        // Segments
        FlagKey<P>("tso", &P::tso),
        FlagKey<P>("tso-with-ipsec", &P::tsoWithIpsec),
        FlagKey<P>("lro", &P::lro),
        BoundedKey<P>("lro-sessions", &P::lroSessions, 1, P::MOST_LRO_SESSIONS),
        BoundedKey<P>("lro-segments", &P::lroSegments, 1),
        DurationKey<P>("lro-hold", &P::lroHold),
        ChecksumKey("tx-checksum", &P::txChecksum),
        ChecksumKey("rx-checksum", &P::rxChecksum),
        FlagKey<P>("tx-checksum-with-ipsec", &P::txChecksumWithIpsec),
        FlagKey<P>("rx-checksum-with-ipsec", &P::rxChecksumWithIpsec),
    };
}

const ProfileKeys<P>&
NicKeys()
{
    static const ProfileKeys<P> keys = [] {
        ProfileKeys<P> all = MakeAcceptanceKeys();
        for (const ProfileKeys<P>& more : {MakeControlKeys(), MakeDataPathKeys()})
        {
            all.insert(all.end(), more.begin(), more.end());
        }
        return all;
    }();
    return keys;
}

} // namespace

std::vector<std::string>
GetNicKeys()
{
    return GetNames(NicKeys());
}

bool
SetNicKey(const std::string& key, const InputValue& value, NicProfile& profile)
{
    return SetProfileKey(NicKeys(), key, value, profile);
}

} // namespace ns3
