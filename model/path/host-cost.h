/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_HOST_COST_H
#define IPSEC_OFFLOAD_HOST_COST_H

#include "ns3/host-profile.h"

#include <cstddef>
#include <cstdint>
#include <string>

namespace ns3
{

struct IpsecAlgorithm;

/// The values of a HostProfile that a packet pays for, those of algorithms behind all others.
enum class HostCost : uint8_t
{
    OUTPUT,
    INPUT,
    SOCKET_OUTPUT,
    SOCKET_INPUT,
    FORWARD,
    POLICY_LOOKUP,
    POLICY_CACHED,
    SA_LOOKUP,
    TAG,
    DRIVER_TX,
    DRIVER_RX,
    ESP_OUTPUT,
    ESP_INPUT,
    COPY, //!< per octet
    CHECKSUM_PER_PACKET,
    CHECKSUM, //!< per octet
    GSO_PER_SEGMENT,
    GRO_PER_SEGMENT,
    LOOKASIDE_REQUEST,
    LOOKASIDE_COMPLETION,
    INTERRUPT,
    POLL,
    CACHE_MISS,                           //!< per octet
    THREAD_YIELD,                         //!< per cycle
    KEY_EXCHANGE,                         //!< the first one; see CostOf()
    CIPHER = KEY_EXCHANGE + KEY_EXCHANGES //!< the first one of an algorithm; see CipherCostOf()
};

/** @ingroup ipsec-offload @param exchange not NONE @return its cost */
HostCost CostOf(KeyExchange exchange);

/**
 * @ingroup ipsec-offload
 * @param algorithm a cipher or an authenticator; nullptr: NULL encryption
 * @param perOctet which of its two costs
 * @return the cost
 */
HostCost CipherCostOf(const IpsecAlgorithm* algorithm, bool perOctet);

/** @ingroup ipsec-offload @return how many costs there are */
size_t CountHostCosts();

/**
 * @ingroup ipsec-offload
 * @param cost a cost
 * @return the key that sets it in a profile: "sa-lookup", "cipher.aes-gcm-16-128.per-octet"
 */
std::string GetKey(HostCost cost);

} // namespace ns3

#endif /* IPSEC_OFFLOAD_HOST_COST_H */
