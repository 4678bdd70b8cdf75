/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "units.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>

namespace ns3
{

namespace
{

/// What may stand in front of a unit.
enum class Prefixes : uint8_t
{
    NONE,
    DECIMAL, //!< k, M, ...
    BOTH     //!< Ki, Mi, ..., too
};

/// A unit that scenario and profile files may use. An octet is a B and a bit a b, nothing else.
struct Unit
{
    const char* name;
    Dimension dimension;
    double multiple;
    int exponent; //!< of ten
    Prefixes prefixes;
};

constexpr Unit UNITS[] = {
    {"", Dimension::NUMBER, 1, 0, Prefixes::NONE},
    {"%", Dimension::SHARE, 1, -2, Prefixes::NONE},
    {"bit/s", Dimension::RATE, 1, 0, Prefixes::BOTH},
    {"b/s", Dimension::RATE, 1, 0, Prefixes::BOTH},
    {"bps", Dimension::RATE, 1, 0, Prefixes::BOTH},
    {"B/s", Dimension::RATE, 8, 0, Prefixes::BOTH},
    {"pkt/s", Dimension::PACKET_RATE, 1, 0, Prefixes::DECIMAL},
    {"pps", Dimension::PACKET_RATE, 1, 0, Prefixes::DECIMAL},
    {"ps", Dimension::DURATION, 1, 0, Prefixes::NONE},
    {"ns", Dimension::DURATION, 1, 3, Prefixes::NONE},
    {"us", Dimension::DURATION, 1, 6, Prefixes::NONE},
    {"\u00b5s", Dimension::DURATION, 1, 6, Prefixes::NONE}, // the micro sign of keyboards
    {"\u03bcs", Dimension::DURATION, 1, 6, Prefixes::NONE}, // the Greek letter that looks like it
    {"ms", Dimension::DURATION, 1, 9, Prefixes::NONE},
    {"s", Dimension::DURATION, 1, 12, Prefixes::NONE},
    {"min", Dimension::DURATION, 60, 12, Prefixes::NONE},
    {"h", Dimension::DURATION, 3600, 12, Prefixes::NONE},
    {"B", Dimension::OCTETS, 1, 0, Prefixes::BOTH},
    {"Hz", Dimension::FREQUENCY, 1, 0, Prefixes::DECIMAL},
    {"cycles", Dimension::CYCLES, 1, 0, Prefixes::NONE},
    {"cycles/B", Dimension::CYCLES_PER_OCTET, 1, 0, Prefixes::NONE},
};

/// What stands in front of a unit.
struct Prefix
{
    const char* name;
    double multiple;
    int exponent; //!< of ten
    Prefixes kind;
};

constexpr double KIBI = 1024;

constexpr Prefix PREFIXES[] = {
    {"", 1, 0, Prefixes::NONE},
    {"k", 1, 3, Prefixes::DECIMAL},
    {"K", 1, 3, Prefixes::DECIMAL},
    {"M", 1, 6, Prefixes::DECIMAL},
    {"G", 1, 9, Prefixes::DECIMAL},
    {"T", 1, 12, Prefixes::DECIMAL},
    {"Ki", KIBI, 0, Prefixes::BOTH},
    {"Mi", KIBI* KIBI, 0, Prefixes::BOTH},
    {"Gi", KIBI* KIBI* KIBI, 0, Prefixes::BOTH},
    {"Ti", KIBI* KIBI* KIBI* KIBI, 0, Prefixes::BOTH},
};

/// @param name as it stands in a file @return what it is, without a number; nothing when unknown
std::optional<Quantity>
FindUnit(const std::string& name)
{
    for (const auto& unit : UNITS)
    {
        for (const auto& prefix : PREFIXES)
        {
            if (prefix.kind <= unit.prefixes && name == std::string(prefix.name) + unit.name)
            {
                return Quantity{1,
                                name,
                                unit.dimension,
                                prefix.multiple * unit.multiple,
                                prefix.exponent + unit.exponent};
            }
        }
    }
    return std::nullopt;
}

/// @param value a number @param exponent of ten @return the double that is nearest to the product
/// of the shortest decimal number that reads as @p value
double
TimesPowerOfTen(double value, int exponent)
{
    double product = value * std::pow(10, exponent); // where there is no double, as from_chars says
    std::array<char, 40> buffer;
    const auto* end = std::to_chars(buffer.data(),
                                    buffer.data() + buffer.size(),
                                    value,
                                    std::chars_format::scientific)
                          .ptr;
    std::string text(static_cast<const char*>(buffer.data()), end);
    const auto mark = text.find('e');
    if (exponent != 0 && mark != std::string::npos)
    {
        text =
            text.substr(0, mark + 1) + std::to_string(std::stoi(text.substr(mark + 1)) + exponent);
        std::from_chars(text.data(), text.data() + text.size(), product);
    }
    return product;
}

/// @param dimension a dimension @return what it is and an example
const char*
Example(Dimension dimension)
{
    switch (dimension)
    {
    case Dimension::NUMBER:
        return "a number without a unit";
    case Dimension::SHARE:
        return "a share such as '0.1' or '10 %'";
    case Dimension::RATE:
        return "a rate such as '10 Gbit/s'";
    case Dimension::PACKET_RATE:
        return "a packet rate such as '30 Mpkt/s'";
    case Dimension::DURATION:
        return "a duration such as '5 us'";
    case Dimension::OCTETS:
        return "a size such as '1500 B'";
    case Dimension::FREQUENCY:
        return "a frequency such as '2.6 GHz'";
    case Dimension::CYCLES:
        return "a cost such as '350 cycles'";
    case Dimension::CYCLES_PER_OCTET:
        return "a cost such as '1.4 cycles/B'";
    }
    return "?";
}

} // namespace

std::optional<Quantity>
ParseQuantity(const std::string& text)
{
    double number = 0;
    const char* const end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, number);
    if (parsed.ec != std::errc() || !std::isfinite(number))
    {
        return std::nullopt;
    }
    const char* unit = parsed.ptr;
    while (unit != end && *unit == ' ')
    {
        ++unit;
    }
    auto found = FindUnit(std::string(unit, end));
    if (found)
    {
        found->number = number;
    }
    return found;
}

double
Quantity::GetFactor() const
{
    return TimesPowerOfTen(multiple, exponent);
}

double
Quantity::GetBase() const
{
    return TimesPowerOfTen(number * multiple, exponent);
}

std::string
DescribeDimension(Dimension dimension)
{
    std::string text = Example(dimension);
    if (dimension == Dimension::NUMBER || dimension == Dimension::SHARE)
    {
        return text;
    }
    std::string units;
    Prefixes prefixes = Prefixes::NONE;
    for (const auto& known : UNITS)
    {
        const bool isAscii = static_cast<signed char>(known.name[0]) >= 0;
        if (known.dimension == dimension && isAscii)
        {
            units += (units.empty() ? "" : ", ") + std::string(known.name);
            prefixes = known.prefixes;
        }
    }
    switch (prefixes)
    {
    case Prefixes::NONE:
        break;
    case Prefixes::DECIMAL:
        units += "; k, M, G or T in front";
        break;
    case Prefixes::BOTH:
        units += "; k, M, G, T or Ki, Mi, Gi, Ti in front; b: bits, B: octets";
        break;
    }
    return text + " (units: " + units + ")";
}

std::vector<std::string>
GetUnitNames(Dimension dimension)
{
    std::vector<std::string> names;
    for (const auto& unit : UNITS)
    {
        for (const auto& prefix : PREFIXES)
        {
            if (unit.dimension == dimension && prefix.kind <= unit.prefixes)
            {
                names.push_back(std::string(prefix.name) + unit.name);
            }
        }
    }
    return names;
}

} // namespace ns3
