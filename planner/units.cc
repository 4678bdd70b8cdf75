/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "units.h"

#include <charconv>
#include <cmath>

namespace ns3::planner
{

namespace
{

/// A unit that scenario and profile files may use.
struct Unit
{
    const char* name;
    Dimension dimension;
    double factor;
};

constexpr Unit UNITS[] = {
    {"", Dimension::NUMBER, 1},
    {"%", Dimension::SHARE, 0.01},
    {"bit/s", Dimension::RATE, 1},
    {"kbit/s", Dimension::RATE, 1e3},
    {"Mbit/s", Dimension::RATE, 1e6},
    {"Gbit/s", Dimension::RATE, 1e9},
    {"Tbit/s", Dimension::RATE, 1e12},
    {"pkt/s", Dimension::PACKET_RATE, 1},
    {"kpkt/s", Dimension::PACKET_RATE, 1e3},
    {"Mpkt/s", Dimension::PACKET_RATE, 1e6},
    {"ps", Dimension::DURATION, 1},
    {"ns", Dimension::DURATION, 1e3},
    {"us", Dimension::DURATION, 1e6},
    {"ms", Dimension::DURATION, 1e9},
    {"s", Dimension::DURATION, 1e12},
    {"min", Dimension::DURATION, 60 * 1e12},
    {"h", Dimension::DURATION, 3600 * 1e12},
    {"B", Dimension::OCTETS, 1},
    {"kB", Dimension::OCTETS, 1e3},
    {"MB", Dimension::OCTETS, 1e6},
    {"GB", Dimension::OCTETS, 1e9},
    {"KiB", Dimension::OCTETS, 1024},
    {"MiB", Dimension::OCTETS, 1024.0 * 1024},
    {"GiB", Dimension::OCTETS, 1024.0 * 1024 * 1024},
    {"Hz", Dimension::FREQUENCY, 1},
    {"MHz", Dimension::FREQUENCY, 1e6},
    {"GHz", Dimension::FREQUENCY, 1e9},
    {"cycles", Dimension::CYCLES, 1},
    {"cycles/B", Dimension::CYCLES_PER_OCTET, 1},
};

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
    Quantity quantity;
    const char* const end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, quantity.number);
    if (parsed.ec != std::errc() || !std::isfinite(quantity.number))
    {
        return std::nullopt;
    }
    const char* unit = parsed.ptr;
    while (unit != end && *unit == ' ')
    {
        ++unit;
    }
    quantity.unit.assign(unit, end);
    for (const auto& known : UNITS)
    {
        if (quantity.unit == known.name)
        {
            quantity.dimension = known.dimension;
            quantity.factor = known.factor;
            return quantity;
        }
    }
    return std::nullopt;
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
    for (const auto& known : UNITS)
    {
        if (known.dimension == dimension)
        {
            units += (units.empty() ? "" : ", ") + std::string(known.name);
        }
    }
    return text + " (units: " + units + ")";
}

} // namespace ns3::planner
