/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-wire-parser.h"

namespace
{

/// @param octets where to read @param at first octet @param count how many @return their value
uint32_t
Number(const std::vector<uint8_t>& octets, size_t at, size_t count)
{
    uint32_t value = 0;
    for (size_t i = 0; i < count; ++i)
    {
        value = value * 256 + octets[at + i];
    }
    return value;
}

/// @param octets where to read @param at first octet @param count how many @return their digits
std::string
Digits(const std::vector<uint8_t>& octets, size_t at, size_t count)
{
    std::string text;
    for (size_t i = at; i < at + count; ++i)
    {
        text += "0123456789abcdef"[octets[i] / 16];
        text += "0123456789abcdef"[octets[i] % 16];
    }
    return text;
}

} // namespace

std::optional<WireDatagram>
ParseWireDatagram(const std::vector<uint8_t>& octets)
{
    WireDatagram datagram;
    size_t header = 0;
    if (octets.size() >= 20 && octets[0] / 16 == 4)
    {
        header = octets[0] % 16 * size_t{4};
        datagram.length = Number(octets, 2, 2);
        datagram.trafficClass = octets[1];
        datagram.identification = static_cast<uint16_t>(Number(octets, 4, 2));
        datagram.dontFragment = (octets[6] & 0x40) != 0;
        datagram.ttl = octets[8];
        datagram.protocol = octets[9];
        datagram.source = Digits(octets, 12, 4);
        datagram.destination = Digits(octets, 16, 4);
        if (header < 20 || header > octets.size())
        {
            return std::nullopt;
        }
        uint32_t sum = 0;
        for (size_t i = 0; i < header; i += 2)
        {
            sum += Number(octets, i, 2);
        }
        datagram.checksumRight = (sum & 0xffff) + (sum >> 16) == 0xffff;
    }
    else if (octets.size() >= 40 && octets[0] / 16 == 6)
    {
        header = 40;
        datagram.ipv6 = true;
        datagram.length = 40 + Number(octets, 4, 2);
        datagram.trafficClass = static_cast<uint8_t>(Number(octets, 0, 2) / 16);
        datagram.ttl = octets[7];
        datagram.protocol = octets[6];
        datagram.source = Digits(octets, 8, 16);
        datagram.destination = Digits(octets, 24, 16);
    }
    else
    {
        return std::nullopt;
    }
    if (datagram.length < header || datagram.length > octets.size())
    {
        return std::nullopt;
    }
    datagram.payload.assign(octets.begin() + header, octets.begin() + datagram.length);
    return datagram;
}

uint8_t
WireEsp::GetPadLength() const
{
    return data[data.size() - 2];
}

uint8_t
WireEsp::GetNextHeader() const
{
    return data[data.size() - 1];
}

bool
WireEsp::IsPaddingRight() const
{
    const size_t pad = GetPadLength();
    if (pad + 2 > data.size())
    {
        return false;
    }
    for (size_t i = 1; i <= pad; ++i)
    {
        if (data[data.size() - 2 - pad + i - 1] != i)
        {
            return false;
        }
    }
    return true;
}

std::optional<WireEsp>
ParseWireEsp(const std::vector<uint8_t>& octets, size_t ivOctets, size_t icvOctets)
{
    if (octets.size() < 8 + ivOctets + 2 + icvOctets)
    {
        return std::nullopt;
    }
    WireEsp esp;
    esp.spi = Number(octets, 0, 4);
    esp.sequence = Number(octets, 4, 4);
    const auto iv = octets.begin() + 8;
    const auto icv = octets.end() - static_cast<std::ptrdiff_t>(icvOctets);
    esp.iv.assign(iv, iv + static_cast<std::ptrdiff_t>(ivOctets));
    esp.data.assign(iv + static_cast<std::ptrdiff_t>(ivOctets), icv);
    esp.icv.assign(icv, octets.end());
    return esp;
}
