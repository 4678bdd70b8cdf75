/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "host-profile-fields.h"

#include <utility>

namespace ns3
{

namespace
{

using P = HostProfile;
using D = ProfileDimension;
using R = FieldRange;
using Fields = std::vector<HostProfileField>;

/// Most cores, and most threads.
constexpr uint64_t MOST_CORES = 4096;

/// @return octets of a packet, or of what goes with it
R
Octets()
{
    constexpr uint64_t most = 1'000'000;
    return R::Between(0, most);
}

/// @return a limit of a rate, of which 0 is none
R
Ceiling()
{
    return R::Between(1).Or("unlimited", 0);
}

/// @param field an enum @param words what stands for its values @return the row's member
template <typename E>
FieldChoice<P, E>
Choice(E P::*field, typename FieldChoice<P, E>::Words words)
{
    return {field, std::move(words)};
}

// One row a field, in as few lines as it takes.
// clang-format off

/// @return cores, and which of them does what
Fields
MakeCoreFields()
{
    return {
        {"cores", &P::cores, R::Between(0, MOST_CORES),
         "Logical cores; 0: there is no host model, and no step takes time"},
        {"threads-per-core", &P::threadsPerCore, R::Between(1, 2),
         "Hardware threads of a physical core; 2: logical cores i and i + cores / 2 share one"},
        {"thread-yield", &P::threadYield, D::SHARE, R::Between(1, 2),
         "Work that two busy threads of a physical core do together, one alone doing 1"},
        {"clock", &P::clock, D::FREQUENCY, R::Between(1), "Clock of a core"},
        {"backlog", &P::backlog, R::Between(1),
         "Packets waiting or in service per core; more are dropped"},
        {"core-choice", Choice(&P::coreChoice, {{"flow", P::CoreChoice::BY_FLOW},
         {"sa", P::CoreChoice::BY_SA}, {"tunnel", P::CoreChoice::BY_TUNNEL}}),
         "What a packet's core is chosen by: a hash of the 5-tuple that the NIC sees, a hash of "
         "the SPI, or the pair of outer addresses; without an SA always the first"},
        {"rss-queues", &P::rssQueues, "Cores that receive and forward; 0: all"},
        {"rss-key", &P::rssKey, R::Between(0, UINT32_MAX).Or("random", P::DRAWN_KEY),
         "Key of the hash that spreads packets over cores and threads; 0: none; random: each "
         "replication has its own"},
        {"forward-core", Choice(&P::forwardCore, {{"hash", P::ForwardCore::HASH},
         {"same", P::ForwardCore::SAME}}),
         "Which core sends a forwarded packet: the one that core-choice names for it as it "
         "stands then, or the one that received it"},
        {"socket-core", Choice(&P::socketCore, {{"same", P::SocketCore::SAME},
         {"own", P::SocketCore::OWN}}),
         "Which core takes a received packet to its socket: the one that received it, or the "
         "application's"},
        {"send-core", Choice(&P::sendCore, {{"own", P::SendCore::OWN},
         {"acknowledgment", P::SendCore::ACKNOWLEDGMENT}}),
         "Which core sends an own packet: the process's, or one that receives, as TCP does that "
         "goes on when an acknowledgment comes"},
        {"crypto-threads", &P::cryptoThreads, R::Between(1, MOST_CORES),
         "Kernel threads that share the ciphers done in threads; an SA has one of them"},
        {"thread-goes-on", &P::threadGoesOn,
         "These threads also check and pass up what they have decrypted (Linux's pcrypt)"},
    };
}

/// @return what each step costs
Fields
MakeCostFields()
{
    return {
        {"output", &P::output, D::CYCLES, "IP output of an own packet"},
        {"input", &P::input, D::CYCLES, "IP input of a packet for this node"},
        {"socket-output", &P::socketOutput, D::CYCLES,
         "Socket layer of an own packet, where it is not part of output"},
        {"socket-input", &P::socketInput, D::CYCLES,
         "Socket layer of a packet for this node, where it is not part of input"},
        {"forward", &P::forward, D::CYCLES, "IP forwarding, from receive to transmit queue"},
        {"policy-lookup", &P::policyLookup, D::CYCLES, "Search of the SPD"},
        {"policy-cached", &P::policyCached, D::CYCLES, "The same from the flow cache"},
        {"sa-lookup", &P::saLookup, D::CYCLES, "Selection of an SA, or search by SPI"},
        {"tag", &P::tag, D::CYCLES, "Offload decision and tag"},
        {"driver-tx", &P::driverTx, D::CYCLES,
         "Descriptor, doorbell and completion of a sent packet"},
        {"driver-rx", &P::driverRx, D::CYCLES,
         "Buffer, and interrupt or poll, of a received packet"},
        {"esp-output", &P::espOutput, D::CYCLES,
         "Software ESP of a sent packet without its cipher"},
        {"esp-input", &P::espInput, D::CYCLES,
         "Software ESP of a received packet without its cipher"},
        {"copy", &P::copyPerOctet, D::CYCLES_PER_OCTET, "Copies between socket and kernel"},
        {"checksum-per-packet", &P::checksumPerPacket, D::CYCLES,
         "Upper layer's checksum that no NIC computes or verifies, per packet or segment; 0: "
         "other steps include it"},
        {"checksum", &P::checksumPerOctet, D::CYCLES_PER_OCTET,
         "The same per octet that is summed up, and read from memory"},
        {"gso-per-segment", &P::gsoPerSegment, D::CYCLES,
         "Cutting one segment off a super-segment"},
        {"gro", &P::gro, "The host coalesces TCP segments before IP (large receive)"},
        {"gro-per-segment", &P::groPerSegment, D::CYCLES,
         "Coalescing one segment, without the driver's work"},
        {"gro-segments", &P::groSegments, R::Between(1),
         "Most segments of a unit of large receive"},
        {"gro-hold", &P::groHold, D::DURATION,
         "A unit goes up this long after its first segment at the latest"},
    };
}

/// @return the IKE daemon, memory, the accelerator, interrupts and polls
Fields
MakeDeviceFields()
{
    using L = LookasideProfile;
    using B = HostBatching;
    const auto lookaside = [](auto field) { return FieldAccess(&P::lookaside, field); };
    const auto batching = [](auto field) { return FieldAccess(&P::batching, field); };
    using K = KeyExchangeCosts;
    const auto exchange = [](auto field) { return FieldAccess(&P::keyExchange, field); };
    return {
        {"key-exchange.modp2048", exchange(&K::modp2048), D::CYCLES,
         "The IKE daemon's own value and the shared secret of a Diffie-Hellman exchange in group 14, "
         "per end"},
        {"key-exchange.modp3072", exchange(&K::modp3072), D::CYCLES, "The same in group 15"},
        {"key-exchange.modp4096", exchange(&K::modp4096), D::CYCLES, "The same in group 16"},
        {"key-exchange.ecp256", exchange(&K::ecp256), D::CYCLES, "The same on NIST's P-256, group 19"},
        {"key-exchange.ecp384", exchange(&K::ecp384), D::CYCLES, "The same on NIST's P-384, group 20"},
        {"key-exchange.curve25519", exchange(&K::curve25519), D::CYCLES,
         "The same on Curve25519, group 31"},
        {"memory-bandwidth", &P::memoryBandwidth, D::RATE, Ceiling(),
         "Bandwidth of memory that cores and DMA share"},
        {"header-octets", &P::headerOctets, D::OCTETS, Octets(),
         "Octets that a core reads of each packet, whatever its path"},
        {"descriptor-octets", &P::descriptorOctets, D::OCTETS, Octets(),
         "Octets that the NIC reads or writes beside each packet"},
        {"last-level-cache", &P::cacheOctets, D::OCTETS, Ceiling(),
         "Cache of the socket that the NIC is at, which holds packets in queues; beyond it copies "
         "go to memory"},
        {"queue-octets", &P::queueOctets, D::OCTETS,
         "Buffers that each queue in use goes round in: a ring, or what a socket sends from"},
        {"cache-miss", &P::cacheMissPerOctet, D::CYCLES_PER_OCTET,
         "What a copy costs more per octet that it moves from memory, or to it"},
        {"lookaside.algorithms", lookaside(&L::algorithms),
         "Algorithms of the lookaside accelerator; none: there is no accelerator"},
        {"lookaside.bit-rate", lookaside(&L::bitRate), D::RATE, Ceiling(),
         "Its limit in bits of clear IP when it encrypts, of ESP when it decrypts"},
        {"lookaside.packet-rate", lookaside(&L::packetRate), D::PACKET_RATE, Ceiling(),
         "Its limit in packets"},
        {"lookaside.latency", lookaside(&L::latency), D::DURATION,
         "Time of each request beyond that"},
        {"lookaside.queue", lookaside(&L::queue), R::Between(1),
         "Requests in flight; packets beyond that are dropped"},
        {"lookaside.request", lookaside(&L::request), D::CYCLES, "A core's cycles per request"},
        {"lookaside.completion", lookaside(&L::completion), D::CYCLES,
         "A core's cycles per completed request"},
        {"interrupt", batching(&B::interrupt), D::CYCLES,
         "Waking up a core for received packets: idle exit, interrupt, scheduling, going idle"},
        {"interrupt-interval", batching(&B::interval), D::DURATION,
         "Least time from one interrupt to the next"},
        {"interrupt-delay", batching(&B::delay), D::DURATION,
         "From a packet to the interrupt that it causes"},
        {"poll", batching(&B::poll), D::CYCLES, "Each further turn, when the budget is used up"},
        {"poll-budget", batching(&B::budget), "Packets per turn; 0: a turn has no end"},
    };
}

// clang-format on

} // namespace

const std::vector<HostProfileField>&
GetHostProfileFields()
{
    static const Fields fields = [] {
        Fields all = MakeCoreFields();
        for (const Fields& more : {MakeCostFields(), MakeDeviceFields()})
        {
            all.insert(all.end(), more.begin(), more.end());
        }
        return all;
    }();
    return fields;
}

const std::vector<CipherCostField>&
GetCipherCostFields()
{
    static const std::vector<CipherCostField> fields{
        {"per-packet", &CipherCost::perPacket, D::CYCLES, "The cipher's cost per packet"},
        {"per-octet",
         &CipherCost::perOctet,
         D::CYCLES_PER_OCTET,
         "The cipher's cost per octet of the IP datagram"},
        {"in-thread",
         &CipherCost::inThread,
         "A crypto thread does it, not the core that has the packet"},
    };
    return fields;
}

} // namespace ns3
