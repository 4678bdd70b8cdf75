/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "nic-command-time.h"

#include "ns3/double.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <istream>
#include <iterator>
#include <numeric>
#include <ostream>
#include <utility>

namespace ns3
{

// What ns-3's macro makes has a parameter that it does not use.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-parameter"
ATTRIBUTE_HELPER_CPP(CommandTime);
#pragma GCC diagnostic pop

namespace
{

/// The 99th percentile of the standard normal distribution.
constexpr double NORMAL_99 = 2.3263478740408408;

/// A shape's name and how many values it takes.
struct ShapeName
{
    const char* name;
    CommandTime::Shape shape;
    size_t least;
    size_t most;
};

constexpr ShapeName SHAPES[] = {{"uniform", CommandTime::Shape::UNIFORM, 2, 2},
                                {"exponential", CommandTime::Shape::EXPONENTIAL, 1, 1},
                                {"log-normal", CommandTime::Shape::LOG_NORMAL, 2, 2},
                                {"empirical", CommandTime::Shape::EMPIRICAL, 1, SIZE_MAX}};

/// Units, greatest first.
constexpr std::pair<const char*, double> UNITS[] = {{"s", 1e12},
                                                    {"ms", 1e9},
                                                    {"us", 1e6},
                                                    {"\u00b5s", 1e6}, // micro sign
                                                    {"\u03bcs", 1e6}, // Greek mu
                                                    {"ns", 1e3},
                                                    {"ps", 1}};

/// @param text "30us", without blanks @return the span, or nothing
std::optional<Ps>
ParseSpan(const std::string& text)
{
    const size_t end = text.find_first_not_of("0123456789.");
    if (end == 0 || end == std::string::npos || std::count(text.begin(), text.end(), '.') > 1 ||
        text.substr(0, end) == ".")
    {
        return std::nullopt;
    }
    for (const auto& [name, factor] : UNITS)
    {
        if (text.compare(end, std::string::npos, name) == 0)
        {
            // Not std::stod, which throws where this is infinite.
            const double span = std::strtod(text.c_str(), nullptr) * factor;
            constexpr double longest = 86'400.0 * PS_PER_SECOND;
            return span <= longest ? std::optional<Ps>(std::llround(span)) : std::nullopt;
        }
    }
    return std::nullopt;
}

/// @param span a span @return "30us", in the greatest unit in which it is a whole number
std::string
SpanText(Ps span)
{
    for (const auto& [name, factor] : UNITS)
    {
        const auto unit = static_cast<Ps>(factor);
        if (span != 0 && span % unit == 0)
        {
            return std::to_string(span / unit) + name;
        }
    }
    return "0us";
}

} // namespace

CommandTime::CommandTime(Ps constant)
    : m_values{constant}
{
}

std::optional<CommandTime>
CommandTime::Parse(const std::string& text)
{
    std::string bare;
    std::copy_if(text.begin(), text.end(), std::back_inserter(bare), [](char c) {
        return c != ' ';
    });
    CommandTime time;
    const size_t open = bare.find('(');
    if (open == std::string::npos)
    {
        const auto span = ParseSpan(bare);
        return span ? std::optional<CommandTime>(*span) : std::nullopt;
    }
    const auto shape = std::find_if(std::begin(SHAPES), std::end(SHAPES), [&](const auto& entry) {
        return bare.compare(0, open, entry.name) == 0;
    });
    if (shape == std::end(SHAPES) || bare.back() != ')')
    {
        return std::nullopt;
    }
    time.m_shape = shape->shape;
    time.m_values.clear();
    for (size_t begin = open + 1; begin < bare.size();)
    {
        const size_t end = std::min(bare.find(',', begin), bare.size() - 1);
        const auto span = ParseSpan(bare.substr(begin, end - begin));
        if (!span)
        {
            return std::nullopt;
        }
        time.m_values.push_back(*span);
        begin = end + 1;
    }
    const auto& values = time.m_values;
    const bool fits = values.size() >= shape->least && values.size() <= shape->most &&
                      (time.m_shape == Shape::EMPIRICAL || time.m_shape == Shape::EXPONENTIAL ||
                       values[0] <= values[1]) &&
                      (time.m_shape != Shape::LOG_NORMAL || values[0] > 0);
    return fits ? std::optional<CommandTime>(time) : std::nullopt;
}

const char*
CommandTime::Describe()
{
    return "a duration such as '30 us', or uniform(LEAST, MOST), exponential(MEAN), "
           "log-normal(MEDIAN, 99TH-PERCENTILE) or empirical(VALUE, VALUE, ...) of durations";
}

std::string
CommandTime::ToText() const
{
    std::string list;
    for (const Ps value : m_values)
    {
        list += (list.empty() ? "" : ",") + SpanText(value);
    }
    for (const auto& [name, shape, least, most] : SHAPES)
    {
        if (shape == m_shape)
        {
            return std::string(name) + "(" + list + ")";
        }
    }
    return list;
}

/// @return the standard deviation of a log-normal time's logarithm
double
CommandTime::GetSigma() const
{
    return std::log(static_cast<double>(m_values[1]) / static_cast<double>(m_values[0])) /
           NORMAL_99;
}

Ps
CommandTime::GetMean() const
{
    switch (m_shape)
    {
    case Shape::CONSTANT:
    case Shape::EXPONENTIAL:
        break;
    case Shape::UNIFORM:
        return (m_values[0] + m_values[1]) / 2;
    case Shape::LOG_NORMAL:
        return std::llround(static_cast<double>(m_values[0]) *
                            std::exp(GetSigma() * GetSigma() / 2));
    case Shape::EMPIRICAL:
        return std::accumulate(m_values.begin(), m_values.end(), Ps{0}) /
               static_cast<Ps>(m_values.size());
    }
    return m_values[0];
}

Ptr<RandomVariableStream>
CommandTime::MakeStream() const
{
    const auto front = static_cast<double>(m_values[0]);
    switch (m_shape)
    {
    case Shape::CONSTANT:
        break;
    case Shape::UNIFORM: {
        const auto stream = CreateObject<UniformRandomVariable>();
        stream->SetAttribute("Min", DoubleValue(front));
        stream->SetAttribute("Max", DoubleValue(static_cast<double>(m_values[1])));
        return stream;
    }
    case Shape::EXPONENTIAL: {
        const auto stream = CreateObject<ExponentialRandomVariable>();
        stream->SetAttribute("Mean", DoubleValue(front));
        return stream;
    }
    case Shape::LOG_NORMAL: {
        const auto stream = CreateObject<LogNormalRandomVariable>();
        stream->SetAttribute("Mu", DoubleValue(std::log(front)));
        stream->SetAttribute("Sigma", DoubleValue(GetSigma()));
        return stream;
    }
    case Shape::EMPIRICAL: {
        const auto stream = CreateObject<EmpiricalRandomVariable>();
        std::vector<Ps> sorted = m_values;
        std::sort(sorted.begin(), sorted.end());
        for (size_t i = 0; i < sorted.size(); ++i)
        {
            if (i + 1 == sorted.size() || sorted[i + 1] != sorted[i])
            {
                stream->CDF(static_cast<double>(sorted[i]),
                            static_cast<double>(i + 1) / static_cast<double>(sorted.size()));
            }
        }
        return stream;
    }
    }
    return nullptr;
}

std::ostream&
operator<<(std::ostream& os, const CommandTime& time)
{
    return os << time.ToText();
}

std::istream&
operator>>(std::istream& is, CommandTime& time)
{
    const std::string text{std::istreambuf_iterator<char>(is), std::istreambuf_iterator<char>()};
    const auto parsed = CommandTime::Parse(text);
    if (parsed)
    {
        time = *parsed;
        is.clear(std::ios::eofbit);
    }
    else
    {
        is.setstate(std::ios::failbit | std::ios::eofbit);
    }
    return is;
}

} // namespace ns3
