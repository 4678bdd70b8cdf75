/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_LEAN_TRAFFIC_CLOCK_H
#define IPSEC_OFFLOAD_LEAN_TRAFFIC_CLOCK_H

#include "lean-load-ramp.h"

#include "ns3/ipsec-pico-time.h"
#include "ns3/ptr.h"
#include "ns3/random-variable-stream.h"

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * A source that sends in bursts: on and off in turn, for times that are exponentially distributed
 * (an interrupted Poisson process). While on it is so much faster that its mean rate stays what it
 * is.
 */
struct TrafficBursts
{
    Ps on{0};  //!< mean length of a burst
    Ps off{0}; //!< mean length of a pause; 0: there are no bursts

    /** @return true when there are bursts */
    bool IsOn() const
    {
        return off > 0;
    }

    /** @return how much faster than in the mean a source is within a burst */
    double GetSpeedUp() const
    {
        return 1 + static_cast<double>(off) / static_cast<double>(on);
    }
};

/**
 * @ingroup ipsec-offload
 * Tells a source whose rate changes when its next datagram is due. Arrivals of constant rate are
 * mapped through the inverse of what has been offered until an instant: exact, without rejected
 * draws, for random and for equal gaps.
 *
 * A burst begins and ends by itself, in real time; a ramp changes the rate within it. At the start
 * the source is on with probability on / (on + off), as it is at any other instant.
 */
class TrafficClock
{
  public:
    /**
     * @param ramp of the load
     * @param bursts of the source
     * @param random draws the lengths of bursts and pauses
     */
    TrafficClock(LoadRamp ramp, const TrafficBursts& bursts, Ptr<UniformRandomVariable> random);

    /**
     * @param time picoseconds since the start at which the datagram would be due at constant rate;
     * not less than in the last call
     * @return picoseconds since the start at which it is due
     */
    double Map(double time);

  private:
    double Draw(Ps mean);
    void BeginBurst(double from);

    LoadRamp m_ramp;                     //!< of the load
    TrafficBursts m_bursts;              //!< of the source
    Ptr<UniformRandomVariable> m_random; //!< for lengths of bursts and pauses
    double m_offered{0};                 //!< times at constant rate, until the burst began
    double m_loadTime{0};                //!< see LoadRamp; when the burst began
    double m_length{0};                  //!< of the burst, load time
    double m_end{0};                     //!< of the burst, time
    bool m_hasBegun{false};              //!< the first burst is known
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_LEAN_TRAFFIC_CLOCK_H */
