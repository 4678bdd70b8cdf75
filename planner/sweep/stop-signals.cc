/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "stop-signals.h"

#include <cstring>
#include <string>

namespace ns3::planner
{

namespace
{

/// Which of them came; 0: none. A signal handler can do no more than set it.
volatile std::sig_atomic_t g_stopSignal = 0;

/// @param signal which
void
RememberSignal(int signal)
{
    g_stopSignal = signal;
}

} // namespace

Interrupted::Interrupted(int signal)
    : std::runtime_error("stopped by signal " + std::to_string(signal) + " (" + strsignal(signal) +
                         ")"),
      m_signal(signal)
{
}

StopSignals::StopSignals()
{
    g_stopSignal = 0;
    sigset_t stop;
    sigemptyset(&stop);
    struct sigaction action = {};
    action.sa_handler = RememberSignal;
    for (size_t i = 0; i < SIGNALS.size(); i++)
    {
        sigaction(SIGNALS[i], nullptr, &m_actions[i]);
        if (m_actions[i].sa_handler != SIG_IGN)
        {
            sigaddset(&stop, SIGNALS[i]);
            sigaction(SIGNALS[i], &action, nullptr);
        }
    }
    sigprocmask(SIG_BLOCK, &stop, &m_mask);
}

StopSignals::~StopSignals()
{
    for (size_t i = 0; i < SIGNALS.size(); i++)
    {
        sigaction(SIGNALS[i], &m_actions[i], nullptr);
    }
    sigprocmask(SIG_SETMASK, &m_mask, nullptr);
}

void
StopSignals::ThrowIfOne() const
{
    if (g_stopSignal != 0)
    {
        throw Interrupted(g_stopSignal);
    }
}

} // namespace ns3::planner
