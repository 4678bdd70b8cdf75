/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_PICO_TIME_H
#define IPSEC_OFFLOAD_IPSEC_PICO_TIME_H

#include "ns3/nstime.h"

#include <cstdint>
#include <limits>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * Time since the start of the simulation in whole picoseconds.
 *
 * The layers below stack/ and lean/ compute in this unit whatever resolution ns-3's Time has, so
 * that a server is exact to the picosecond even in a script that keeps ns-3's nanoseconds. The
 * range is 106 days; later instants saturate (see ToPs()).
 */
using Ps = int64_t;

/// Picoseconds in a second.
static constexpr Ps PS_PER_SECOND = 1'000'000'000'000;

/// An instant or a span that never ends.
static constexpr Ps PS_NEVER = std::numeric_limits<Ps>::max();

/**
 * @ingroup ipsec-offload
 * @param time a time in ns-3's current resolution
 * @return the same in picoseconds; what lies beyond 106 days gives PS_NEVER (or its negative)
 */
inline Ps
ToPs(const Time& time)
{
    if (Time::GetResolution() == Time::PS)
    {
        return time.GetTimeStep();
    }
    constexpr int64_t limitNs = PS_NEVER / 1000;
    const int64_t ns = time.GetNanoSeconds();
    if (ns > limitNs)
    {
        return PS_NEVER;
    }
    return ns < -limitNs ? -PS_NEVER : time.GetPicoSeconds();
}

/**
 * @ingroup ipsec-offload
 * @param time picoseconds
 * @return the same as ns-3's Time; a coarser resolution rounds down
 */
inline Time
FromPs(Ps time)
{
    return Time::GetResolution() == Time::PS ? TimeStep(static_cast<uint64_t>(time))
                                             : PicoSeconds(time);
}

/**
 * @ingroup ipsec-offload
 * @param seconds a span in seconds
 * @return the same in picoseconds, to the nearest
 */
inline Ps
SecondsToPs(double seconds)
{
    return static_cast<Ps>(seconds * 1e12 + (seconds < 0 ? -0.5 : 0.5));
}

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_PICO_TIME_H */
