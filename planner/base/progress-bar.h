/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_PROGRESS_BAR_H
#define IPSEC_OFFLOAD_PLANNER_PROGRESS_BAR_H

#include <chrono>
#include <cstddef>
#include <ostream>
#include <string>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * Tells how far a run is: points done, rate, time left. A bar that redraws itself on a terminal;
 * elsewhere one plain line every ten seconds.
 */
class ProgressBar
{
  public:
    /// Wall clock that never jumps.
    using Clock = std::chrono::steady_clock;

    /**
     * @param out where to draw
     * @param isTerminal whether a line can be drawn again
     * @param total points to do
     * @param now when the run begins
     */
    ProgressBar(std::ostream& out, bool isTerminal, size_t total, Clock::time_point now);

    /// Takes the bar away, so that what follows begins on a clean line.
    ~ProgressBar();

    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

    /**
     * Draw if there is something new to say.
     * @param done points done
     * @param share of the whole work that they were: points differ in size
     */
    void Update(size_t done, double share, Clock::time_point now);

    /**
     * @param done points done
     * @param total points to do
     * @param share of the whole work that is done
     * @param seconds how long it took
     * @return "45 of 108 points, 3.2 per second, 20 s left"
     */
    static std::string Describe(size_t done, size_t total, double share, double seconds);

  private:
    std::ostream& m_out;       //!< where to draw
    bool m_isTerminal;         //!< whether a line can be drawn again
    size_t m_total;            //!< points to do
    Clock::time_point m_start; //!< when the run began
    Clock::time_point m_drawn; //!< when it was drawn last
    std::string m_text;        //!< what stands there
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_PROGRESS_BAR_H */
