/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_NIC_PROFILE_H
#define IPSEC_OFFLOAD_NIC_PROFILE_H

#include "ns3/pico-time.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * Everything that tells one NIC from another, as data (section 2.3 of the rules, hardware.md).
 *
 * The defaults are the profile "unlimited": every SA fits, installs take no time, the cipher keeps
 * up with any line.
 */
struct NicProfile
{
    /// No limit on slots.
    static constexpr uint32_t UNLIMITED = UINT32_MAX;

    /// What the driver says when no slot is left (N53).
    enum class WhenFull : uint8_t
    {
        NACK,
        FAULT
    };

    /// Which context leaves a full cache. Unscoped: an attribute of IpsecNic has this type.
    enum CacheReplacement : uint8_t
    {
        REPLACE_LRU,    //!< the one not used for longest
        REPLACE_RANDOM, //!< any
        REPLACE_FIFO    //!< the one fetched first
    };

    std::string name{"unlimited"};

    bool offload{true}; //!< false: a plain NIC without IPsec methods

    // SA contexts
    uint32_t txSlots{UNLIMITED}; //!< contexts for sending
    uint32_t rxSlots{UNLIMITED}; //!< contexts for receiving
    bool sharedSlots{false};     //!< both directions draw from txSlots (netdevsim)
    WhenFull whenFull{WhenFull::NACK};
    Ps slotCoolOff{0}; //!< a freed slot is unusable for so long (R21, N47)

    // What is accepted (N4-N12); refusals are nacks
    std::vector<std::string> algorithms; //!< names as in the algorithm table; empty: all. An
                                         //!< authenticator beside a cipher must be listed too
    bool transport{true};
    bool tunnel{true};
    bool ipv4{true};
    bool ipv6{true};
    bool esn{true};
    bool natTraversal{true};
    std::vector<uint32_t> replayWindows; //!< packets, 0 for no check; empty: any
    bool windowNeedsEsn{false};          //!< a window above 0 only with ESN (N11)

    // Command channel: one server
    Ps installTime{0}; //!< all commands that install one SA in one direction
    Ps removeTime{0};  //!< all commands that remove one SA from one direction
    Ps queryTime{0};   //!< one counter query

    // Counters
    Ps pollPeriod{0};              //!< 0: no polling
    uint32_t queriesPerPoll{1};    //!< commands per SA and direction (mlx5: 2)
    bool counterIncludesEsp{true}; //!< octets with ESP overhead (N41)

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

    uint32_t ringSize{1024};   //!< packets accepted and not yet on the wire (design.md rule 12)
    uint32_t rxRingSize{1024}; //!< packets waiting for the receive cipher or in it
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_NIC_PROFILE_H */
