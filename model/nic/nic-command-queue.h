/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_NIC_COMMAND_QUEUE_H
#define IPSEC_OFFLOAD_NIC_COMMAND_QUEUE_H

#include "nic-command-channel.h"
#include "nic-command-maker.h"

#include "ns3/ipsec-life-token.h"
#include "ns3/ipsec-pico-time.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * What a driver has to say to its NIC: the commands (CommandMaker) and the channel over which they
 * go (CommandChannel). Installs, removals and queries of all parts of the driver wait for each
 * other here.
 *
 * A completion learns whether the NIC was reset since its commands were submitted: what they made
 * is lost then. After Close() no completion comes any more.
 */
class NicCommandQueue
{
  public:
    /** @param profile what NIC it is; kept by reference */
    explicit NicCommandQueue(const NicProfile& profile);

    /** @return what draws commands */
    CommandMaker& GetMaker()
    {
        return m_maker;
    }

    /** @return what draws commands */
    const CommandMaker& GetMaker() const
    {
        return m_maker;
    }

    /** @return the channel */
    const CommandChannel& GetChannel() const
    {
        return m_channel;
    }

    /// Called when commands that change the NIC are through; wasReset: and it was reset meanwhile.
    using Completion = std::function<void(Ps now, bool wasReset)>;

    /**
     * Put commands that change the NIC on the channel.
     * @param duration of the commands on an idle channel
     * @param done called at the completion
     */
    void Submit(Ps now, Ps duration, Completion done);

    /**
     * Put commands on the channel that read the NIC, or leave its slots as they are.
     * @param duration of the commands on an idle channel
     * @param done called at the completion
     */
    void SubmitQuery(Ps now, Ps duration, CommandChannel::Completion done);

    /** The NIC is reset: completions of what was submitted before will say so. */
    void Reset()
    {
        ++m_resets;
    }

    /** The driver is gone: no completion comes any more. */
    void Close()
    {
        m_life.End();
    }

    /** @return submissions of commands that change the NIC, and are not complete */
    uint32_t GetInFlight() const
    {
        return m_inFlight;
    }

  private:
    CommandMaker m_maker;     //!< see GetMaker()
    CommandChannel m_channel; //!< see GetChannel()
    uint64_t m_resets{0};     //!< of the NIC
    uint32_t m_inFlight{0};   //!< see GetInFlight()
    LifeToken m_life;         //!< ends with Close()
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_NIC_COMMAND_QUEUE_H */
