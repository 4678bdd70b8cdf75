/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_NIC_COMMAND_CHANNEL_H
#define IPSEC_OFFLOAD_NIC_COMMAND_CHANNEL_H

#include "ns3/ipsec-pico-time.h"

#include <cstdint>
#include <functional>
#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * The NIC's command channel: installs, removals and counter queries wait for each other in order of
 * submission. mlx5 has one firmware channel (doc/sources.rst#mlx5-command-times), other cards have
 * several slots. Its state is the instant at which each server becomes free; each submission, one
 * list of commands, costs one event, at its completion.
 */
class CommandChannel
{
  public:
    /// Called at the completion.
    using Completion = std::function<void(Ps now)>;

    /** @param servers lists of commands under way at a time, at least 1 */
    explicit CommandChannel(uint32_t servers = 1);

    /**
     * @param duration time of the commands on an idle channel
     * @param done called at the completion
     */
    void Submit(Ps now, Ps duration, Completion done);

    /** @return how long a submission would wait */
    Ps GetWait(Ps now) const;

    /** @return when everything that was submitted is done */
    Ps GetFreeAt() const;

    /** @return total time of the commands submitted, over all servers */
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
    std::vector<Ps> m_freeAt;  //!< per server: idle from here
    Ps m_busy{0};              //!< sum of durations
    uint64_t m_submissions{0}; //!< count
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_NIC_COMMAND_CHANNEL_H */
