/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "number-format.h"

#include <algorithm>
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

/// Digits behind the point beyond which no sum is rounded.
constexpr int MOST_DECIMALS = 50;

/// @param value a number @return digits behind the point of its shortest text
int
DecimalsOf(double value)
{
    const auto text = FormatPlain(value);
    const auto point = text.find('.');
    return point == std::string::npos ? 0 : static_cast<int>(text.size() - point - 1);
}

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
FormatPlain(double value)
{
    Buffer buffer;
    const auto end = std::to_chars(buffer.data(),
                                   buffer.data() + buffer.size(),
                                   value == 0 ? 0.0 : value, // no -0
                                   std::chars_format::fixed)
                         .ptr;
    return {buffer.data(), end};
}

double
DecimalSum(double start, double step, size_t count)
{
    double sum = start + static_cast<double>(count) * step;
    const int decimals = std::max(DecimalsOf(start), DecimalsOf(step));
    if (decimals <= MOST_DECIMALS)
    {
        const auto text = FormatFixed(sum, decimals);
        std::from_chars(text.data(), text.data() + text.size(), sum);
    }
    return sum;
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
