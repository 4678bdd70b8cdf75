/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_NIC_COMMAND_TIME_H
#define IPSEC_OFFLOAD_NIC_COMMAND_TIME_H

#include "ns3/attribute-helper.h"
#include "ns3/ipsec-pico-time.h"
#include "ns3/ptr.h"
#include "ns3/random-variable-stream.h"

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * How long one command takes (N18, N55): a constant or a distribution.
 *
 * As text: "30us", "uniform(10us, 50us)", "exponential(30us)" with its mean,
 * "log-normal(30us, 200us)" with its median and its 99th percentile, "empirical(12us, 13us, 80us)"
 * with values of which each is as likely as the others. Units: ps, ns, us, ms, s.
 */
class CommandTime
{
  public:
    /// Kinds of distributions.
    enum class Shape : uint8_t
    {
        CONSTANT,
        UNIFORM,
        EXPONENTIAL,
        LOG_NORMAL,
        EMPIRICAL
    };

    /** @param constant always this long */
    CommandTime(Ps constant = 0); // NOLINT(google-explicit-constructor): a span is such a time

    /**
     * @param text as in the class's description
     * @return the time, or nothing when the text is not one
     */
    static std::optional<CommandTime> Parse(const std::string& text);

    /** @return what Parse() reads, in words for who made a mistake */
    static const char* Describe();

    /** @return as text; Parse() reads it again */
    std::string ToText() const;

    /** @return what kind of distribution it is */
    Shape GetShape() const
    {
        return m_shape;
    }

    /** @return the mean */
    Ps GetMean() const;

    /** @return a stream of picoseconds; nullptr for a constant */
    Ptr<RandomVariableStream> MakeStream() const;

    /** @param other another one @return true when equal */
    bool operator==(const CommandTime& other) const
    {
        return m_shape == other.m_shape && m_values == other.m_values;
    }

    /** @param other another one @return true when different */
    bool operator!=(const CommandTime& other) const
    {
        return !(*this == other);
    }

  private:
    double GetSigma() const;

    Shape m_shape{Shape::CONSTANT};
    std::vector<Ps> m_values; //!< what stands between the brackets; a constant's only value
};

/** @param os a stream @param time what to print @return the stream */
std::ostream& operator<<(std::ostream& os, const CommandTime& time);
/** @param is a stream @param time what is read, the rest of the stream @return the stream */
std::istream& operator>>(std::istream& is, CommandTime& time);

ATTRIBUTE_HELPER_HEADER(CommandTime);

} // namespace ns3

#endif /* IPSEC_OFFLOAD_NIC_COMMAND_TIME_H */
