/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_ESP_CIPHER_INTERNAL_H
#define IPSEC_OFFLOAD_ESP_CIPHER_INTERNAL_H

#include <cstdint>
#include <memory>
#include <string>

namespace ns3
{

struct EspParameters;

/**
 * @ingroup ipsec-offload
 * One ESP packet as a cipher sees it.
 */
struct EspMessage
{
    uint64_t sequence{0};       //!< the full sequence number; without ESN its high half is 0
    const uint8_t* iv{nullptr}; //!< the explicit IV
    uint8_t* data{nullptr};     //!< payload, padding, pad length and next header
    uint32_t size{0};           //!< octets of data
    uint8_t* icv{nullptr};      //!< the ICV
};

/**
 * @ingroup ipsec-offload
 * Encryption and authentication of one SA's packets, with its keys (RFC 4303 section 3.3).
 *
 * A message carries all that any suite needs: an AEAD makes its additional data from SPI and
 * sequence number (RFC 4106 section 5), an HMAC also covers IV and data. A new suite is a subclass
 * and a line in Create().
 */
class EspCipher
{
  public:
    virtual ~EspCipher() = default;

    /**
     * @param parameters an SA
     * @return why Create() would refuse it: one sentence, or empty when it would not
     */
    static std::string Check(const EspParameters& parameters);

    /**
     * Make the cipher of an SA, with its key schedule.
     * @param parameters an SA that has passed Check()
     * @return the cipher
     */
    static std::unique_ptr<EspCipher> Create(const EspParameters& parameters);

    /**
     * Choose the explicit IV of a packet.
     * @param counter a number that does not repeat in the life of the keys
     * @param iv where to write it, as many octets as the algorithm says
     */
    virtual void MakeIv(uint64_t counter, uint8_t* iv) = 0;

    /**
     * Encrypt data in place and write the ICV.
     * @param message the packet
     */
    virtual void Seal(const EspMessage& message) = 0;

    /**
     * Check the ICV and decrypt data in place.
     * @param message the packet
     * @return false when the ICV does not verify; data is meaningless then
     */
    virtual bool Open(const EspMessage& message) = 0;
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_ESP_CIPHER_INTERNAL_H */
