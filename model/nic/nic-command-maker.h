/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_NIC_COMMAND_MAKER_H
#define IPSEC_OFFLOAD_NIC_COMMAND_MAKER_H

#include "nic-command-time.h"
#include "nic-install-command.h"
#include "nic-profile.h"

#include "ns3/ipsec-pico-time.h"
#include "ns3/random-variable-stream.h"

#include <array>
#include <cstdint>
#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * Draws how long commands take and whether they succeed (N18, N55), from ns-3's random streams.
 *
 * A command that takes longer than the driver's time-out, or that is lost, costs the time-out, and
 * the driver takes it for failed. Commands of one list go one after the other and end at the first
 * that fails, so a list is one span of time and costs one event.
 */
class CommandMaker
{
  public:
    /// Random streams that AssignStreams() uses.
    static constexpr int64_t STREAMS = static_cast<int64_t>(CommandKind::COUNT) + 3;

    /// What became of commands.
    enum class Result : uint8_t
    {
        OK,
        FAULT,    //!< the NIC answered with an error
        TIMED_OUT //!< no answer within the driver's time-out
    };

    /// A list of commands.
    struct Work
    {
        Ps duration{0};            //!< on an idle channel
        uint32_t created{0};       //!< objects made: what an undo has to remove
        Result result{Result::OK}; //!< of the last one
    };

    /** @param profile what NIC it is; kept by reference */
    explicit CommandMaker(const NicProfile& profile);

    /** @param stream first random stream @return how many are used */
    int64_t AssignStreams(int64_t stream);

    /**
     * Draw one command and put it at the end of a list; nothing when the list has failed already.
     * @param kind of the command
     * @param occupancy contexts in the NIC (N55)
     * @param work the list
     */
    void Add(CommandKind kind, uint32_t occupancy, Work& work);

    /**
     * @param commands what installs an SA in one direction, where installs are lists of commands;
     * a profile without any lists takes one command that does all
     * @param occupancy contexts in the NIC (N55)
     * @return what becomes of them
     */
    Work Install(const std::vector<InstallCommand>& commands, uint32_t occupancy);

    /**
     * Remove objects. A command that fails is repeated, as a driver would: RETRIES times, then the
     * driver gives the object up.
     * @param objects how many
     * @return how long it takes; it ends well
     */
    Work Remove(uint32_t objects);

    /** @return true with the probability of refusing an offer (N54) */
    bool RefusesByChance();

    /** @param kind of commands @return how many were drawn */
    uint64_t GetCount(CommandKind kind) const
    {
        return m_counts[static_cast<size_t>(kind)];
    }

    /** @param kind of commands @return how long they took */
    Ps GetTime(CommandKind kind) const
    {
        return m_times[static_cast<size_t>(kind)];
    }

    /// How often a removal is repeated.
    static constexpr int RETRIES = 2;

  private:
    static constexpr auto KINDS = static_cast<size_t>(CommandKind::COUNT);

    const CommandTime& TimeOf(CommandKind kind) const;
    Ps Draw(CommandKind kind);
    bool Happens(double probability, const Ptr<UniformRandomVariable>& stream) const;

    const NicProfile& m_profile;                            //!< what NIC it is
    std::array<Ptr<RandomVariableStream>, KINDS> m_streams; //!< nullptr: a constant
    Ptr<UniformRandomVariable> m_losses;                    //!< nullptr: none
    Ptr<UniformRandomVariable> m_faults;                    //!< nullptr: none
    Ptr<UniformRandomVariable> m_refusals;                  //!< nullptr: none
    std::array<uint64_t, KINDS> m_counts{};                 //!< see GetCount()
    std::array<Ps, KINDS> m_times{};                        //!< see GetTime()
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_NIC_COMMAND_MAKER_H */
