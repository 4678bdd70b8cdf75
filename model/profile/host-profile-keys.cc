/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "profile-field-reader.h"
#include "profile-keys.h"

#include "ns3/host-profile-fields.h"
#include "ns3/ipsec-algorithm.h"

/**
 * @file
 * @ingroup ipsec-offload
 * The keys of host profiles: their fields, and the costs of ciphers.
 */

namespace ns3
{

namespace
{

/// What the keys of ciphers begin with.
const std::string CIPHER = "cipher.";
/// The cipher that stands for all others.
const std::string DEFAULT_CIPHER = "default";

/// @param key "cipher.NAME.per-octet" @param value its value @param profile where @return known?
bool
SetCipherKey(const std::string& key, const InputValue& value, HostProfile& profile)
{
    const auto dot = key.rfind('.');
    if (key.compare(0, CIPHER.size(), CIPHER) != 0 || dot < CIPHER.size())
    {
        return false;
    }
    const std::string name = key.substr(CIPHER.size(), dot - CIPHER.size());
    if (name == DEFAULT_CIPHER)
    {
        return SetProfileField(GetCipherCostFields(),
                               key.substr(dot + 1),
                               value,
                               profile.defaultCipher);
    }
    if (name != "null" && !FindIpsecAlgorithm(name))
    {
        return false;
    }
    CipherCost cost;
    const auto listed = profile.ciphers.find(name);
    if (listed != profile.ciphers.end())
    {
        cost = listed->second;
    }
    if (!SetProfileField(GetCipherCostFields(), key.substr(dot + 1), value, cost))
    {
        return false;
    }
    profile.ciphers[name] = cost;
    return true;
}

} // namespace

std::vector<std::string>
GetHostKeys()
{
    std::vector<std::string> keys;
    for (const auto& field : GetHostProfileFields())
    {
        keys.push_back(field.key);
    }
    for (const auto& field : GetCipherCostFields())
    {
        keys.push_back(CIPHER + "NAME." + field.key);
    }
    keys.emplace_back("rss-key");
    return keys;
}

bool
SetHostKey(const std::string& key, const InputValue& value, HostProfile& profile)
{
    return SetProfileField(GetHostProfileFields(), key, value, profile) ||
           SetCipherKey(key, value, profile);
}

} // namespace ns3
