/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_ESP_HEADER_H
#define IPSEC_OFFLOAD_ESP_HEADER_H

#include "ipsec-packet-part.h"

#include "ns3/header.h"

#include <array>
#include <cstdint>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * What stands in front of the protected data: SPI, the low half of the sequence number and the
 * explicit IV (RFC 4303 section 2).
 *
 * Nothing on the wire says how long the IV is; the SA does. So who reads a header says it first.
 */
class EspHeader : public PacketPart<EspHeader, Header>
{
  public:
    /// IP protocol number of ESP.
    static constexpr uint8_t PROTOCOL = 50;
    /// Octets of SPI and sequence number.
    static constexpr uint32_t FIXED_BYTES = 8;
    /// Longest IV.
    static constexpr uint8_t MAX_IV_BYTES = 16;

    /// As TypeId has it.
    static constexpr const char* TYPE_NAME = "ns3::EspHeader";

    /** A header without IV. */
    EspHeader() = default;

    /** @param ivBytes octets of the explicit IV, 0 to MAX_IV_BYTES */
    explicit EspHeader(uint8_t ivBytes);

    /** @param spi the security parameters index */
    void SetSpi(uint32_t spi)
    {
        m_spi = spi;
    }

    /** @return the security parameters index */
    uint32_t GetSpi() const
    {
        return m_spi;
    }

    /** @param sequence the low half of the sequence number (RFC 4303 section 2.2.1) */
    void SetSequence(uint32_t sequence)
    {
        m_sequence = sequence;
    }

    /** @return the low half of the sequence number */
    uint32_t GetSequence() const
    {
        return m_sequence;
    }

    /** @return the IV, GetIvBytes() octets of it in use */
    std::array<uint8_t, MAX_IV_BYTES>& GetIv()
    {
        return m_iv;
    }

    /** @return the IV, GetIvBytes() octets of it in use */
    const std::array<uint8_t, MAX_IV_BYTES>& GetIv() const
    {
        return m_iv;
    }

    /** @return octets of the explicit IV */
    uint8_t GetIvBytes() const
    {
        return m_ivBytes;
    }

    // documented in ns-3's Header and Chunk
    uint32_t GetSerializedSize() const override;
    void Serialize(Buffer::Iterator start) const override;
    uint32_t Deserialize(Buffer::Iterator start) override;
    /**
     * Read a header of known size, as Packet::Print() does: what is behind the sequence number is
     * the IV.
     * @param start first octet
     * @param end behind the last octet
     * @return octets read
     */
    uint32_t Deserialize(Buffer::Iterator start, Buffer::Iterator end) override;
    void Print(std::ostream& os) const override;

  private:
    uint32_t m_spi{0};                        //!< security parameters index
    uint32_t m_sequence{0};                   //!< low half of the sequence number
    uint8_t m_ivBytes{0};                     //!< octets of the IV
    std::array<uint8_t, MAX_IV_BYTES> m_iv{}; //!< explicit IV
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_ESP_HEADER_H */
