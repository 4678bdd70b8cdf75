/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "host-profile.h"

#include <algorithm>

namespace ns3
{

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
