/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-algorithm.h"

namespace ns3
{

const std::vector<IpsecAlgorithm>&
GetIpsecAlgorithms()
{
    // RFC 4106, 7634, 3602, 3686 (ciphers), 2404 and 4868 (authenticators).
    // name, family, cipher, authenticator, key bits, salt, IV, ICV, block, block of R148
    static const std::vector<IpsecAlgorithm> rows{
        {"aes-gcm-16-128", "aes-gcm-16", true, false, 128, 4, 8, 16, 1, 1},
        {"aes-gcm-16-192", "aes-gcm-16", true, false, 192, 4, 8, 16, 1, 1},
        {"aes-gcm-16-256", "aes-gcm-16", true, false, 256, 4, 8, 16, 1, 1},
        {"chacha20-poly1305", "chacha20-poly1305", true, false, 256, 4, 8, 16, 1, 1},
        {"aes-cbc-128", "aes-cbc", true, false, 128, 0, 16, 0, 16, 16},
        {"aes-cbc-192", "aes-cbc", true, false, 192, 0, 16, 0, 16, 16},
        {"aes-cbc-256", "aes-cbc", true, false, 256, 0, 16, 0, 16, 16},
        {"aes-ctr-128", "aes-ctr", true, false, 128, 4, 8, 0, 1, 16},
        {"aes-ctr-192", "aes-ctr", true, false, 192, 4, 8, 0, 1, 16},
        {"aes-ctr-256", "aes-ctr", true, false, 256, 4, 8, 0, 1, 16},
        {"hmac-sha1-96", "hmac-sha1", false, true, 160, 0, 0, 12, 0, 0},
        {"hmac-sha2-256-128", "hmac-sha2-256", false, true, 256, 0, 0, 16, 0, 0},
        {"hmac-sha2-384-192", "hmac-sha2-384", false, true, 384, 0, 0, 24, 0, 0},
        {"hmac-sha2-512-256", "hmac-sha2-512", false, true, 512, 0, 0, 32, 0, 0},
    };
    return rows;
}

const IpsecAlgorithm*
FindIpsecAlgorithm(const std::string& name)
{
    for (const auto& row : GetIpsecAlgorithms())
    {
        if (name == row.name)
        {
            return &row;
        }
    }
    return nullptr;
}

const IpsecAlgorithm*
FindIpsecAlgorithm(const std::string& family, uint32_t keyBytes)
{
    for (const auto& row : GetIpsecAlgorithms())
    {
        if (family == row.family && keyBytes == row.GetKeyBytes())
        {
            return &row;
        }
    }
    return nullptr;
}

} // namespace ns3
