/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_ESP_SIZES_H
#define IPSEC_OFFLOAD_ESP_SIZES_H

#include <cstdint>

namespace ns3
{

struct IpsecAlgorithm;

/**
 * @ingroup ipsec-offload
 * All octet counts of one SA's ESP form, computed once when the SA gets its algorithms, so that a
 * packet costs a few additions.
 *
 * Three different sizes exist on purpose: what ESP really adds (RFC 4303 section 2), what FreeBSD
 * estimates (R147) and what FreeBSD calls exact (R148, without tunnel header and UDP).
 */
class EspSizes
{
  public:
    /// FreeBSD's generic overhead of ESP, the tunnel header not counted (R149): SPI and sequence
    /// number, ChaCha20's block as the longest one, 9 and the shortest ICV. TCP leaves it free
    /// (R151).
    static constexpr uint32_t GENERIC_OVERHEAD = 8 + 64 + 9 + 16;

    /** @param ipv4 true for IPv4 @return octets of a tunnel's header */
    static constexpr uint8_t GetOuterHeader(bool ipv4)
    {
        return ipv4 ? 20 : 40;
    }

    EspSizes() = default;

    /**
     * @param cipher the cipher or AEAD; nullptr means NULL encryption
     * @param authenticator the authenticator beside it, or nullptr
     * @param ipv6Destination true when the SA's destination is an IPv6 address
     * @param tunnelHeader octets of the outer header: 0 (transport), 20 or 40
     * @param udpEncapsulation true when a UDP header stands before ESP (RFC 3948)
     */
    EspSizes(const IpsecAlgorithm* cipher,
             const IpsecAlgorithm* authenticator,
             bool ipv6Destination,
             uint8_t tunnelHeader,
             bool udpEncapsulation);

    /**
     * @param clearLength octets of the clear IP datagram
     * @param headerLength octets of its IP header
     * @return octets of padding (RFC 4303 section 2.4)
     */
    uint32_t GetPadding(uint32_t clearLength, uint32_t headerLength) const;

    /**
     * @param clearLength octets of the clear IP datagram
     * @param headerLength octets of its IP header
     * @return octets of the ESP datagram, outer header included
     */
    uint32_t GetEspLength(uint32_t clearLength, uint32_t headerLength) const;

    /**
     * @param most octets of an ESP datagram, outer header included
     * @param headerLength octets of the clear datagram's IP header
     * @return octets of the longest clear datagram that fits; 0 when none does
     */
    uint32_t GetLongestClear(uint32_t most, uint32_t headerLength) const;

    /**
     * What is in an ESP datagram, as seen before it is opened.
     * @param espLength octets of the ESP datagram, outer header included
     * @return octets of the clear IP datagram with its padding, which only the cipher tells apart;
     * 0 for what is too short
     */
    uint32_t GetPaddedLength(uint32_t espLength) const;

    /** @return FreeBSD's header-size estimate (R147) */
    uint32_t GetEstimate() const
    {
        return m_estimate;
    }

    /**
     * FreeBSD's exact length (R148): tunnel header and UDP encapsulation are not counted.
     * @param clearLength octets of the clear IP datagram
     * @param headerLength octets of its IP header; for IPv6 always 40
     * @return octets
     */
    uint32_t GetKernelExactLength(uint32_t clearLength, uint32_t headerLength) const;

    /** @return octets of the explicit IV */
    uint8_t GetIvBytes() const
    {
        return m_ivBytes;
    }

    /** @return octets of the ICV */
    uint8_t GetIcvBytes() const
    {
        return m_icvBytes;
    }

    /** @return octets of the outer header: 0 in transport mode */
    uint8_t GetTunnelHeader() const
    {
        return m_tunnelHeader;
    }

  private:
    uint32_t GetUnpadded() const;

    uint8_t m_ivBytes{0};      //!< explicit IV
    uint8_t m_icvBytes{0};     //!< ICV
    uint8_t m_padTo{4};        //!< what payload, padding and the two trailer octets fill up to
    uint8_t m_kernelPadTo{4};  //!< the same in FreeBSD's exact test (CTR compatibility: 16)
    uint8_t m_tunnelHeader{0}; //!< outer header
    uint8_t m_udpHeader{0};    //!< 8 with UDP encapsulation
    uint16_t m_estimate{0};    //!< R147
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_ESP_SIZES_H */
