/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_NUMBER_FORMAT_H
#define IPSEC_OFFLOAD_PLANNER_NUMBER_FORMAT_H

#include <cstddef>
#include <cstdint>
#include <string>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * @param value any number
 * @return it in fixed form with three digits that count, or all of those before the point: "0.0352"
 */
std::string FormatSignificant(double value);

/**
 * @ingroup ipsec-offload
 * @param value a number of a unit
 * @param unit "bit/s" or "s", which get a prefix; others are only put behind
 * @return FormatSignificant() with the unit: "47.6 Gbit/s"; "1" is no unit
 */
std::string FormatWithUnit(double value, const std::string& unit);

/**
 * @ingroup ipsec-offload
 * A number as exports write it: twelve significant digits at most, no trailing zeros, a point
 * whatever the locale says.
 * @param value the number
 * @return its text; empty for NaN, which means that there is no value
 */
std::string FormatNumber(double value);

/**
 * @ingroup ipsec-offload
 * A number with a fixed number of digits behind the point, whatever the locale says.
 * @param value the number
 * @param decimals digits behind the point
 * @return its text; "-" for NaN
 */
std::string FormatFixed(double value, int decimals);

/**
 * @ingroup ipsec-offload
 * The shortest text that reads back as exactly the same number.
 * @param value the number
 * @return its text
 */
std::string FormatExact(double value);

/**
 * @ingroup ipsec-offload
 * The shortest text without an exponent that reads back as exactly the same number.
 * @param value the number
 * @return its text
 */
std::string FormatPlain(double value);

/**
 * @ingroup ipsec-offload
 * A sum without what binary fractions add to it: 3 times 0.1 is 0.3, not 0.30000000000000004.
 * @param start the first number
 * @param step the distance of two of them
 * @param count how many steps
 * @return the number with as many digits behind the point as the longer of @p start and @p step
 */
double DecimalSum(double start, double step, size_t count);

/**
 * @ingroup ipsec-offload
 * @param hash a hash
 * @return 16 hexadecimal digits
 */
std::string FormatHash(uint64_t hash);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_NUMBER_FORMAT_H */
