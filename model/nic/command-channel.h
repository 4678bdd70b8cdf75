/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_COMMAND_CHANNEL_H
#define IPSEC_OFFLOAD_COMMAND_CHANNEL_H

#include "ns3/pico-time.h"

#include <cstdint>
#include <functional>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * The NIC's one command channel: installs, removals and counter queries wait for each other in
 * order of submission (hardware.md section 2: one firmware channel). Its state is the instant at
 * which it becomes free; each submission costs one event, at its completion.
 */
class CommandChannel
{
  public:
    /// Called at the completion.
    using Completion = std::function<void(Ps now)>;

    /**
     * @param now the time
     * @param duration time of the commands on an idle channel
     * @param done called at the completion
     */
    void Submit(Ps now, Ps duration, Completion done);

    /** @return when everything that was submitted is done */
    Ps GetFreeAt() const
    {
        return m_freeAt;
    }

    /** @return total time of the commands submitted */
    Ps GetBusyTime() const
    {
        return m_busy;
    }

    /** @return submissions so far */
    uint64_t GetSubmissions() const
    {
        return m_submissions;
    }

  private:
    Ps m_freeAt{0};            //!< idle from here
    Ps m_busy{0};              //!< sum of durations
    uint64_t m_submissions{0}; //!< count
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_COMMAND_CHANNEL_H */
