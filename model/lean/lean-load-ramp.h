/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_LEAN_LOAD_RAMP_H
#define IPSEC_OFFLOAD_LEAN_LOAD_RAMP_H

#include "ns3/ipsec-pico-time.h"

#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * A load that changes with time: a factor of the full load, linear from point to point, constant
 * before the first and after the last. Times are picoseconds since the start of the traffic, with
 * their fractions.
 *
 * What has been offered until an instant is the integral of the factor: the time in which the full
 * load would have offered as much. Here it is called the load time.
 */
class LoadRamp
{
  public:
    /// A point of the ramp.
    struct Point
    {
        Ps at;         //!< after the start of the traffic
        double factor; //!< of the full load, above 0
    };

    /** No ramp: the factor is 1, and load time is time. */
    LoadRamp() = default;

    /** @param points at least one, in order of time, no two at the same */
    explicit LoadRamp(std::vector<Point> points);

    /** @return true when there is a ramp */
    bool IsOn() const
    {
        return !m_points.empty();
    }

    /** @return the points that it was made of */
    const std::vector<Point>& GetPoints() const
    {
        return m_points;
    }

    /** @param time since the start @return the factor then */
    double GetFactor(double time) const;

    /** @param time since the start @return load time; 0 before the start */
    double GetLoadTime(double time) const;

    /** @param loadTime since the start @return when it is reached */
    double GetTime(double loadTime) const;

    /** @return the greatest factor */
    double GetGreatest() const;

    /**
     * A staircase of the same load: each step has the mean factor of its time.
     * @param height of a step, at most, as a share of the greatest factor
     * @return where the steps begin, in order, the first at 0, and their factors
     */
    std::vector<Point> MakeSteps(double height) const;

  private:
    /// A part in which the factor is linear, up to the next one.
    struct Part
    {
        double from;     //!< its begin
        double loadTime; //!< until then
        double factor;   //!< at its begin
        double slope;    //!< change of the factor in a picosecond
    };

    std::vector<Point> m_points; //!< see GetPoints()
    std::vector<Part> m_parts;   //!< in order of time
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_LEAN_LOAD_RAMP_H */
