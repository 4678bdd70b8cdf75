/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "host-cost.h"

#include "ns3/ipsec-algorithm.h"

#include <array>

namespace ns3
{

namespace
{

/// Of those that belong to no algorithm; the steps of a packet's way are in front.
constexpr auto OTHERS = static_cast<size_t>(HostCost::CIPHER);
constexpr auto STEPS = static_cast<size_t>(HostCost::KEY_EXCHANGE);

/// Costs of an algorithm.
constexpr size_t EACH = 2;

} // namespace

HostCost
CostOf(KeyExchange exchange)
{
    return static_cast<HostCost>(STEPS + static_cast<size_t>(exchange) - 1);
}

HostCost
CipherCostOf(const IpsecAlgorithm* algorithm, bool perOctet)
{
    // NULL encryption comes first; the table has no row for it.
    const size_t row =
        algorithm ? 1 + static_cast<size_t>(algorithm - GetIpsecAlgorithms().data()) : 0;
    return static_cast<HostCost>(OTHERS + EACH * row + (perOctet ? 1 : 0));
}

size_t
CountHostCosts()
{
    return OTHERS + EACH * (1 + GetIpsecAlgorithms().size());
}

std::string
GetKey(HostCost cost)
{
    static constexpr std::array<const char*, STEPS> KEYS{"output",
                                                         "input",
                                                         "socket-output",
                                                         "socket-input",
                                                         "forward",
                                                         "policy-lookup",
                                                         "policy-cached",
                                                         "sa-lookup",
                                                         "tag",
                                                         "driver-tx",
                                                         "driver-rx",
                                                         "esp-output",
                                                         "esp-input",
                                                         "copy",
                                                         "checksum-per-packet",
                                                         "checksum",
                                                         "gso-per-segment",
                                                         "gro-per-segment",
                                                         "lookaside.request",
                                                         "lookaside.completion",
                                                         "interrupt",
                                                         "poll",
                                                         "cache-miss",
                                                         "thread-yield"};
    const auto number = static_cast<size_t>(cost);
    if (number < STEPS)
    {
        return KEYS[number];
    }
    if (number < OTHERS)
    {
        return std::string("key-exchange.") +
               ToString(static_cast<KeyExchange>(number - STEPS + 1));
    }
    const size_t row = (number - OTHERS) / EACH;
    const std::string name = row == 0 ? "null" : GetIpsecAlgorithms()[row - 1].name;
    return "cipher." + name + ((number - OTHERS) % EACH == 0 ? ".per-packet" : ".per-octet");
}

} // namespace ns3
