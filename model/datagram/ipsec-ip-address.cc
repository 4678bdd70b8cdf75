/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-ip-address.h"

#include <arpa/inet.h>

#include <array>

namespace ns3
{

IpAddress
IpAddress::FromIpv6Bytes(const uint8_t* bytes)
{
    IpAddress address;
    for (int i = 0; i < 8; ++i)
    {
        address.high = (address.high << 8) | bytes[i];
        address.low = (address.low << 8) | bytes[i + 8];
    }
    return address;
}

void
IpAddress::ToIpv6Bytes(uint8_t* bytes) const
{
    for (int i = 0; i < 8; ++i)
    {
        bytes[i] = static_cast<uint8_t>(high >> (56 - 8 * i));
        bytes[i + 8] = static_cast<uint8_t>(low >> (56 - 8 * i));
    }
}

std::optional<IpAddress>
IpAddress::FromString(const std::string& text)
{
    in_addr four{};
    if (inet_pton(AF_INET, text.c_str(), &four) == 1)
    {
        return FromIpv4(ntohl(four.s_addr));
    }
    std::array<uint8_t, 16> six{};
    if (inet_pton(AF_INET6, text.c_str(), six.data()) == 1)
    {
        return FromIpv6Bytes(six.data());
    }
    return std::nullopt;
}

std::string
IpAddress::ToString() const
{
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (IsIpv4())
    {
        const in_addr four{htonl(GetIpv4())};
        inet_ntop(AF_INET, &four, text.data(), text.size());
    }
    else
    {
        std::array<uint8_t, 16> six{};
        ToIpv6Bytes(six.data());
        inet_ntop(AF_INET6, six.data(), text.data(), text.size());
    }
    return text.data();
}

} // namespace ns3
