/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_UNITS_H
#define IPSEC_OFFLOAD_UNITS_H

#include "ns3/ipsec-profile-field.h"

#include <optional>
#include <string>
#include <vector>

namespace ns3
{

/// What a quantity measures.
using Dimension = ProfileDimension;

/**
 * A number with its unit, as it stands in a file: "10 Gbit/s". Base units per unit are a multiple
 * times a power of ten, so that 57 % is 0.57 and not 57 times the double next to 0.01.
 */
struct Quantity
{
    double number;       //!< as written
    std::string unit;    //!< as written; empty: none
    Dimension dimension; //!< after the unit
    double multiple;     //!< 1024 of a KiB, 8 of a B/s, 60e12 of a minute; mostly 1
    int exponent;        //!< of ten: 9 of a Gbit/s

    /** @return base units per unit */
    double GetFactor() const;

    /** @return the value in base units: the number that is nearest to what is written */
    double GetBase() const;
};

/**
 * @ingroup ipsec-offload
 * @param text a number and, after a space or not, a unit
 * @return the quantity, or nothing when the text is not one
 */
std::optional<Quantity> ParseQuantity(const std::string& text);

/** @param dimension a dimension @return "a rate such as '10 Gbit/s' (units: bit/s, b/s, ...)" */
std::string DescribeDimension(Dimension dimension);

/** @param dimension a dimension @return all its units, as ParseQuantity() reads them */
std::vector<std::string> GetUnitNames(Dimension dimension);

} // namespace ns3

#endif /* IPSEC_OFFLOAD_UNITS_H */
