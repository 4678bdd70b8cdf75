/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_HOST_PROFILE_H
#define IPSEC_OFFLOAD_HOST_PROFILE_H

#include "ns3/ipsec-pico-time.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * Cycles of one cipher on one kind of core: fixed part per packet and part per octet.
 */
struct CipherCost
{
    double perPacket{0};  //!< cycles
    double perOctet{0};   //!< cycles per octet of the IP datagram
    bool inThread{false}; //!< a crypto thread does it, not the core that has the packet

    /** @param octets of all datagrams @param packets how many @return cycles */
    double Of(uint32_t octets, uint32_t packets = 1) const
    {
        return perPacket * packets + perOctet * octets;
    }
};

/// Key exchanges of IKE (RFC 7296; IANA's transform type 4), by the names that strongSwan has.
enum class KeyExchange : uint8_t
{
    NONE, //!< keys come from nowhere, at no cost
    MODP_2048,
    MODP_3072,
    MODP_4096,
    ECP_256,
    ECP_384,
    CURVE_25519
};

/// How many of them have a cost.
constexpr size_t KEY_EXCHANGES = 6;

/// @param exchange one with a cost @return its name: "curve25519"
const char* ToString(KeyExchange exchange);

/**
 * @ingroup ipsec-offload
 * Cycles of one end for a key exchange: its own public value and the shared secret, which are one
 * generation of a key and one derivation.
 */
struct KeyExchangeCosts
{
    double modp2048{0};
    double modp3072{0};
    double modp4096{0};
    double ecp256{0};
    double ecp384{0};
    double curve25519{0};

    /** @param exchange which @return its cycles; 0 for none */
    double Of(KeyExchange exchange) const;
};

/**
 * @ingroup ipsec-offload
 * What it costs a core to be told of received packets, and how that is put off (see HostCore).
 */
struct HostBatching
{
    uint64_t interrupt{0}; //!< cycles of a wake-up: idle exit, interrupt, scheduling, going idle
    uint64_t poll{0};      //!< cycles of each further turn, when the budget is used up
    uint32_t budget{0};    //!< packets per turn; 0: a turn has no end
    Ps interval{0};        //!< least time from one interrupt to the next
    Ps delay{0};           //!< from a packet to the interrupt that it causes
};

/**
 * @ingroup ipsec-offload
 * An accelerator that ciphers what the host gives it and gives it back (Intel QAT, a DPDK crypto
 * device): one server in bits and packets, then a latency, in the order of the requests.
 */
struct LookasideProfile
{
    std::vector<std::string> algorithms; //!< what it can; empty: there is none
    uint64_t bitRate{0};                 //!< bit/s of clear IP, or of ESP on the way in; 0: any
    uint64_t packetRate{0};              //!< packet/s; 0: any
    Ps latency{0};                       //!< beyond that, of each request
    uint32_t queue{1024};                //!< requests on their way; more are dropped
    double request{0};                   //!< cycles of a core, per request
    double completion{0};                //!< cycles of a core, per request that is done
};

/**
 * @ingroup ipsec-offload
 * Everything that tells one host from another, as data: cores, clock and the cycles of each step of
 * a packet's path. doc/sources.rst names the measurements behind the shipped profiles.
 */
struct HostProfile
{
    /// How a packet finds its core.
    enum class CoreChoice : uint8_t
    {
        BY_FLOW,  //!< hash over the 5-tuple that the NIC sees: ESP shows addresses alone
        BY_SA,    //!< hash over the SPI; packets without an SA by flow
        BY_TUNNEL //!< everything of a pair of outer addresses together; without an SA by flow
    };

    /// Where a core that has received a packet to be forwarded leaves it.
    enum class ForwardCore : uint8_t
    {
        HASH, //!< on the core that the choice names for the packet as it stands then
        SAME  //!< nowhere: the core that received it sends it
    };

    /// Who takes a received packet to its socket.
    enum class SocketCore : uint8_t
    {
        SAME, //!< the core that received it
        OWN   //!< the core on which the application runs, another hash of the flow
    };

    /// Where a packet of this node's own is sent.
    enum class SendCore : uint8_t
    {
        OWN,            //!< on the core of the process that sends it
        ACKNOWLEDGMENT, //!< on a receiving core, that takes what lets TCP send on (its own clock)
    };

    /// An rssKey that ipsec-plan replaces with another one in each replication.
    static constexpr uint64_t DRAWN_KEY = UINT64_MAX;

    std::string name{"none"};
    uint32_t cores{0};          //!< logical ones; 0: no host model, every step takes no time
    uint32_t threadsPerCore{1}; //!< logical cores that share a physical one: i and i + cores / 2
    double threadYield{1.25};   //!< what two busy ones do together; one alone does 1
    uint64_t clock{0};          //!< Hz
    uint32_t backlog{1000};     //!< packets waiting or in service per core; more are dropped
    CoreChoice coreChoice{CoreChoice::BY_FLOW};
    uint32_t rssQueues{0}; //!< cores that receive and forward; 0: all
    uint64_t rssKey{0};    //!< of the hash that spreads over cores and threads; 0: none
    ForwardCore forwardCore{ForwardCore::HASH};
    SocketCore socketCore{SocketCore::SAME};
    SendCore sendCore{SendCore::OWN};
    uint32_t cryptoThreads{1}; //!< kernel threads that share ciphers done in threads; an SA has one
    bool threadGoesOn{false}; //!< they also check and hand up what they deciphered (Linux's cryptd)
    HostBatching batching;    //!< interrupts and polls, per core
    LookasideProfile lookaside;
    uint64_t memoryBandwidth{0};  //!< bit/s that cores and DMA share; 0: any
    uint32_t headerOctets{0};     //!< octets that a core reads of each packet, whatever its path
    uint32_t descriptorOctets{0}; //!< octets that the NIC reads or writes beside each packet
    uint64_t cacheOctets{0};      //!< last-level cache where the NIC puts packets; 0: holds all
    uint64_t queueOctets{0};      //!< octets of buffers that a queue in use goes round in
    double cacheMissPerOctet{0};  //!< cycles per octet that a copy moves from or to memory

    // Cycles per packet
    double output{0};       //!< IP output of an own packet
    double input{0};        //!< IP input of a packet for this node
    double socketOutput{0}; //!< socket layer of an own packet, when it is not part of output
    double socketInput{0};  //!< socket layer of a packet for this node, when not part of input
    double forward{0};      //!< IP forwarding, from receive to transmit queue
    double policyLookup{0}; //!< SPD search
    double policyCached{0}; //!< the same from the flow cache
    double saLookup{0};     //!< SA selection, or SA by SPI
    double tag{0};          //!< offload decision and tag
    double driverTx{0};     //!< descriptor, doorbell, completion
    double driverRx{0};     //!< interrupt or poll, buffer
    double espOutput{0};    //!< software ESP, fixed part without the cipher
    double espInput{0};
    double copyPerOctet{0}; //!< cycles per octet of a packet, socket copies

    // Checksums of upper layers that no NIC computes or verifies; 0: other steps have it in them
    double checksumPerPacket{0}; //!< cycles per packet, or per segment
    double checksumPerOctet{0};  //!< cycles per octet that is summed up, and read from memory

    // Segments
    double gsoPerSegment{0};  //!< cycles per segment that the host cuts off a super-segment
    bool gro{false};          //!< the host puts TCP segments together before IP (large receive)
    double groPerSegment{0};  //!< cycles per segment for that, the driver's work not counted
    uint32_t groSegments{64}; //!< most segments of a unit
    Ps groHold{8'000'000};    //!< a unit goes up so long after its first segment at most

    KeyExchangeCosts keyExchange; //!< work of the IKE daemon on a core

    CipherCost defaultCipher;                  //!< algorithms that are not listed
    std::map<std::string, CipherCost> ciphers; //!< by algorithm name

    /** @param algorithm its name @return cost of an algorithm, of the default one if not listed */
    const CipherCost& CostOf(const std::string& algorithm) const;

    /** @param algorithm its name @return true when the accelerator can do it */
    bool IsLookaside(const std::string& algorithm) const;
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_HOST_PROFILE_H */
