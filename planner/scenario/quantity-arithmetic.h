/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_QUANTITY_ARITHMETIC_H
#define IPSEC_OFFLOAD_PLANNER_QUANTITY_ARITHMETIC_H

#include <functional>
#include <stdexcept>
#include <string>

namespace ns3::planner
{

/// An expression that cannot be worked out; what() says what was expected.
class ArithmeticError : public std::runtime_error
{
  public:
    using std::runtime_error::runtime_error;
};

/**
 * @ingroup ipsec-offload
 * Work out an expression of numbers, names, + - * /, parentheses, and min(a, b), max(a, b),
 * floor(a), ceil(a) and round(a). Names may stand for quantities with units: only alike ones are
 * added or compared, one of two factors is a number, and the quotient of two alike is one.
 * @param text the expression
 * @param find gives the text of a name; throws ArithmeticError when there is none
 * @return the result, in the base unit if it has one: "2000000000 bit/s"
 * @throws ArithmeticError
 */
std::string WorkOut(const std::string& text,
                    const std::function<std::string(const std::string&)>& find);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_QUANTITY_ARITHMETIC_H */
