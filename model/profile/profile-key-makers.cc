/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "profile-key-makers.h"

#include "ns3/ipsec-algorithm.h"

namespace ns3
{

void
SetAlgorithms(const InputValue& value, std::vector<std::string>& found)
{
    std::vector<std::pair<std::string, std::string>> names;
    for (const auto& row : GetIpsecAlgorithms())
    {
        names.emplace_back(row.name, row.name);
    }
    names.emplace_back("null", "null"); // RFC 2410
    found.clear();
    const auto elements =
        value.GetNode().IsScalar() ? std::vector<InputValue>{value} : value.ToList();
    for (const auto& element : elements)
    {
        if (const auto name = element.ToChoice<std::string>(names))
        {
            found.push_back(*name);
        }
    }
}

} // namespace ns3
