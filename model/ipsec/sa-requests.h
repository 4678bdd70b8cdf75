/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_SA_REQUESTS_H
#define IPSEC_OFFLOAD_SA_REQUESTS_H

#include "security-association.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ns3
{

constexpr uint32_t LAST_RESERVED_SPI = 255; //!< of ESP and AH (R22)
constexpr size_t MAX_INTERFACE_NAME = 31;   //!< octets of an SA's or a policy's (R55)

/**
 * @param hard limits
 * @param soft limits
 * @return an empty text, or what is wrong: they must be given together or not at all (R24)
 */
std::string FindLifetimeFault(const SaLifetime& hard, const SaLifetime& soft);

/**
 * @param config of an SA
 * @param nullSuite true when ESP may have neither a cipher nor an authenticator
 * @return an empty text when ADD takes it, unless its SPI is taken (R22, R24, R35); else the field
 *         that is wrong, what stands there and what was expected
 */
std::string FindFault(const SaConfig& config, bool nullSuite = false);

/**
 * @ingroup ipsec-offload
 * PF_KEY GETSPI (R23, R54): reserve an SPI for an SA whose keys are not known yet.
 */
struct SpiRequest
{
    IpsecProtocol protocol{IpsecProtocol::ESP};
    IpsecMode mode{IpsecMode::ANY}; //!< ANY when nothing was said (R28)
    uint32_t reqid{0};              //!< 0 means any (R28)
    IpAddress source;
    IpAddress destination;
    std::string interfaceName;                         //!< the one that counts (R54)
    IpsecDirection direction{IpsecDirection::UNKNOWN}; //!< as in SaConfig
    uint32_t lowest{0};    //!< of the SPIs to choose from; 0: the SAD's attribute
    uint32_t highest{0};   //!< of the SPIs to choose from; 0: the SAD's attribute
    uint32_t requester{0}; //!< who asks (R27)
};

/**
 * @ingroup ipsec-offload
 * PF_KEY UPDATE (R25-R27, R60).
 *
 * An SA in LARVAL becomes MATURE with what this says. One in MATURE or DYING only gets the
 * lifetimes, and new addresses or NAT-T data, which make it a clone; window and flags are not
 * looked at then.
 */
struct SaUpdate
{
    /**
     * @param sa an SA
     * @return a request that names it as its maker would, and asks for nothing but to take its
     *         limits away
     */
    static SaUpdate Of(const SecurityAssociation& sa);

    uint32_t spi{0};                //!< which SA
    uint32_t requester{0};          //!< must be the one that made the SA (R27)
    IpsecMode mode{IpsecMode::ANY}; //!< must be the SA's, unless that is ANY (R27)
    uint32_t reqid{0};              //!< must be the SA's, or 0 (R27)
    IpAddress source;               //!< must be the SA's (R27)
    IpAddress destination;          //!< must be the SA's (R27)

    const IpsecAlgorithm* cipher{nullptr}; //!< LARVAL only, as all up to firstSequence
    std::vector<uint8_t> key;
    const IpsecAlgorithm* authenticator{nullptr};
    std::vector<uint8_t> authKey;
    uint32_t replayWindow{0};
    bool esn{false};
    bool cyclic{true};
    uint64_t firstSequence{1};

    SaLifetime hard; //!< none in both takes the limits away
    SaLifetime soft;
    std::optional<NatTraversal> natTraversal; //!< nothing: as it is
    std::optional<IpAddress> newSource;       //!< MATURE and DYING only; nothing: as it is
    std::optional<IpAddress> newDestination;  //!< MATURE and DYING only; nothing: as it is
    std::string interfaceName;                //!< never looked at (R54)
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_SA_REQUESTS_H */
