/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_PROGRESS_BAR_H
#define IPSEC_OFFLOAD_PLANNER_PROGRESS_BAR_H

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <ostream>
#include <string>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * Tells how far some work is: points done, rate, time left. What is done within a second is not
 * worth a word.
 */
class ProgressBar
{
  public:
    /// Wall clock that never jumps.
    using Clock = std::chrono::steady_clock;

    /// How it speaks.
    enum class Style : uint8_t
    {
        SILENT,
        LINES,   //!< a plain line every ten seconds
        TERMINAL //!< a line that is drawn again and again
    };

    /** @param isQuiet nothing is to be said @return the style that fits standard error */
    static Style ChooseStyle(bool isQuiet);

    /**
     * @param out where to draw
     * @param style how
     * @param total points to do
     * @param now when the work begins
     * @param name of the work, where there may be several: "closed form"
     */
    ProgressBar(std::ostream& out,
                Style style,
                size_t total,
                Clock::time_point now,
                const std::string& name = "");

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

    /** One more point is done, which is like the others. @param now when */
    void Advance(Clock::time_point now = Clock::now());

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
    Style m_style;             //!< how
    size_t m_total;            //!< points to do
    size_t m_done{0};          //!< by Advance()
    std::string m_name;        //!< "closed form: "
    Clock::time_point m_start; //!< when the work began
    Clock::time_point m_drawn; //!< when it was drawn last
    std::string m_text;        //!< what stands there
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_PROGRESS_BAR_H */
