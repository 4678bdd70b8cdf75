/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_ESP_TRANSFORM_H
#define IPSEC_OFFLOAD_ESP_TRANSFORM_H

#include "esp-parameters.h"
#include "ipsec-any-ip-header.h"

#include "ns3/esp-sizes.h"
#include "ns3/ipsec-packet-descriptor.h"
#include "ns3/packet.h"
#include "ns3/ptr.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace ns3
{

class EspCipher;
class EspHeader;
class EspTrailer;

/**
 * What happens to the bytes (doc/design.rst#rule-4). Unscoped because it is the type of the
 * attribute "Crypto" of stack and NIC devices, whose values are "Modelled" and "Real".
 */
enum EspCrypto : uint8_t
{
    CRYPTO_MODELLED, //!< true header, IV, padding and sizes; payload untouched, ICV by formula
    CRYPTO_REAL      //!< what any other IPsec stack accepts
};

/// How undoing ESP ended.
enum class EspResult : uint8_t
{
    OK,
    BAD_ICV,  //!< authentication failed: a bit error, another key, another sequence number
    MALFORMED //!< too short, wrong padding, or a next header that the mode does not allow
};

/** @param result a result @return its name, lower case with dashes */
const char* ToString(EspResult result);

/**
 * @ingroup ipsec-offload
 * The ESP transform of one SA on ns-3 packets (RFC 4303), in software (stack/) and in NIC devices.
 *
 * It knows keys and formats only: sequence numbers, replay, lifetimes and counters are its
 * caller's.
 *
 * Sizes are those of EspSizes in both kinds of crypto. Packet tags, byte tags and the packet's UID
 * survive in both. What ns-3 remembers for Packet::Print() survives in the modelled one only; so
 * Packet::EnableChecking() and real crypto exclude each other.
 * The buffer holds real bytes afterwards, never ns-3's virtual zero area: a packet
 * with a trailer behind that area is damaged when a router fragments it and the fragments are
 * joined (an error of Buffer::AddAtEnd() in ns-3 3.33 to 3.48).
 *
 * The modelled ICV is a function of keys, SPI, full sequence number, next header and length. So a
 * wrong key, a wrong guess of the high sequence half or a damaged header or trailer are found;
 * damage inside the payload is not, because no payload byte is read.
 *
 * Outer headers have the traffic class that the caller chose, TTL or hop limit 64 and DF by
 * EspParameters::dfBit; an IPv4 header has identification 0 with DF (RFC 6864), else the caller's.
 */
class EspTransform
{
  public:
    /**
     * @param crypto what happens to the bytes
     * @param parameters an SA
     * @return why the constructor would refuse them: one sentence, or empty when it would not
     */
    static std::string Check(EspCrypto crypto, const EspParameters& parameters);

    /**
     * @param crypto what happens to the bytes
     * @param parameters the SA. What Check() refuses ends the program with Check()'s sentence.
     */
    EspTransform(EspCrypto crypto, EspParameters parameters);
    ~EspTransform();
    EspTransform(const EspTransform&) = delete;
    EspTransform& operator=(const EspTransform&) = delete;
    EspTransform(EspTransform&&) noexcept;
    EspTransform& operator=(EspTransform&&) noexcept;

    /** @return the SA */
    const EspParameters& GetParameters() const;

    /** @return octet counts of its ESP form */
    const EspSizes& GetSizes() const;

    /**
     * Apply ESP to a datagram whose header is apart.
     *
     * Transport mode: the payload becomes ESP, behind those IPv6 extension headers that routers
     * read (RFC 4303 section 3.1.1), and the header announces it. Tunnel mode: header and payload
     * go inside, and the header becomes the outer one.
     *
     * @param payload the datagram without its header; changed
     * @param header its header; changed
     * @param sequence the full sequence number; without ESN only the low half is used
     * @param front what to write in front of ESP
     */
    void Encapsulate(const Ptr<Packet>& payload,
                     AnyIpHeader& header,
                     uint64_t sequence,
                     const EspFront& front);

    /**
     * Undo ESP of a datagram whose header is apart.
     *
     * @param payload the datagram without its header, whole and without link padding; changed only
     * when the result is OK
     * @param header its header (next header 50, or extension headers in front of that); afterwards
     * that of the clear datagram, whose family may differ. Changed only when the result is OK.
     * @param sequence the full sequence number as the receiver recovered it (RFC 4303 appendix A2);
     * its low half is that of the packet
     * @return how it ended
     */
    EspResult Decapsulate(const Ptr<Packet>& payload, AnyIpHeader& header, uint64_t sequence);

    /**
     * Apply ESP to a datagram as a device carries it.
     * @param datagram the datagram with its header; changed
     * @param etherType ETHERTYPE_IPV4 or ETHERTYPE_IPV6, and the datagram is such a one
     * @param sequence the full sequence number
     * @param front what to write in front of ESP
     * @return the EtherType of the result
     */
    uint16_t EncapsulateFrame(const Ptr<Packet>& datagram,
                              uint16_t etherType,
                              uint64_t sequence,
                              const EspFront& front);

    /**
     * Undo ESP of a datagram as a device carries it. Link padding is removed.
     * @param datagram the datagram with its header; changed only when the result is OK
     * @param etherType its EtherType; afterwards that of the clear datagram
     * @param sequence the full sequence number as the receiver recovered it
     * @return how it ended
     */
    EspResult DecapsulateFrame(const Ptr<Packet>& datagram, uint16_t& etherType, uint64_t sequence);

  private:
    /**
     * Turn payload into ESP header, data and trailer.
     * @param payload what to protect; changed
     * @param nextHeader its protocol
     * @param sequence the full sequence number
     */
    void Protect(const Ptr<Packet>& payload, uint8_t nextHeader, uint64_t sequence);

    /**
     * Turn ESP header, data and trailer into what was protected.
     * @param payload what starts with the ESP header; changed, spoilt when the result is not OK
     * @param sequence the full sequence number
     * @param nextHeader where to write the protocol of what was protected
     * @return how it ended
     */
    EspResult Unprotect(const Ptr<Packet>& payload, uint64_t sequence, uint8_t& nextHeader);

    /**
     * The modelled ICV, see the class comment.
     * @param header the ESP header
     * @param trailer the trailer without ICV
     * @param clearBytes octets between them
     * @param sequence the full sequence number
     * @param icv where to write it
     */
    void MakeModelledIcv(const EspHeader& header,
                         const EspTrailer& trailer,
                         uint32_t clearBytes,
                         uint64_t sequence,
                         uint8_t* icv) const;

    EspParameters m_parameters;          //!< the SA
    EspSizes m_sizes;                    //!< from the SA
    uint64_t m_keyHash{0};               //!< of all keys, for the modelled ICV
    std::unique_ptr<EspCipher> m_cipher; //!< with CRYPTO_REAL only
    std::vector<uint8_t> m_scratch;      //!< one packet's bytes, with CRYPTO_REAL only
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_ESP_TRANSFORM_H */
