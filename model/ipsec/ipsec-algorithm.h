/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_ALGORITHM_H
#define IPSEC_OFFLOAD_IPSEC_ALGORITHM_H

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * One row of the algorithm table: a cipher, an AEAD or an authenticator, and all its sizes.
 *
 * A combined algorithm (AEAD) has an ICV of its own; a pure cipher needs an authenticator beside
 * it.
 */
struct IpsecAlgorithm
{
    const char* name; //!< as setkey writes it, key size included where it matters: "aes-gcm-16-128"
    const char* family;   //!< the name without the key size: "aes-gcm-16"
    bool isCipher;        //!< may stand as encryption algorithm
    bool isAuthenticator; //!< may stand as authentication algorithm
    uint16_t keyBits;     //!< key without salt
    uint8_t saltBytes;    //!< implicit part of the nonce, at the end of the key (G13)
    uint8_t ivBytes;      //!< explicit IV in the packet
    uint8_t icvBytes;     //!< ICV in the packet
    uint8_t blockBytes;   //!< block size: of padding (RFC 4303) and of R147 (1 for stream and AEAD)
    uint8_t exactBlockBytes; //!< block size of FreeBSD's exact test (R148: 16 for AES-CTR)

    /** @return true for a combined algorithm */
    bool IsAead() const
    {
        return isCipher && icvBytes != 0;
    }

    /** @return octets of the key with its salt */
    uint32_t GetKeyBytes() const
    {
        return keyBits / 8U + saltBytes;
    }
};

/**
 * @ingroup ipsec-offload
 * @param name the full name ("aes-gcm-16-128")
 * @return its row, or nullptr
 */
const IpsecAlgorithm* FindIpsecAlgorithm(const std::string& name);

/**
 * @ingroup ipsec-offload
 * @param family the name without key size ("aes-gcm-16")
 * @param keyBytes octets of the key with its salt
 * @return its row, or nullptr
 */
const IpsecAlgorithm* FindIpsecAlgorithm(const std::string& family, uint32_t keyBytes);

/** @ingroup ipsec-offload @return all rows, in the order of the manual's table */
const std::vector<IpsecAlgorithm>& GetIpsecAlgorithms();

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_ALGORITHM_H */
