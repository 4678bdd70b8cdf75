/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_STOP_SIGNALS_H
#define IPSEC_OFFLOAD_PLANNER_STOP_SIGNALS_H

#include <array>
#include <csignal>
#include <stdexcept>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * The user asked to stop (SIGINT, SIGTERM or SIGHUP, unless the process ignores them).
 */
class Interrupted : public std::runtime_error
{
  public:
    /** @param signal which signal */
    explicit Interrupted(int signal);

    /** @return which signal */
    int GetSignal() const
    {
        return m_signal;
    }

  private:
    int m_signal; //!< which signal
};

/**
 * @ingroup ipsec-offload
 * While it lives, signals that stop a run are remembered, and delivered only while somebody sleeps
 * with GetMask(): between a look at the memory and the sleep none can slip through. What is ignored
 * stays so: nohup ignores SIGHUP, a script's shell SIGINT for what it starts in the background.
 */
class StopSignals
{
  public:
    /** Begin to remember. */
    StopSignals();

    /** Signals do again what they did before. */
    ~StopSignals();

    StopSignals(const StopSignals&) = delete;
    StopSignals& operator=(const StopSignals&) = delete;

    /** @return the mask from before */
    const sigset_t& GetMask() const
    {
        return m_mask;
    }

    /** @throws Interrupted when one came */
    void ThrowIfOne() const;

  private:
    /// Signals that end a run.
    static constexpr std::array<int, 3> SIGNALS{SIGINT, SIGTERM, SIGHUP};

    sigset_t m_mask{};                                        //!< from before
    std::array<struct sigaction, SIGNALS.size()> m_actions{}; //!< from before
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_STOP_SIGNALS_H */
