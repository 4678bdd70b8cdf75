/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_ESP_TRAILER_H
#define IPSEC_OFFLOAD_ESP_TRAILER_H

#include "ipsec-packet-part.h"

#include "ns3/trailer.h"

#include <array>
#include <cstdint>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * What stands behind the protected data: padding 1, 2, 3, ..., its length, the next header and the
 * ICV (RFC 4303 sections 2.4 to 2.8).
 *
 * Nothing on the wire says how long the ICV is; the SA does. So who reads a trailer says it first.
 */
class EspTrailer : public PacketPart<EspTrailer, Trailer>
{
  public:
    /// Octets of pad length and next header.
    static constexpr uint32_t FIXED_BYTES = 2;
    /// Longest ICV (HMAC-SHA2-512-256).
    static constexpr uint8_t MAX_ICV_BYTES = 32;

    /// As TypeId has it.
    static constexpr const char* TYPE_NAME = "ns3::EspTrailer";

    /** A trailer without ICV. */
    EspTrailer() = default;

    /** @param icvBytes octets of the ICV, 0 to MAX_ICV_BYTES */
    explicit EspTrailer(uint8_t icvBytes);

    /** @param padding octets of padding */
    void SetPadding(uint8_t padding)
    {
        m_padding = padding;
    }

    /** @return octets of padding */
    uint8_t GetPadding() const
    {
        return m_padding;
    }

    /** @param protocol the protocol of the protected data; 4 or 41 for a datagram in tunnel mode */
    void SetNextHeader(uint8_t protocol)
    {
        m_nextHeader = protocol;
    }

    /** @return the protocol of the protected data */
    uint8_t GetNextHeader() const
    {
        return m_nextHeader;
    }

    /** @return the ICV, GetIcvBytes() octets of it in use */
    std::array<uint8_t, MAX_ICV_BYTES>& GetIcv()
    {
        return m_icv;
    }

    /** @return the ICV, GetIcvBytes() octets of it in use */
    const std::array<uint8_t, MAX_ICV_BYTES>& GetIcv() const
    {
        return m_icv;
    }

    /** @return octets of the ICV */
    uint8_t GetIcvBytes() const
    {
        return m_icvBytes;
    }

    /**
     * @return false when the last trailer read did not fit into its packet, or its padding was not
     * 1, 2, 3, ... (RFC 4303 section 2.4: a receiver should inspect it)
     */
    bool IsWellFormed() const
    {
        return m_wellFormed;
    }

    // documented in ns-3's Trailer and Chunk
    uint32_t GetSerializedSize() const override;
    void Serialize(Buffer::Iterator end) const override;
    uint32_t Deserialize(Buffer::Iterator end) override;
    /**
     * Read a trailer of known size, as Packet::Print() does: the first octet that equals its own
     * position is the pad length, and what is behind the next header is the ICV.
     * @param start first octet
     * @param end behind the last octet
     * @return octets read
     */
    uint32_t Deserialize(Buffer::Iterator start, Buffer::Iterator end) override;
    void Print(std::ostream& os) const override;

  private:
    uint8_t m_padding{0};                       //!< octets of padding
    uint8_t m_nextHeader{0};                    //!< protocol of the protected data
    uint8_t m_icvBytes{0};                      //!< octets of the ICV
    bool m_wellFormed{true};                    //!< see IsWellFormed()
    std::array<uint8_t, MAX_ICV_BYTES> m_icv{}; //!< integrity check value
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_ESP_TRAILER_H */
