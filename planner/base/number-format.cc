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
#include <map>
#include <string>
#include <vector>

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

std::string
FormatSignificant(double value)
{
    constexpr int DIGITS = 3;
    const double size = std::abs(value);
    const int before = size > 0 ? static_cast<int>(std::floor(std::log10(size))) + 1 : 1;
    return FormatFixed(value, std::max(0, DIGITS - before));
}

std::string
FormatWithUnit(double value, const std::string& unit)
{
    struct Prefix
    {
        double factor;
        const char* name;
    };

    static const std::map<std::string, std::vector<Prefix>> prefixes{
        {"bit/s", {{1e9, "G"}, {1e6, "M"}, {1e3, "k"}}},
        {"s", {{1, ""}, {1e-3, "m"}, {1e-6, "u"}, {1e-9, "n"}}}};
    const auto found = prefixes.find(unit);
    if (found != prefixes.end())
    {
        for (const auto& prefix : found->second)
        {
            if (std::abs(value) >= prefix.factor)
            {
                return FormatSignificant(value / prefix.factor) + " " + prefix.name + unit;
            }
        }
    }
    return FormatSignificant(value) + (unit == "1" ? "" : " " + unit);
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
