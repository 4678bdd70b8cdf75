/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_UNITS_H
#define IPSEC_OFFLOAD_PLANNER_UNITS_H

#include <optional>
#include <string>

namespace ns3::planner
{

/// What a quantity measures. The base unit is in brackets.
enum class Dimension
{
    NUMBER,          //!< no unit at all
    SHARE,           //!< no unit, or % (1)
    RATE,            //!< bit/s
    PACKET_RATE,     //!< pkt/s
    DURATION,        //!< ps
    OCTETS,          //!< B
    FREQUENCY,       //!< Hz
    CYCLES,          //!< cycles
    CYCLES_PER_OCTET //!< cycles/B
};

/// A number with its unit, as it stands in a file: "10 Gbit/s".
struct Quantity
{
    double number;       //!< as written
    std::string unit;    //!< as written; empty: none
    Dimension dimension; //!< after the unit
    double factor;       //!< base units per unit

    /** @return the value in base units */
    double GetBase() const
    {
        return number * factor;
    }
};

/**
 * @ingroup ipsec-offload
 * @param text a number and, after a space or not, a unit
 * @return the quantity, or nothing when the text is not one
 */
std::optional<Quantity> ParseQuantity(const std::string& text);

/** @param dimension a dimension @return "a rate such as '10 Gbit/s' (bit/s, kbit/s, ...)" */
std::string DescribeDimension(Dimension dimension);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_UNITS_H */
