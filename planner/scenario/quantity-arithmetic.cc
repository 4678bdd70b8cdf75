/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "quantity-arithmetic.h"

#include "model/profile/units.h"
#include "planner/base/number-format.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <limits>

namespace ns3::planner
{

namespace
{

/// Octets of an expression, and parentheses in each other.
constexpr size_t LONGEST = 500;
constexpr uint32_t DEEPEST = 30;

/// A number with what it measures. A share is a number.
struct Value
{
    double number;       //!< in base units
    Dimension dimension; //!< NUMBER for shares, too
};

/// @param letter any @return true when names may have it
bool
IsNameLetter(char letter)
{
    return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '_';
}

/// @param number any @return the same, without what calculating adds behind 15 digits: 0.1 * 3 is
/// 0.3
double
WithoutNoise(double number)
{
    if (number == std::floor(number))
    {
        return number;
    }
    std::array<char, 40> buffer;
    const auto* end = std::to_chars(buffer.data(),
                                    buffer.data() + buffer.size(),
                                    number,
                                    std::chars_format::scientific,
                                    std::numeric_limits<double>::digits10 - 1)
                          .ptr;
    double rounded = number;
    std::from_chars(buffer.data(), end, rounded);
    return rounded;
}

/// Reads one expression by recursive descent.
class Expression
{
  public:
    /// @param text the expression @param find gives the text of a name
    Expression(const std::string& text, const std::function<std::string(const std::string&)>& find)
        : m_text(text),
          m_find(find)
    {
    }

    /// @return its value
    Value Read()
    {
        if (m_text.size() > LONGEST)
        {
            throw ArithmeticError("an expression of at most " + std::to_string(LONGEST) +
                                  " characters");
        }
        const Value value = ReadSum();
        if (Peek() != 0)
        {
            Fail("an operator or the end");
        }
        return value;
    }

  private:
    [[noreturn]] void Fail(const std::string& expected) const
    {
        throw ArithmeticError(expected + " at character " + std::to_string(m_at + 1) +
                              " of the expression");
    }

    /// @return the next character that is no blank; 0 at the end
    char Peek()
    {
        while (m_at < m_text.size() && m_text[m_at] == ' ')
        {
            ++m_at;
        }
        return m_at < m_text.size() ? m_text[m_at] : '\0';
    }

    void Skip(char wanted)
    {
        if (Peek() != wanted)
        {
            Fail(std::string("'") + wanted + "'");
        }
        ++m_at;
    }

    /// @param one a value @param other another @return true when they measure the same
    static void NeedAlike(const Value& one, const Value& other)
    {
        if (one.dimension != other.dimension)
        {
            throw ArithmeticError("values of one kind to add or compare, not one with " +
                                  UnitOf(one) + " and one with " + UnitOf(other));
        }
    }

    /// @param value any @return its unit, in words
    static std::string UnitOf(const Value& value)
    {
        const auto unit = GetUnitNames(value.dimension).front();
        return unit.empty() ? "no unit" : unit;
    }

    /// @param value any @return the same, when it is a finite number
    static Value Finite(const Value& value)
    {
        if (!std::isfinite(value.number))
        {
            throw ArithmeticError("a result that is a finite number");
        }
        return value;
    }

    Value ReadSum()
    {
        if (++m_depth > DEEPEST)
        {
            Fail("at most " + std::to_string(DEEPEST) + " parentheses in each other");
        }
        Value sum = ReadProduct();
        for (char sign = Peek(); sign == '+' || sign == '-'; sign = Peek())
        {
            ++m_at;
            const Value next = ReadProduct();
            NeedAlike(sum, next);
            sum.number += sign == '+' ? next.number : -next.number;
        }
        --m_depth;
        return Finite(sum);
    }

    Value ReadProduct()
    {
        Value product = ReadFactor();
        for (char sign = Peek(); sign == '*' || sign == '/'; sign = Peek())
        {
            ++m_at;
            const Value next = ReadFactor();
            const bool isNumber = next.dimension == Dimension::NUMBER;
            if (sign == '*')
            {
                if (!isNumber && product.dimension != Dimension::NUMBER)
                {
                    throw ArithmeticError("a number as one of two factors, not " + UnitOf(product) +
                                          " times " + UnitOf(next));
                }
                product = {product.number * next.number,
                           isNumber ? product.dimension : next.dimension};
            }
            else
            {
                if (!isNumber)
                {
                    NeedAlike(product, next);
                    product.dimension = Dimension::NUMBER;
                }
                if (next.number == 0)
                {
                    Fail("no division by zero");
                }
                product.number /= next.number;
            }
        }
        return Finite(product);
    }

    Value ReadFactor()
    {
        const char first = Peek();
        if (first == '-')
        {
            if (++m_depth > DEEPEST)
            {
                Fail("fewer signs");
            }
            ++m_at;
            Value value = ReadFactor();
            --m_depth;
            value.number = -value.number;
            return value;
        }
        if (first == '(')
        {
            Skip('(');
            const Value value = ReadSum();
            Skip(')');
            return value;
        }
        if (std::isdigit(static_cast<unsigned char>(first)) != 0 || first == '.')
        {
            return ReadNumber();
        }
        if (IsNameLetter(first))
        {
            return ReadName();
        }
        Fail("a number, a name or '('");
    }

    Value ReadNumber()
    {
        double number = 0;
        const char* const begin = m_text.data() + m_at;
        const auto read =
            std::from_chars(begin, m_text.data() + m_text.size(), number, std::chars_format::fixed);
        if (read.ec != std::errc())
        {
            Fail("a number");
        }
        m_at += static_cast<size_t>(read.ptr - begin);
        if (m_at < m_text.size() && IsNameLetter(m_text[m_at]))
        {
            Fail("an operator behind a number, as only parameters have units");
        }
        return {number, Dimension::NUMBER};
    }

    Value ReadName()
    {
        const size_t begin = m_at;
        while (m_at < m_text.size() && IsNameLetter(m_text[m_at]))
        {
            ++m_at;
        }
        const std::string name = m_text.substr(begin, m_at - begin);
        if (Peek() == '(')
        {
            return ReadFunction(name);
        }
        const std::string text = m_find(name);
        const auto quantity = ParseQuantity(text);
        if (!quantity)
        {
            throw ArithmeticError("numbers to calculate with: " + name + " is '" + text + "'");
        }
        const bool isShare = quantity->dimension == Dimension::SHARE;
        return {quantity->GetBase(), isShare ? Dimension::NUMBER : quantity->dimension};
    }

    Value ReadFunction(const std::string& name)
    {
        Skip('(');
        Value value = ReadSum();
        if (name == "min" || name == "max")
        {
            Skip(',');
            const Value other = ReadSum();
            NeedAlike(value, other);
            value.number = name == "min" ? std::min(value.number, other.number)
                                         : std::max(value.number, other.number);
        }
        else if (name == "floor")
        {
            value.number = std::floor(value.number);
        }
        else if (name == "ceil")
        {
            value.number = std::ceil(value.number);
        }
        else if (name == "round")
        {
            value.number = std::round(value.number);
        }
        else
        {
            throw ArithmeticError("one of the functions min, max, floor, ceil, round, not " + name);
        }
        Skip(')');
        return value;
    }

    const std::string& m_text;                                    //!< the expression
    const std::function<std::string(const std::string&)>& m_find; //!< gives the text of a name
    size_t m_at{0};                                               //!< how much of it was read
    uint32_t m_depth{0};                                          //!< parentheses that are open
};

} // namespace

std::string
WorkOut(const std::string& text, const std::function<std::string(const std::string&)>& find)
{
    const Value value = Expression(text, find).Read();
    const auto unit = GetUnitNames(value.dimension).front();
    return FormatPlain(WithoutNoise(value.number)) + (unit.empty() ? "" : " " + unit);
}

} // namespace ns3::planner
