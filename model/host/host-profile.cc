/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "host-profile.h"

#include <algorithm>
#include <array>

namespace ns3
{

const char*
ToString(KeyExchange exchange)
{
    static constexpr std::array<const char*, 1 + KEY_EXCHANGES>
        NAMES{"none", "modp2048", "modp3072", "modp4096", "ecp256", "ecp384", "curve25519"};
    return NAMES[static_cast<size_t>(exchange)];
}

double
KeyExchangeCosts::Of(KeyExchange exchange) const
{
    const std::array<double, 1 + KEY_EXCHANGES>
        costs{0, modp2048, modp3072, modp4096, ecp256, ecp384, curve25519};
    return costs[static_cast<size_t>(exchange)];
}

const CipherCost&
HostProfile::CostOf(const std::string& algorithm) const
{
    const auto found = ciphers.find(algorithm);
    return found == ciphers.end() ? defaultCipher : found->second;
}

bool
HostProfile::IsLookaside(const std::string& algorithm) const
{
    const auto& names = lookaside.algorithms;
    return std::find(names.begin(), names.end(), algorithm) != names.end();
}

} // namespace ns3
