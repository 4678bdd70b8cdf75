/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_STEP_RECORD_H
#define IPSEC_OFFLOAD_IPSEC_STEP_RECORD_H

#include "ipsec-ip-address.h"
#include "ipsec-step-code.h"

#include "ns3/ipsec-pico-time.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * When a step happened. What takes no time has one instant.
 */
struct StepTimes
{
    /// @param now the one instant
    StepTimes(Ps now)
        : StepTimes(now, now, now)
    {
    }

    /**
     * @param came when the packet came to the stage
     * @param began when the stage began with it
     * @param ended when the stage was done with it
     */
    StepTimes(Ps came, Ps began, Ps ended)
        : arrival(came),
          start(began),
          done(ended)
    {
    }

    Ps arrival; //!< when the packet came to the stage
    Ps start;   //!< when the stage began with it; a walk shows this one
    Ps done;    //!< when the stage was done with it
};

/**
 * @ingroup ipsec-offload
 * One step of a packet's way, or of an SA's life: plain data, which model/explain puts into words.
 *
 * A record owns all that it says and refers to nothing, so it can be kept as long as one likes.
 * StepCode says what numbers and names a step has. Enum values travel as numbers, an address as
 * two. Names are for what has no number that outlives it: an interface, a policy, an errno, a
 * driver's own words.
 */
struct StepRecord
{
    /// Most numbers of a step.
    static constexpr size_t NUMBERS = 12;
    /// Most names of a step.
    static constexpr size_t NAMES = 2;

    /**
     * @tparam Values numbers, enum values, addresses and strings
     * @param what which step
     * @param when its times
     * @param values what its numbers and names are, in the order of StepCode
     */
    template <typename... Values>
    StepRecord(StepCode what, const StepTimes& when, const Values&... values)
        : code(what),
          times(when)
    {
        (Add(values), ...);
    }

    /** @param value one more number */
    template <typename Number>
    std::enable_if_t<std::is_integral_v<Number> || std::is_enum_v<Number>> Add(Number value)
    {
        numbers.at(numberCount++) = static_cast<uint64_t>(value);
    }

    /** @param address two more numbers */
    void Add(const IpAddress& address)
    {
        Add(address.high);
        Add(address.low);
    }

    /** @param name one more name */
    void Add(const std::string& name)
    {
        names.at(nameCount++) = name;
    }

    StepCode code;                           //!< which step
    uint8_t numberCount{0};                  //!< how many numbers it has
    uint8_t nameCount{0};                    //!< how many names it has
    StepTimes times;                         //!< when
    std::array<uint64_t, NUMBERS> numbers{}; //!< beyond its own: 0
    std::array<std::string, NAMES> names;    //!< beyond its own: empty
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_STEP_RECORD_H */
