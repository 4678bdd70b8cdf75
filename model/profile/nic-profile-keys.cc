/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "profile-field-reader.h"
#include "profile-keys.h"

#include "ns3/nic-profile-fields.h"

/**
 * @file
 * @ingroup ipsec-offload
 * The keys of NIC profiles: their fields, and shorthands.
 */

namespace ns3
{

const std::vector<ProfileShorthand>&
GetNicShorthands()
{
    static const std::vector<ProfileShorthand> shorthands{
        {"sa-slots", {"tx-slots", "rx-slots"}, "SA contexts of each direction"},
        {"when-full", {"full-error"}, "An older name of full-error"},
    };
    return shorthands;
}

std::vector<std::string>
GetNicKeys()
{
    std::vector<std::string> keys;
    for (const auto& field : GetNicProfileFields())
    {
        for (const auto& shorthand : GetNicShorthands())
        {
            if (shorthand.fields.front() == field.key)
            {
                keys.push_back(shorthand.key);
            }
        }
        keys.push_back(field.key);
    }
    return keys;
}

bool
SetNicKey(const std::string& key, const InputValue& value, NicProfile& profile)
{
    for (const auto& shorthand : GetNicShorthands())
    {
        if (key == shorthand.key)
        {
            for (const auto& field : shorthand.fields)
            {
                SetProfileField(GetNicProfileFields(), field, value, profile);
            }
            return true;
        }
    }
    return SetProfileField(GetNicProfileFields(), key, value, profile);
}

} // namespace ns3
