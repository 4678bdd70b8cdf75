/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_NIC_PROFILE_H
#define IPSEC_OFFLOAD_NIC_PROFILE_H

#include "nic-command-time.h"
#include "nic-install-command.h"

#include "ns3/ipsec-pico-time.h"
#include "ns3/offload-driver.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * Everything that tells one NIC from another, as data (N52-N58, doc/sources.rst).
 *
 * The defaults are the profile "unlimited": every SA fits, installs take no time, the cipher keeps
 * up with any line.
 */
struct NicProfile
{
    /// No limit on slots.
    static constexpr uint32_t UNLIMITED = UINT32_MAX;

    // Of these the model keeps one entry each, used or not; no hardware has more.
    static constexpr uint32_t MOST_CHANNEL_SERVERS = 1024;   //!< of channelServers
    static constexpr uint32_t MOST_CONTEXT_FETCHES = 65'536; //!< of contextFetches
    static constexpr uint32_t MOST_PCIE_READS = 1U << 20;    //!< of pcieReads
    static constexpr uint32_t MOST_LRO_SESSIONS = 65'536;    //!< of lroSessions

    /// The error that all kernels tell from the others (R45).
    static constexpr const char* NOT_SUPPORTED = "EOPNOTSUPP";

    /// What a driver may say to an SA: the values of refusalError and fullError.
    static constexpr std::array<const char*, 8> DRIVER_ERRORS{NOT_SUPPORTED,
                                                              "EINVAL",
                                                              "ENOSPC",
                                                              "ENOMEM",
                                                              "EBUSY",
                                                              "EEXIST",
                                                              "EIO",
                                                              "ENODEV"};

    /**
     * @param error one of DRIVER_ERRORS
     * @return what the kernel takes it for: a nack, or a fault (R45, N53)
     */
    static DriverAnswer AnswerOf(const std::string& error)
    {
        return error == NOT_SUPPORTED ? DriverAnswer::NOT_SUPPORTED : DriverAnswer::FAULT;
    }

    /// Which context leaves a full cache. Unscoped: an attribute of IpsecNic has this type.
    enum CacheReplacement : uint8_t
    {
        REPLACE_LRU,    //!< the one not used for longest
        REPLACE_RANDOM, //!< any
        REPLACE_FIFO    //!< the one fetched first
    };

    /// What one slot holds (N52). Unscoped: an attribute of IpsecNic has this type.
    enum SlotUse : uint8_t
    {
        SLOT_PER_DIRECTION,       //!< one direction of one SA on one interface
        SLOT_PER_SA,              //!< an SA in both directions, on all interfaces of the NIC
        SLOT_PER_SA_AND_INTERFACE //!< an SA in both directions on one interface
    };

    /// What becomes of a packet that fails ICV or replay check. Unscoped: an attribute of IpsecNic
    /// has this type.
    enum ErrorAction : uint8_t
    {
        ERROR_DROP, //!< it is dropped and counted
        ERROR_PASS  //!< it goes up in its ESP form with a syndrome, and the host drops it (N34)
    };

    std::string name{"unlimited"};

    bool offload{true}; //!< false: a plain NIC without IPsec methods

    // SA contexts
    uint32_t txSlots{UNLIMITED}; //!< contexts for sending
    uint32_t rxSlots{UNLIMITED}; //!< contexts for receiving
    bool sharedSlots{false};     //!< both directions draw from txSlots (netdevsim)
    Ps slotCoolOff{0};           //!< a freed slot is unusable for so long (R21, N47)

    // What is accepted (N4-N12); refusals are nacks
    std::vector<std::string> algorithms; //!< names as in the algorithm table; empty: all. An
                                         //!< authenticator beside a cipher must be listed too
    bool transport{true};
    bool tunnel{true};
    bool ipv4{true};
    bool ipv6{true};
    bool esn{true};
    bool natTraversal{true};
    bool natTraversalNeedsTransport{false}; //!< ESP in UDP only in transport mode (N10)
    std::vector<uint32_t> replayWindows;    //!< packets, 0 for no check; empty: any
    bool windowNeedsEsn{false};             //!< a window above 0 only with ESN (N11)

    // Policies (N19-N21)
    bool policies{false};         //!< the driver takes policies (packet offload)
    bool policyPriorities{false}; //!< and the bypass of UDP sockets (N20)

    // Command channel
    CommandTime installTime; //!< all commands that install one SA in one direction
    CommandTime removeTime;  //!< all commands that remove one SA from one direction
    CommandTime queryTime;   //!< one counter query

    // Counters
    Ps pollPeriod{0};              //!< 0: no polling
    uint32_t queriesPerPoll{1};    //!< commands per SA and direction (mlx5: 2)
    bool counterIncludesEsp{true}; //!< octets with ESP overhead (N41)

    // Control side: what slots hold, and more refusals (N46, N52-N54)
    SlotUse slotUse{SLOT_PER_DIRECTION}; //!< but per direction, all slots are txSlots
    uint32_t rxAddresses{UNLIMITED};     //!< destinations that receive SAs may have, shared by them
    uint32_t maxRxSpi{UINT32_MAX};       //!< greatest SPI of a receive SA
    bool offloadTransmit{true};          //!< sending is offloaded
    bool offloadReceive{true};           //!< receiving is offloaded
    bool directionFromAddress{false};    //!< an SA's direction is that of its local end (N46)
    uint32_t refuseEvery{0};             //!< refuse every n-th offer; 0: none
    double refuseProbability{0};         //!< refuse an offer with this probability
    bool acksBeforeContext{false};       //!< a driver's fault: it acks what is not in the card yet
    std::string refusalError{NOT_SUPPORTED}; //!< what the driver says to an SA that it cannot take
    std::string fullError{NOT_SUPPORTED};    //!< what it says when no slot is left (N53)

    // Control side: the command channel in detail (N13-N18, N48, N55)
    uint32_t channelServers{1}; //!< lists of commands under way at a time
    /// What installs an SA for sending; with these lists installTime and removeTime mean nothing.
    std::vector<InstallCommand> txInstallCommands;
    std::vector<InstallCommand> rxInstallCommands; //!< what installs an SA for receiving
    CommandTime createTime;                        //!< with lists: one command that makes an object
    CommandTime modifyTime;                        //!< one command that changes an object
    CommandTime destroyTime;      //!< with lists: one command that takes an object away
    Ps createTimePerContext{0};   //!< more time of a command that makes one, per context there
    uint32_t flowTableEntries{0}; //!< rules per flow table (N15); 0: any number
    Ps commandTimeout{0};         //!< the driver's patience with one command; 0: endless
    double commandLoss{0};        //!< probability that a command is never answered
    double commandFault{0};       //!< probability that a command is answered with an error

    /** @return true when an install is a list of commands */
    bool HasInstallLists() const
    {
        return !txInstallCommands.empty() || !rxInstallCommands.empty();
    }

    // Control side: counters in detail (N40, N49, N57)
    uint32_t bulkQuery{0};          //!< counters that one bulk query reads; 0: queries one by one
    CommandTime bulkQueryTime;      //!< one bulk query
    uint32_t pollSas{0};            //!< SAs in one pass; 0: all
    uint32_t counterPacketBits{64}; //!< width of the NIC's packet counters
    uint32_t counterOctetBits{64};  //!< width of the NIC's octet counters
    uint64_t plausibleRate{0}; //!< bit/s above which the driver disbelieves a counter; 0: never
    bool countersReset{true};  //!< a slot's counters begin at 0 for its next SA
    bool esnEvents{false}; //!< the driver writes the high half of 64-bit numbers, on events (N42)
    bool hardwareLimits{true}; //!< limits of SAs can be programmed into the NIC (N44)

    // Pipelines; 0 means no ceiling
    uint64_t txBitRate{0};    //!< cipher, bit/s of clear IP octets
    uint64_t txPacketRate{0}; //!< packet/s
    uint64_t rxBitRate{0};
    uint64_t rxPacketRate{0};
    Ps txLatency{0}; //!< a packet's time through an idle transmit pipeline, the wire excluded
    Ps rxLatency{0};

    // Data path: context cache and fetch unit (N56); contexts live in host or card memory
    uint32_t contextCacheSize{0};  //!< contexts on chip, one per SA and direction; 0: all
    uint32_t contextCacheWays{0};  //!< associativity; 0: full
    bool contextCacheShared{true}; //!< one cache for both directions, else one of that size each
    CacheReplacement contextCacheReplacement{REPLACE_LRU}; //!< which context makes room
    Ps contextFetchTime{0};                                //!< one fetch, from miss to use
    uint32_t contextFetches{1};                            //!< fetches under way at most

    // Data path: stages; 0 is no ceiling, no latency
    bool sharedCipher{false};   //!< both directions use one cipher: the tx ceilings are its own
    bool slotsPerPort{false};   //!< each port of a card has slots of its own (N15)
    uint64_t portBitRate{0};    //!< each port and direction, bit/s of IP octets, clear packets too
    uint64_t portPacketRate{0}; //!< the same in packet/s
    uint64_t cardBitRate{0};    //!< all ports and directions together
    uint64_t cardPacketRate{0}; //!< the same in packet/s
    Ps doorbellLatency{0};      //!< from the host's write to the card's first read
    Ps classifyLatency{0};      //!< parsing and steering, each direction
    Ps completionLatency{0};    //!< from a received packet in host memory to the host's knowing

    // Data path: PCIe, shared by the ports of a card (Neugebauer et al., SIGCOMM 2018, section 3)
    uint64_t pcieBitRate{0};       //!< bit/s per direction, line code taken off; 0: no stage
    uint32_t pcieMaxPayload{256};  //!< octets of data per TLP
    uint32_t pcieReadRequest{512}; //!< octets per read request
    uint32_t pcieReads{0};         //!< read requests under way at most; 0: no limit
    Ps pcieReadLatency{0};         //!< round trip of a read on an idle bus
    uint32_t pcieTlpOverhead{24};  //!< octets of framing, link layer and header per TLP
    uint32_t descriptorOctets{64}; //!< read per packet that is sent or received
    uint32_t completionOctets{64}; //!< written per packet that is sent or received

    uint32_t ringSize{1024}; //!< packets accepted and not yet on the wire (doc/design.rst#rule-12)
    uint32_t rxRingSize{1024}; //!< packets waiting for the receive cipher or in it

    // Received packets that fail (N34), tags that fail (N37)
    ErrorAction errorAction{ERROR_DROP}; //!< what becomes of what fails ICV or replay check
    double tagFailure{0}; //!< probability that a decrypted packet goes up without its tag (N37)

    // Segments
    bool tso{false};          //!< cuts TCP super-segments
    bool tsoWithIpsec{true};  //!< and those that it encrypts (N43: the parent's assist)
    bool lro{false};          //!< large receive: puts clear or decrypted TCP segments together
    uint32_t lroSessions{64}; //!< flows that may have an open unit
    uint32_t lroSegments{64}; //!< most segments of a unit
    Ps lroHold{20'000'000};   //!< a unit goes up so long after its first segment at the latest

    // Checksums, as bits of OffloadDriver::Assist
    /// What nearly every NIC does.
    static constexpr uint32_t USUAL_CHECKSUMS =
        OffloadDriver::ASSIST_TAGGED & ~(OffloadDriver::ASSIST_TSO4 | OffloadDriver::ASSIST_TSO6);
    uint32_t txChecksum{USUAL_CHECKSUMS}; //!< computed for what is sent
    uint32_t rxChecksum{USUAL_CHECKSUMS}; //!< verified of what is received
    bool txChecksumWithIpsec{true};       //!< and inside what it encrypts (N43)
    bool rxChecksumWithIpsec{true};       //!< and inside what it decrypts

    /**
     * @param tagged for packets that it encrypts; else for others
     * @return what it does on transmit, as bits of OffloadDriver::Assist (N43)
     */
    uint32_t GetTransmitAssist(bool tagged) const
    {
        const uint32_t cut = tso && (tsoWithIpsec || !tagged)
                                 ? OffloadDriver::ASSIST_TSO4 | OffloadDriver::ASSIST_TSO6
                                 : 0;
        const uint32_t sums = txChecksumWithIpsec || !tagged ? txChecksum : 0;
        return (cut | sums) & (tagged ? OffloadDriver::ASSIST_TAGGED : UINT32_MAX);
    }

    /**
     * @param decrypted of packets that it has decrypted; else of others
     * @return checksums that it verifies, as bits of OffloadDriver::Assist
     */
    uint32_t GetReceiveAssist(bool decrypted) const
    {
        return rxChecksumWithIpsec || !decrypted ? rxChecksum : 0;
    }
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_NIC_PROFILE_H */
