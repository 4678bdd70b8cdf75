/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "esp-sizes.h"

#include "ipsec-algorithm.h"

#include <algorithm>

namespace ns3
{

namespace
{

constexpr uint32_t ESP_HEADER = 8;        // SPI and sequence number
constexpr uint32_t ESP_TRAILER = 2;       // pad length and next header
constexpr uint32_t UDP_HEADER = 8;        // RFC 3948
constexpr uint32_t AH_FIXED = 12;         // what R147 adds to the ICV
constexpr uint32_t ESTIMATED_TRAILER = 9; // R147
constexpr uint8_t NULL_BLOCK = 4;         // FreeBSD's block size of NULL encryption
constexpr uint8_t MIN_ALIGNMENT = 4;      // RFC 4303 section 2.4

/// @param value a length @param block what to fill up to @return the multiple of block above
constexpr uint32_t
RoundUp(uint32_t value, uint32_t block)
{
    return (value + block - 1) / block * block;
}

} // namespace

EspSizes::EspSizes(const IpsecAlgorithm* cipher,
                   const IpsecAlgorithm* authenticator,
                   bool ipv6Destination,
                   uint8_t tunnelHeader,
                   bool udpEncapsulation)
    : m_tunnelHeader(tunnelHeader),
      m_udpHeader(udpEncapsulation ? UDP_HEADER : 0)
{
    uint8_t block = NULL_BLOCK;
    uint8_t exactBlock = NULL_BLOCK;
    if (cipher)
    {
        m_ivBytes = cipher->ivBytes;
        m_icvBytes = cipher->icvBytes;
        block = cipher->blockBytes;
        exactBlock = cipher->exactBlockBytes;
    }
    if (authenticator)
    {
        m_icvBytes = authenticator->icvBytes;
    }
    m_padTo = std::max(MIN_ALIGNMENT, block);
    m_kernelPadTo = std::max(MIN_ALIGNMENT, exactBlock);
    m_estimate = ESP_HEADER + block + ESTIMATED_TRAILER;
    if (m_icvBytes != 0)
    {
        m_estimate += RoundUp(AH_FIXED + m_icvBytes, ipv6Destination ? 8 : 4);
    }
}

uint32_t
EspSizes::GetPadding(uint32_t clearLength, uint32_t headerLength) const
{
    const uint32_t payload = m_tunnelHeader != 0 ? clearLength : clearLength - headerLength;
    return RoundUp(payload + ESP_TRAILER, m_padTo) - payload - ESP_TRAILER;
}

uint32_t
EspSizes::GetEspLength(uint32_t clearLength, uint32_t headerLength) const
{
    return GetUnpadded() + clearLength + GetPadding(clearLength, headerLength);
}

uint32_t
EspSizes::GetLongestClear(uint32_t most, uint32_t headerLength) const
{
    uint32_t length = most;
    while (length > headerLength && GetEspLength(length, headerLength) > most)
    {
        --length;
    }
    return length > headerLength ? length : 0;
}

/// @return octets that ESP adds without padding
uint32_t
EspSizes::GetUnpadded() const
{
    // In both modes the clear datagram stays whole; tunnel mode puts a header in front.
    return m_tunnelHeader + m_udpHeader + ESP_HEADER + m_ivBytes + ESP_TRAILER + m_icvBytes;
}

uint32_t
EspSizes::GetPaddedLength(uint32_t espLength) const
{
    const uint32_t added = GetUnpadded();
    return espLength > added ? espLength - added : 0;
}

uint32_t
EspSizes::GetKernelExactLength(uint32_t clearLength, uint32_t headerLength) const
{
    const uint32_t payload = clearLength - headerLength;
    return headerLength + ESP_HEADER + m_ivBytes + RoundUp(payload + ESP_TRAILER, m_kernelPadTo) +
           m_icvBytes;
}

} // namespace ns3
