/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "progress-bar.h"

#include "number-format.h"

#include <unistd.h>

#include <cmath>

namespace ns3::planner
{

namespace
{

/// Characters between the brackets.
constexpr size_t WIDTH = 30;

/// Nothing is drawn before.
constexpr std::chrono::seconds PATIENCE{1};

/// Between two plain lines.
constexpr std::chrono::seconds PLAIN_PERIOD{10};

/// Back to the first column, and nothing right of it.
constexpr const char* CLEAR_LINE = "\r\033[K";

/// @param seconds a duration @return "20 s", "3 min", "2.5 h"
std::string
DescribeDuration(double seconds)
{
    if (seconds < 100)
    {
        return FormatFixed(std::ceil(seconds), 0) + " s";
    }
    if (seconds < 6000)
    {
        return FormatFixed(std::ceil(seconds / 60), 0) + " min";
    }
    return FormatFixed(seconds / 3600, 1) + " h";
}

} // namespace

ProgressBar::Style
ProgressBar::ChooseStyle(bool isQuiet)
{
    if (isQuiet)
    {
        return Style::SILENT;
    }
    return isatty(STDERR_FILENO) != 0 ? Style::TERMINAL : Style::LINES;
}

ProgressBar::ProgressBar(std::ostream& out,
                         Style style,
                         size_t total,
                         Clock::time_point now,
                         const std::string& name)
    : m_out(out),
      m_style(style),
      m_total(total),
      m_name(name.empty() ? "" : name + ": "),
      m_start(now),
      m_drawn(now)
{
}

ProgressBar::~ProgressBar()
{
    if (m_style == Style::TERMINAL && !m_text.empty())
    {
        m_out << CLEAR_LINE << std::flush;
    }
}

std::string
ProgressBar::Describe(size_t done, size_t total, double share, double seconds)
{
    auto text = std::to_string(done) + " of " + std::to_string(total) + " points";
    if (done > 0 && share > 0 && seconds > 0)
    {
        const double rate = static_cast<double>(done) / seconds;
        text += ", " + FormatFixed(rate, 1) + " per second, " +
                DescribeDuration(seconds * (1 - share) / share) + " left";
    }
    return text;
}

void
ProgressBar::Update(size_t done, double share, Clock::time_point now)
{
    const bool isTerminal = m_style == Style::TERMINAL;
    const bool isEarly = isTerminal ? now - m_start < PATIENCE : now - m_drawn < PLAIN_PERIOD;
    if (m_style == Style::SILENT || isEarly)
    {
        return;
    }
    m_drawn = now;
    auto text =
        m_name +
        Describe(done, m_total, share, std::chrono::duration<double>(now - m_start).count());
    if (isTerminal)
    {
        const auto filled = m_total == 0 ? WIDTH : WIDTH * done / m_total;
        text = "[" + std::string(filled, '#') + std::string(WIDTH - filled, '.') + "] " + text;
    }
    if (text == m_text)
    {
        return;
    }
    m_text = text;
    if (isTerminal)
    {
        m_out << CLEAR_LINE << m_text << std::flush;
    }
    else
    {
        m_out << m_text << std::endl;
    }
}

void
ProgressBar::Advance(Clock::time_point now)
{
    ++m_done;
    Update(m_done, static_cast<double>(m_done) / static_cast<double>(m_total), now);
}

} // namespace ns3::planner
