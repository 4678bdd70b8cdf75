/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-profile-field.h"

#include <cctype>

namespace ns3
{

std::string
GetAttributeName(const std::string& key)
{
    std::string name;
    bool isFirst = true; // of a word
    for (const char letter : key)
    {
        if (letter == '-')
        {
            isFirst = true;
            continue;
        }
        name +=
            isFirst ? static_cast<char>(std::toupper(static_cast<unsigned char>(letter))) : letter;
        isFirst = false;
    }
    return name;
}

} // namespace ns3
