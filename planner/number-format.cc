/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "number-format.h"

#include <array>
#include <charconv>
#include <cmath>

namespace ns3::planner
{

namespace
{

/// Digits that an export shows at most.
constexpr int EXPORT_DIGITS = 12;

/// Enough for any double with 17 digits, or with a few hundred in fixed form.
using Buffer = std::array<char, 400>;

} // namespace

std::string
FormatNumber(double value)
{
    if (std::isnan(value))
    {
        return "";
    }
    Buffer buffer;
    const auto end = std::to_chars(buffer.data(),
                                   buffer.data() + buffer.size(),
                                   value == 0 ? 0.0 : value, // no -0
                                   std::chars_format::general,
                                   EXPORT_DIGITS)
                         .ptr;
    return {buffer.data(), end};
}

std::string
FormatFixed(double value, int decimals)
{
    if (std::isnan(value))
    {
        return "-";
    }
    Buffer buffer;
    const auto end = std::to_chars(buffer.data(),
                                   buffer.data() + buffer.size(),
                                   value,
                                   std::chars_format::fixed,
                                   decimals)
                         .ptr;
    return {buffer.data(), end};
}

std::string
FormatExact(double value)
{
    Buffer buffer;
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
    return {buffer.data(), end};
}

std::string
FormatHash(uint64_t hash)
{
    std::string digits;
    for (int shift = 60; shift >= 0; shift -= 4)
    {
        digits += "0123456789abcdef"[hash >> shift & 0xf];
    }
    return digits;
}

} // namespace ns3::planner
