/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "profile-key-makers.h"
#include "profile-keys.h"

#include "ns3/ipsec-algorithm.h"

/**
 * @file
 * @ingroup ipsec-offload
 * The keys of host profiles.
 */

namespace ns3
{

namespace
{

using P = HostProfile;
using HostKey = ProfileKey<HostProfile>;

/// What the keys of ciphers begin with.
constexpr const char* CIPHER = "cipher.";
/// The cipher that stands for all others.
constexpr const char* DEFAULT_CIPHER = "default";

/// @param name a key @param field octets @return the key
HostKey
OctetsKey(const char* name, uint32_t P::*field)
{
    return FieldKey<P>(name, field, [](const InputValue& value) {
        constexpr double most = 1e6;
        auto octets = value.ToQuantity(Dimension::OCTETS);
        if (octets && *octets > most)
        {
            value.Complain("at most 1 MB");
            octets.reset();
        }
        return octets ? std::optional<double>(std::round(*octets)) : octets;
    });
}

/// @param value a key of the hash, or that each replication draws one @param profile gets it
void
SetRssKey(const InputValue& value, HostProfile& profile)
{
    profile.rssKeyDrawn = value.GetNode().IsScalar() && value.GetNode().GetText() == "random";
    if (profile.rssKeyDrawn)
    {
        return;
    }
    if (const auto key = value.ToCount(0, UINT32_MAX))
    {
        profile.rssKey = static_cast<uint32_t>(*key);
    }
}

/// @return what steps cost, and who does them
ProfileKeys<P>
MakeStepKeys()
{
    return {
        BoundedKey<P>("cores", &P::cores, 0, 4096),
        FieldKey<P>("clock",
                    &P::clock,
                    [](const InputValue& value) { return value.ToWhole(Dimension::FREQUENCY, 1); }),
        BoundedKey<P>("backlog", &P::backlog, 1),
        ChoiceKey("core-choice",
                  &P::coreChoice,
                  {{"flow", P::CoreChoice::BY_FLOW},
                   {"sa", P::CoreChoice::BY_SA},
                   {"tunnel", P::CoreChoice::BY_TUNNEL}}),
        CyclesKey<P>("output", &P::output),
        CyclesKey<P>("input", &P::input),
        CyclesKey<P>("forward", &P::forward),
        CyclesKey<P>("policy-lookup", &P::policyLookup),
        CyclesKey<P>("policy-cached", &P::policyCached),
        CyclesKey<P>("sa-lookup", &P::saLookup),
        CyclesKey<P>("tag", &P::tag),
        CyclesKey<P>("driver-tx", &P::driverTx),
        CyclesKey<P>("driver-rx", &P::driverRx),
        CyclesKey<P>("esp-output", &P::espOutput),
        CyclesKey<P>("esp-input", &P::espInput),
        CyclesKey<P>("gso-per-segment", &P::gsoPerSegment),
        FlagKey<P>("gro", &P::gro),
        CyclesKey<P>("gro-per-segment", &P::groPerSegment),
        BoundedKey<P>("gro-segments", &P::groSegments, 1),
        DurationKey<P>("gro-hold", &P::groHold),
        CyclesKey<P>("copy", &P::copyPerOctet, Dimension::CYCLES_PER_OCTET),
        CyclesKey<P>("checksum-per-packet", &P::checksumPerPacket),
        CyclesKey<P>("checksum", &P::checksumPerOctet, Dimension::CYCLES_PER_OCTET),
        CyclesKey<P>("socket-output", &P::socketOutput),
        CyclesKey<P>("socket-input", &P::socketInput),
        // Which core does what
        {"rss-key", SetRssKey},
        BoundedKey<P>("rss-queues", &P::rssQueues, 0),
        ChoiceKey("forward-core",
                  &P::forwardCore,
                  {{"hash", P::ForwardCore::HASH}, {"same", P::ForwardCore::SAME}}),
        ChoiceKey("socket-core",
                  &P::socketCore,
                  {{"same", P::SocketCore::SAME}, {"own", P::SocketCore::OWN}}),
        BoundedKey<P>("crypto-threads", &P::cryptoThreads, 1, 4096),
        FlagKey<P>("thread-goes-on", &P::threadGoesOn),
    };
}

/// @return memory, the accelerator, interrupts and polls
ProfileKeys<P>
MakeDeviceKeys()
{
    const auto lookaside = [](auto field) { return Nested(&P::lookaside, field); };
    const auto batching = [](auto field) { return Nested(&P::batching, field); };
    using Lookaside = decltype(P::lookaside);
    using Batching = decltype(P::batching);
    return {
        CeilingKey<P>("memory-bandwidth", &P::memoryBandwidth, Dimension::RATE),
        OctetsKey("header-octets", &P::headerOctets),
        OctetsKey("descriptor-octets", &P::descriptorOctets),
        // Lookaside accelerator
        AlgorithmsKey<P>("lookaside.algorithms", lookaside(&Lookaside::algorithms)),
        CeilingKey<P>("lookaside.bit-rate", lookaside(&Lookaside::bitRate), Dimension::RATE),
        CeilingKey<P>("lookaside.packet-rate",
                      lookaside(&Lookaside::packetRate),
                      Dimension::PACKET_RATE),
        DurationKey<P>("lookaside.latency", lookaside(&Lookaside::latency)),
        BoundedKey<P>("lookaside.queue", lookaside(&Lookaside::queue), 1),
        CyclesKey<P>("lookaside.request", lookaside(&Lookaside::request)),
        CyclesKey<P>("lookaside.completion", lookaside(&Lookaside::completion)),
        // Batching: interrupts and polls
        CyclesKey<P>("interrupt", batching(&Batching::interrupt)),
        DurationKey<P>("interrupt-interval", batching(&Batching::interval)),
        DurationKey<P>("interrupt-delay", batching(&Batching::delay)),
        CyclesKey<P>("poll", batching(&Batching::poll)),
        BoundedKey<P>("poll-budget", batching(&Batching::budget), 0),
    };
}

const ProfileKeys<P>&
HostKeys()
{
    static const ProfileKeys<P> keys = [] {
        ProfileKeys<P> all = MakeStepKeys();
        const ProfileKeys<P> more = MakeDeviceKeys();
        all.insert(all.end(), more.begin(), more.end());
        return all;
    }();
    return keys;
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

} // namespace

std::vector<std::string>
GetHostKeys()
{
    auto names = GetNames(HostKeys());
    names.emplace_back("cipher.NAME.per-packet");
    names.emplace_back("cipher.NAME.per-octet");
    names.emplace_back("cipher.NAME.in-thread");
    return names;
}

bool
SetHostKey(const std::string& key, const InputValue& value, HostProfile& profile)
{
    return SetProfileKey(HostKeys(), key, value, profile) || SetCipherKey(key, value, profile);
}

} // namespace ns3
