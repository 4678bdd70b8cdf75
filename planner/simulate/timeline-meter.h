/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_TIMELINE_METER_H
#define IPSEC_OFFLOAD_PLANNER_TIMELINE_METER_H

#include "run-snapshot.h"

#include "planner/base/point.h"

#include "ns3/ipsec-pico-time.h"

#include <functional>
#include <vector>

namespace ns3::planner
{

/// What a sample is made from. Counts go on from the start of the simulation.
struct TimelineReading
{
    RunSnapshot snapshot;   //!< of the measured node
    uint64_t unreported{0}; //!< octets that NICs have counted and not reported
    uint64_t overshoot{0};  //!< since the last reading, see OvershootMeter::TakeMost()
    uint64_t rekeys{0};     //!< pairs of SAs that were replaced
};

/**
 * @ingroup ipsec-offload
 * Samples a node along the time of a simulation, at equal steps from the start of the traffic.
 */
class TimelineMeter
{
  public:
    /**
     * @param read reads the counters of the measured node
     * @param transmit true: the offload ratio is that of the way out
     */
    TimelineMeter(std::function<TimelineReading()> read, bool transmit);

    /**
     * @param from first instant; the first sample is a step later
     * @param step between samples
     * @param goesOn asked before each sample: false ends them
     */
    void Start(Ps from, Ps step, std::function<bool()> goesOn);

    /** @return the samples so far, in order of time */
    const Timeline& GetTimeline() const
    {
        return m_timeline;
    }

  private:
    /// Counters at a sample, octets.
    struct Counts
    {
        uint64_t offloaded{0};
        uint64_t software{0};
        uint64_t lost{0}; //!< packets without an SA
        uint64_t wire{0};
        uint64_t rekeys{0}; //!< pairs of SAs
    };

    Counts CountsOf(const TimelineReading& reading) const;
    void Take();

    std::function<TimelineReading()> m_read; //!< reads the counters
    bool m_transmit;                         //!< which way
    Ps m_start{0};                           //!< samples count from here
    Ps m_step{0};                            //!< between samples
    std::function<bool()> m_goesOn;          //!< see Start()
    Counts m_last;                           //!< at the last sample
    Timeline m_timeline;                     //!< see GetTimeline()
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_TIMELINE_METER_H */
