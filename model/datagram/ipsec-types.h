/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_TYPES_H
#define IPSEC_OFFLOAD_IPSEC_TYPES_H

#include <cstdint>
#include <string>

namespace ns3
{

/// IPsec protocols by their IP protocol number (RFC 4302, 4303, 3173) and TCP-MD5's place in a SAD.
enum class IpsecProtocol : uint8_t
{
    TCP_MD5 = 6, //!< key for RFC 2385 signatures, an SA for PF_KEY only
    ESP = 50,
    AH = 51,
    IPCOMP = 108
};

/// Mode of an SA or of a policy's requirement (RFC 4301 section 4.1; ANY: R28).
enum class IpsecMode : uint8_t
{
    ANY,
    TRANSPORT,
    TUNNEL
};

/// Direction of a policy, or of an SA where a kernel knows it (FreeBSD does not: R49).
enum class IpsecDirection : uint8_t
{
    IN,
    OUT,
    UNKNOWN
};

/// Level of a requirement (R96): what happens while there is no SA.
enum class IpsecLevel : uint8_t
{
    DEFAULT, //!< resolved by the SPD's default level
    USE,     //!< clear text is allowed
    REQUIRE, //!< drop and acquire
    UNIQUE   //!< as REQUIRE, with an SA of its own by reqid
};

/// Whose policy it is (G32).
enum class PolicyScope : uint8_t
{
    GLOBAL, //!< in the SPD
    PCB     //!< a socket's (R111-R118)
};

/// What a policy does with its packets (R94, R120).
enum class PolicyKind : uint8_t
{
    DISCARD,
    NONE,    //!< clear text
    IPSEC,   //!< apply the requirements
    ENTRUST, //!< socket policies only: ask the SPD
    BYPASS   //!< socket policies only: clear text for privileged sockets
};

/// Life of an SA (RFC 2367 section 2.3, R25, R61).
enum class SaState : uint8_t
{
    LARVAL,
    PENDING, //!< complete, and not used before the drivers have answered (Linux, DPDK)
    MATURE,
    DYING, //!< a soft limit is exceeded; still used
    DEAD
};

/** @param spi an SPI @return "0x1001" */
std::string SpiInWords(uint32_t spi);
/** @param protocol a protocol @return its name as setkey writes it */
const char* ToString(IpsecProtocol protocol);
/** @param mode a mode @return its name as setkey writes it */
const char* ToString(IpsecMode mode);
/** @param direction a direction @return "in", "out" or "unknown" */
const char* ToString(IpsecDirection direction);
/** @param level a level @return its name as setkey writes it */
const char* ToString(IpsecLevel level);
/** @param scope a scope @return its name as setkey writes it */
const char* ToString(PolicyScope scope);
/** @param kind a policy kind @return its name as setkey writes it */
const char* ToString(PolicyKind kind);
/** @param state a state @return its name as setkey writes it */
const char* ToString(SaState state);

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_TYPES_H */
