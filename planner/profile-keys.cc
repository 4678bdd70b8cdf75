/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "profile-keys.h"

#include "ns3/ipsec-algorithm.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace ns3::planner
{

namespace
{

/// Sets one value of a profile of type P.
template <typename P>
struct Key
{
    const char* name;
    std::function<void(const InputValue&, P&)> set;
};

/// The word for "no ceiling".
constexpr const char* UNLIMITED = "unlimited";
/// What the keys of ciphers begin with.
constexpr const char* CIPHER = "cipher.";
/// The cipher that stands for all others.
constexpr const char* DEFAULT_CIPHER = "default";

/// @param value a value @return true when it is the word "unlimited"
bool
IsUnlimited(const InputValue& value)
{
    return value.GetNode().IsScalar() && value.GetNode().Scalar() == UNLIMITED;
}

/// @param value a count of slots @param slots where to set it
void
SetSlots(const InputValue& value, uint32_t& slots)
{
    if (IsUnlimited(value))
    {
        slots = NicProfile::UNLIMITED;
    }
    else if (const auto count = value.ToCount(0, NicProfile::UNLIMITED - 1))
    {
        slots = static_cast<uint32_t>(*count);
    }
}

/// @param value a ceiling @param dimension of what @param ceiling where to set it
void
SetCeiling(const InputValue& value, Dimension dimension, uint64_t& ceiling)
{
    if (IsUnlimited(value))
    {
        ceiling = 0;
    }
    else if (const auto whole = value.ToWhole(dimension, 1))
    {
        ceiling = *whole;
    }
}

/// @param value cycles @param cycles where to set them, rounded to the nearest
void
SetCycles(const InputValue& value, uint64_t& cycles)
{
    if (const auto given = value.ToQuantity(Dimension::CYCLES))
    {
        cycles = static_cast<uint64_t>(std::llround(*given));
    }
}

/// @param value cycles @param cycles where to set them
void
SetCycles(const InputValue& value, double& cycles)
{
    if (const auto given = value.ToQuantity(Dimension::CYCLES))
    {
        cycles = *given;
    }
}

/// @param value octets @param octets where to set them
void
SetOctets(const InputValue& value, uint32_t& octets)
{
    constexpr double most = 1e6;
    const auto given = value.ToQuantity(Dimension::OCTETS);
    if (given && *given <= most)
    {
        octets = static_cast<uint32_t>(std::llround(*given));
    }
    else if (given)
    {
        value.Complain("at most 1 MB");
    }
}

/// @param value a duration @param duration where to set it
void
SetDuration(const InputValue& value, Ps& duration)
{
    if (const auto given = value.ToDuration())
    {
        duration = *given;
    }
}

/// @tparam P a profile @param name a key @param member a flag @return the key
template <typename P>
Key<P>
FlagKey(const char* name, bool P::*member)
{
    return {name, [member](const InputValue& value, P& profile) {
                if (const auto flag = value.ToBool())
                {
                    profile.*member = *flag;
                }
            }};
}

/// @tparam P a profile @param name a key @param member a count @param least minimum @return the key
template <typename P>
Key<P>
CountKey(const char* name, uint32_t P::*member, uint64_t least)
{
    return {name, [member, least](const InputValue& value, P& profile) {
                if (const auto count = value.ToCount(least))
                {
                    profile.*member = static_cast<uint32_t>(*count);
                }
            }};
}

/// @tparam P a profile @param name a key @param member a duration @return the key
template <typename P>
Key<P>
DurationKey(const char* name, Ps P::*member)
{
    return {name, [member](const InputValue& value, P& profile) {
                if (const auto duration = value.ToDuration())
                {
                    profile.*member = *duration;
                }
            }};
}

/// @param name a key @param member how long commands take @return the key
Key<NicProfile>
CommandTimeKey(const char* name, CommandTime NicProfile::*member)
{
    return {name, [member](const InputValue& value, NicProfile& profile) {
                const YAML::Node& node = value.GetNode();
                const auto time =
                    node.IsScalar() ? CommandTime::Parse(node.Scalar()) : std::nullopt;
                if (time)
                {
                    profile.*member = *time;
                }
                else
                {
                    value.Complain(CommandTime::Describe());
                }
            }};
}

/// @param name a key @param member a probability below 1 or 1 @return the key
Key<NicProfile>
ProbabilityKey(const char* name, double NicProfile::*member)
{
    return {name, [member](const InputValue& value, NicProfile& profile) {
                if (const auto share = value.ToQuantity(Dimension::SHARE, 0, 1))
                {
                    profile.*member = *share;
                }
            }};
}

/// @param name a key @param member a count @param least minimum @param most maximum @return the key
Key<NicProfile>
BoundedKey(const char* name, uint32_t NicProfile::*member, uint64_t least, uint64_t most)
{
    return {name, [=](const InputValue& value, NicProfile& profile) {
                if (const auto count = value.ToCount(least, most))
                {
                    profile.*member = static_cast<uint32_t>(*count);
                }
            }};
}

/// @param name a key @param member commands that install an SA @return the key
Key<NicProfile>
CommandListKey(const char* name, std::vector<InstallCommand> NicProfile::*member)
{
    return {name, [member](const InputValue& value, NicProfile& profile) {
                std::vector<std::pair<std::string, InstallCommand>> choices;
                for (const char* word : INSTALL_COMMANDS)
                {
                    choices.emplace_back(word, *FindInstallCommand(word));
                }
                (profile.*member).clear();
                for (const auto& element : value.ToList())
                {
                    if (const auto command = element.ToChoice<InstallCommand>(choices))
                    {
                        (profile.*member).push_back(*command);
                    }
                }
            }};
}

/// @param name a key @param member what a driver answers @return the key
Key<NicProfile>
ErrorKey(const char* name, std::string NicProfile::*member)
{
    return {
        name,
        [member](const InputValue& value, NicProfile& profile) {
            std::vector<std::pair<std::string, std::string>> choices;
            for (const char* word :
                 {"EOPNOTSUPP", "EINVAL", "ENOSPC", "ENOMEM", "EBUSY", "EEXIST", "EIO", "ENODEV"})
            {
                choices.emplace_back(word, word);
            }
            if (const auto choice = value.ToChoice<std::string>(choices))
            {
                profile.*member = *choice;
            }
        }};
}

/// @param name a key @param member a ceiling @param dimension of what @return the key
Key<NicProfile>
CeilingKey(const char* name, uint64_t NicProfile::*member, Dimension dimension)
{
    return {name, [member, dimension](const InputValue& value, NicProfile& profile) {
                SetCeiling(value, dimension, profile.*member);
            }};
}

/// @param name a key @param member octets, a few @return the key
Key<NicProfile>
OctetsKey(const char* name, uint32_t NicProfile::*member)
{
    return {name, [member](const InputValue& value, NicProfile& profile) {
                if (const auto octets = value.ToWhole(Dimension::OCTETS, 0, 4096))
                {
                    profile.*member = static_cast<uint32_t>(*octets);
                }
            }};
}

/// @param name a key @param member octets of PCIe packets or requests @return the key
Key<NicProfile>
PcieSizeKey(const char* name, uint32_t NicProfile::*member)
{
    return {name, [member](const InputValue& value, NicProfile& profile) {
                const auto octets = value.ToWhole(Dimension::OCTETS, 0);
                if (!octets)
                {
                    return;
                }
                if (*octets < 128 || *octets > 4096 || (*octets & (*octets - 1)) != 0)
                {
                    value.Complain("a power of two from 128 B to 4096 B, as PCIe has them");
                    return;
                }
                profile.*member = static_cast<uint32_t>(*octets);
            }};
}

/// @param name a key @param member cycles per packet @return the key
Key<HostProfile>
CyclesKey(const char* name, double HostProfile::*member)
{
    return {name, [member](const InputValue& value, HostProfile& profile) {
                if (const auto cycles = value.ToQuantity(Dimension::CYCLES))
                {
                    profile.*member = *cycles;
                }
            }};
}

/// @return the words of a list, each one of those given; all false when something was wrong
std::vector<bool>
WordsIn(const InputValue& value, const std::vector<std::string>& words)
{
    std::vector<std::pair<std::string, size_t>> choices;
    for (size_t i = 0; i < words.size(); ++i)
    {
        choices.emplace_back(words[i], i);
    }
    std::vector<bool> found(words.size(), false);
    for (const auto& element : value.ToList())
    {
        if (const auto index = element.ToChoice<size_t>(choices))
        {
            found[*index] = true;
        }
    }
    return found;
}

/// @param value a name of an algorithm, or several @param found where to set them
void
SetAlgorithms(const InputValue& value, std::vector<std::string>& found)
{
    std::vector<std::pair<std::string, std::string>> names;
    for (const auto& row : GetIpsecAlgorithms())
    {
        names.emplace_back(row.name, row.name);
    }
    found.clear();
    const auto elements =
        value.GetNode().IsScalar() ? std::vector<InputValue>{value} : value.ToList();
    for (const auto& element : elements)
    {
        if (const auto name = element.ToChoice<std::string>(names))
        {
            found.push_back(*name);
        }
    }
}

const std::vector<Key<NicProfile>>&
NicKeys()
{
    using P = NicProfile;
    static const std::vector<Key<P>> keys{
        FlagKey<P>("offload", &P::offload),
        {"sa-slots",
         [](const InputValue& value, P& profile) {
             SetSlots(value, profile.txSlots);
             profile.rxSlots = profile.txSlots;
         }},
        {"tx-slots", [](const InputValue& value, P& p) { SetSlots(value, p.txSlots); }},
        {"rx-slots", [](const InputValue& value, P& p) { SetSlots(value, p.rxSlots); }},
        FlagKey<P>("shared-slots", &P::sharedSlots),
        {"when-full",
         [](const InputValue& value, P& profile) {
             if (const auto choice = value.ToChoice<P::WhenFull>(
                     {{"nack", P::WhenFull::NACK}, {"fault", P::WhenFull::FAULT}}))
             {
                 profile.whenFull = *choice;
             }
         }},
        DurationKey("slot-cool-off", &P::slotCoolOff),
        {"algorithms", [](const InputValue& value, P& p) { SetAlgorithms(value, p.algorithms); }},
        {"modes",
         [](const InputValue& value, P& profile) {
             const auto found = WordsIn(value, {"transport", "tunnel"});
             profile.transport = found[0];
             profile.tunnel = found[1];
         }},
        {"families",
         [](const InputValue& value, P& profile) {
             const auto found = WordsIn(value, {"ipv4", "ipv6"});
             profile.ipv4 = found[0];
             profile.ipv6 = found[1];
         }},
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
        CommandTimeKey("install-time", &P::installTime),
        CommandTimeKey("remove-time", &P::removeTime),
        CommandTimeKey("query-time", &P::queryTime),
        DurationKey("poll-period", &P::pollPeriod),
        CountKey<P>("queries-per-poll", &P::queriesPerPoll, 1),
        FlagKey<P>("counter-includes-esp", &P::counterIncludesEsp),
        // Control side: slots and refusals
        {"slot-use",
         [](const InputValue& value, P& profile) {
             if (const auto choice = value.ToChoice<P::SlotUse>(
                     {{"direction", P::SLOT_PER_DIRECTION},
                      {"sa", P::SLOT_PER_SA},
                      {"sa-and-interface", P::SLOT_PER_SA_AND_INTERFACE}}))
             {
                 profile.slotUse = *choice;
             }
         }},
        {"rx-addresses", [](const InputValue& value, P& p) { SetSlots(value, p.rxAddresses); }},
        {"max-rx-spi",
         [](const InputValue& value, P& profile) {
             if (const auto spi = value.ToCount(1, UINT32_MAX))
             {
                 profile.maxRxSpi = static_cast<uint32_t>(*spi);
             }
         }},
        {"directions",
         [](const InputValue& value, P& profile) {
             const auto found = WordsIn(value, {"out", "in"});
             profile.offloadTransmit = found[0];
             profile.offloadReceive = found[1];
         }},
        FlagKey<P>("direction-from-address", &P::directionFromAddress),
        BoundedKey("refuse-every", &P::refuseEvery, 1, UINT32_MAX),
        ProbabilityKey("refuse-probability", &P::refuseProbability),
        ErrorKey("refusal-error", &P::refusalError),
        ErrorKey("full-error", &P::fullError),
        // Control side: commands
        BoundedKey("channel-servers", &P::channelServers, 1, 1024),
        CommandListKey("tx-install-commands", &P::txInstallCommands),
        CommandListKey("rx-install-commands", &P::rxInstallCommands),
        CommandTimeKey("create-time", &P::createTime),
        CommandTimeKey("modify-time", &P::modifyTime),
        CommandTimeKey("destroy-time", &P::destroyTime),
        DurationKey("create-time-per-context", &P::createTimePerContext),
        BoundedKey("flow-table-entries", &P::flowTableEntries, 1, UINT32_MAX),
        DurationKey("command-timeout", &P::commandTimeout),
        ProbabilityKey("command-loss", &P::commandLoss),
        ProbabilityKey("command-fault", &P::commandFault),
        // Control side: counters
        BoundedKey("bulk-query", &P::bulkQuery, 1, UINT32_MAX),
        CommandTimeKey("bulk-query-time", &P::bulkQueryTime),
        BoundedKey("poll-sas", &P::pollSas, 1, UINT32_MAX),
        BoundedKey("counter-packet-bits", &P::counterPacketBits, 8, 64),
        BoundedKey("counter-octet-bits", &P::counterOctetBits, 8, 64),
        CeilingKey("plausible-rate", &P::plausibleRate, Dimension::RATE),
        FlagKey<P>("counters-reset", &P::countersReset),
        FlagKey<P>("esn-events", &P::esnEvents),
        FlagKey<P>("hardware-limits", &P::hardwareLimits),
        CeilingKey("tx-bit-rate", &P::txBitRate, Dimension::RATE),
        CeilingKey("tx-packet-rate", &P::txPacketRate, Dimension::PACKET_RATE),
        CeilingKey("rx-bit-rate", &P::rxBitRate, Dimension::RATE),
        CeilingKey("rx-packet-rate", &P::rxPacketRate, Dimension::PACKET_RATE),
        DurationKey("tx-latency", &P::txLatency),
        DurationKey("rx-latency", &P::rxLatency),
        // Data path: context cache and fetch unit
        {"context-cache-size",
         [](const InputValue& value, P& profile) {
             if (IsUnlimited(value))
             {
                 profile.contextCacheSize = 0;
             }
             else if (const auto count = value.ToCount(1))
             {
                 profile.contextCacheSize = static_cast<uint32_t>(*count);
             }
         }},
        {"context-cache-ways",
         [](const InputValue& value, P& profile) {
             if (value.GetNode().IsScalar() && value.GetNode().Scalar() == "full")
             {
                 profile.contextCacheWays = 0;
             }
             else if (const auto count = value.ToCount(1))
             {
                 profile.contextCacheWays = static_cast<uint32_t>(*count);
             }
         }},
        FlagKey<P>("context-cache-shared", &P::contextCacheShared),
        {"context-cache-replacement",
         [](const InputValue& value, P& profile) {
             if (const auto choice =
                     value.ToChoice<P::CacheReplacement>({{"lru", P::REPLACE_LRU},
                                                          {"random", P::REPLACE_RANDOM},
                                                          {"fifo", P::REPLACE_FIFO}}))
             {
                 profile.contextCacheReplacement = *choice;
             }
         }},
        DurationKey("context-fetch-time", &P::contextFetchTime),
        CountKey<P>("context-fetches", &P::contextFetches, 1),
        // Data path: stages and PCIe
        FlagKey<P>("shared-cipher", &P::sharedCipher),
        FlagKey<P>("slots-per-port", &P::slotsPerPort),
        CeilingKey("port-bit-rate", &P::portBitRate, Dimension::RATE),
        CeilingKey("port-packet-rate", &P::portPacketRate, Dimension::PACKET_RATE),
        CeilingKey("card-bit-rate", &P::cardBitRate, Dimension::RATE),
        CeilingKey("card-packet-rate", &P::cardPacketRate, Dimension::PACKET_RATE),
        DurationKey("doorbell-latency", &P::doorbellLatency),
        DurationKey("classify-latency", &P::classifyLatency),
        DurationKey("completion-latency", &P::completionLatency),
        CeilingKey("pcie-bit-rate", &P::pcieBitRate, Dimension::RATE),
        PcieSizeKey("pcie-max-payload", &P::pcieMaxPayload),
        PcieSizeKey("pcie-read-request", &P::pcieReadRequest),
        {"pcie-reads",
         [](const InputValue& value, P& profile) {
             if (IsUnlimited(value))
             {
                 profile.pcieReads = 0;
             }
             else if (const auto count = value.ToCount(1, 1U << 20))
             {
                 profile.pcieReads = static_cast<uint32_t>(*count);
             }
         }},
        DurationKey("pcie-read-latency", &P::pcieReadLatency),
        OctetsKey("pcie-tlp-overhead", &P::pcieTlpOverhead),
        OctetsKey("descriptor-octets", &P::descriptorOctets),
        OctetsKey("completion-octets", &P::completionOctets),
        CountKey<P>("ring-size", &P::ringSize, 1),
        CountKey<P>("rx-ring-size", &P::rxRingSize, 1),
        FlagKey<P>("tso", &P::tso),
        FlagKey<P>("tso-with-ipsec", &P::tsoWithIpsec),
        FlagKey<P>("lro", &P::lro),
        CountKey<P>("lro-sessions", &P::lroSessions, 1),
        CountKey<P>("lro-segments", &P::lroSegments, 1),
        DurationKey("lro-hold", &P::lroHold),
    };
    return keys;
}

const std::vector<Key<HostProfile>>&
HostKeys()
{
    using P = HostProfile;
    static const std::vector<Key<P>> keys{
        {"cores",
         [](const InputValue& value, P& profile) {
             if (const auto count = value.ToCount(0, 4096))
             {
                 profile.cores = static_cast<uint32_t>(*count);
             }
         }},
        {"clock",
         [](const InputValue& value, P& profile) {
             if (const auto hertz = value.ToWhole(Dimension::FREQUENCY, 1))
             {
                 profile.clock = *hertz;
             }
         }},
        CountKey<P>("backlog", &P::backlog, 1),
        {"core-choice",
         [](const InputValue& value, P& profile) {
             if (const auto choice =
                     value.ToChoice<P::CoreChoice>({{"flow", P::CoreChoice::BY_FLOW},
                                                    {"sa", P::CoreChoice::BY_SA},
                                                    {"tunnel", P::CoreChoice::BY_TUNNEL}}))
             {
                 profile.coreChoice = *choice;
             }
         }},
        CyclesKey("output", &P::output),
        CyclesKey("input", &P::input),
        CyclesKey("forward", &P::forward),
        CyclesKey("policy-lookup", &P::policyLookup),
        CyclesKey("policy-cached", &P::policyCached),
        CyclesKey("sa-lookup", &P::saLookup),
        CyclesKey("tag", &P::tag),
        CyclesKey("driver-tx", &P::driverTx),
        CyclesKey("driver-rx", &P::driverRx),
        CyclesKey("esp-output", &P::espOutput),
        CyclesKey("esp-input", &P::espInput),
        CyclesKey("gso-per-segment", &P::gsoPerSegment),
        FlagKey<P>("gro", &P::gro),
        CyclesKey("gro-per-segment", &P::groPerSegment),
        CountKey<P>("gro-segments", &P::groSegments, 1),
        DurationKey("gro-hold", &P::groHold),
        {"copy",
         [](const InputValue& value, P& profile) {
             if (const auto cycles = value.ToQuantity(Dimension::CYCLES_PER_OCTET))
             {
                 profile.copyPerOctet = *cycles;
             }
         }},
        CyclesKey("socket-output", &P::socketOutput),
        CyclesKey("socket-input", &P::socketInput),
        // Which core does what
        CountKey<P>("rss-queues", &P::rssQueues, 0),
        {"forward-core",
         [](const InputValue& value, P& profile) {
             if (const auto choice = value.ToChoice<P::ForwardCore>(
                     {{"hash", P::ForwardCore::HASH}, {"same", P::ForwardCore::SAME}}))
             {
                 profile.forwardCore = *choice;
             }
         }},
        {"socket-core",
         [](const InputValue& value, P& profile) {
             if (const auto choice = value.ToChoice<P::SocketCore>(
                     {{"same", P::SocketCore::SAME}, {"own", P::SocketCore::OWN}}))
             {
                 profile.socketCore = *choice;
             }
         }},
        {"crypto-threads",
         [](const InputValue& value, P& profile) {
             if (const auto count = value.ToCount(1, 4096))
             {
                 profile.cryptoThreads = static_cast<uint32_t>(*count);
             }
         }},
        // Memory
        {"memory-bandwidth",
         [](const InputValue& value, P& p) {
             SetCeiling(value, Dimension::RATE, p.memoryBandwidth);
         }},
        {"header-octets", [](const InputValue& value, P& p) { SetOctets(value, p.headerOctets); }},
        {"descriptor-octets",
         [](const InputValue& value, P& p) { SetOctets(value, p.descriptorOctets); }},
        // Lookaside accelerator
        {"lookaside.algorithms",
         [](const InputValue& value, P& p) { SetAlgorithms(value, p.lookaside.algorithms); }},
        {"lookaside.bit-rate",
         [](const InputValue& value, P& p) {
             SetCeiling(value, Dimension::RATE, p.lookaside.bitRate);
         }},
        {"lookaside.packet-rate",
         [](const InputValue& value, P& p) {
             SetCeiling(value, Dimension::PACKET_RATE, p.lookaside.packetRate);
         }},
        {"lookaside.latency",
         [](const InputValue& value, P& p) { SetDuration(value, p.lookaside.latency); }},
        {"lookaside.queue",
         [](const InputValue& value, P& p) {
             if (const auto count = value.ToCount(1, UINT32_MAX))
             {
                 p.lookaside.queue = static_cast<uint32_t>(*count);
             }
         }},
        {"lookaside.request",
         [](const InputValue& value, P& p) { SetCycles(value, p.lookaside.request); }},
        {"lookaside.completion",
         [](const InputValue& value, P& p) { SetCycles(value, p.lookaside.completion); }},
        // Batching: interrupts and polls
        {"interrupt",
         [](const InputValue& value, P& p) { SetCycles(value, p.batching.interrupt); }},
        {"interrupt-interval",
         [](const InputValue& value, P& p) { SetDuration(value, p.batching.interval); }},
        {"interrupt-delay",
         [](const InputValue& value, P& p) { SetDuration(value, p.batching.delay); }},
        {"poll", [](const InputValue& value, P& p) { SetCycles(value, p.batching.poll); }},
        {"poll-budget",
         [](const InputValue& value, P& profile) {
             if (const auto count = value.ToCount(0, UINT32_MAX))
             {
                 profile.batching.budget = static_cast<uint32_t>(*count);
             }
         }},
    };
    return keys;
}

/// @param keys a table @param name a key @param value its value @param profile where @return known?
template <typename P>
bool
SetIn(const std::vector<Key<P>>& keys, const std::string& name, const InputValue& value, P& profile)
{
    const auto key = std::find_if(keys.begin(), keys.end(), [&name](const auto& candidate) {
        return name == candidate.name;
    });
    if (key == keys.end())
    {
        return false;
    }
    key->set(value, profile);
    return true;
}

/// @param key "cipher.NAME.per-octet" @param value its value @param profile where @return known?
bool
SetCipherKey(const std::string& key, const InputValue& value, HostProfile& profile)
{
    const size_t begin = std::string(CIPHER).size();
    const auto dot = key.rfind('.');
    if (key.compare(0, begin, CIPHER) != 0 || dot < begin)
    {
        return false;
    }
    const std::string name = key.substr(begin, dot - begin);
    const std::string part = key.substr(dot + 1);
    const bool known = name == DEFAULT_CIPHER || name == "null" || FindIpsecAlgorithm(name);
    if (!known || (part != "per-packet" && part != "per-octet" && part != "in-thread"))
    {
        return false;
    }
    CipherCost& cost = name == DEFAULT_CIPHER ? profile.defaultCipher : profile.ciphers[name];
    if (part == "in-thread")
    {
        cost.inThread = value.ToBool().value_or(false);
        return true;
    }
    const bool perPacket = part == "per-packet";
    if (const auto cycles =
            value.ToQuantity(perPacket ? Dimension::CYCLES : Dimension::CYCLES_PER_OCTET))
    {
        (perPacket ? cost.perPacket : cost.perOctet) = *cycles;
    }
    return true;
}

/// @param keys a table @return the names in it
template <typename P>
std::vector<std::string>
NamesOf(const std::vector<Key<P>>& keys)
{
    std::vector<std::string> names;
    for (const auto& key : keys)
    {
        names.emplace_back(key.name);
    }
    return names;
}

} // namespace

std::vector<std::string>
GetNicKeys()
{
    return NamesOf(NicKeys());
}

std::vector<std::string>
GetHostKeys()
{
    auto names = NamesOf(HostKeys());
    names.emplace_back("cipher.NAME.per-packet");
    names.emplace_back("cipher.NAME.per-octet");
    names.emplace_back("cipher.NAME.in-thread");
    return names;
}

bool
SetNicKey(const std::string& key, const InputValue& value, NicProfile& profile)
{
    return SetIn(NicKeys(), key, value, profile);
}

bool
SetHostKey(const std::string& key, const InputValue& value, HostProfile& profile)
{
    return SetIn(HostKeys(), key, value, profile) || SetCipherKey(key, value, profile);
}

} // namespace ns3::planner
