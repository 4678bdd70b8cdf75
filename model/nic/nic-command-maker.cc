/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "nic-command-maker.h"

#include <algorithm>
#include <cmath>

namespace ns3
{

CommandMaker::CommandMaker(const NicProfile& profile)
    : m_profile(profile)
{
    // Streams only where there is chance: each one made shifts ns-3's automatic numbering.
    for (size_t kind = 0; kind < KINDS; ++kind)
    {
        m_streams[kind] = TimeOf(static_cast<CommandKind>(kind)).MakeStream();
    }
    const auto chance = [](double probability) {
        return probability > 0 ? CreateObject<UniformRandomVariable>() : nullptr;
    };
    m_losses = chance(profile.commandLoss);
    m_faults = chance(profile.commandFault);
    m_refusals = chance(profile.refuseProbability);
}

int64_t
CommandMaker::AssignStreams(int64_t stream)
{
    int64_t next = stream;
    for (const auto& variable : m_streams)
    {
        if (variable)
        {
            variable->SetStream(next);
        }
        ++next;
    }
    for (const auto& variable : {m_losses, m_faults, m_refusals})
    {
        if (variable)
        {
            variable->SetStream(next);
        }
        ++next;
    }
    return STREAMS;
}

/// @param kind of a command @return how long it takes
const CommandTime&
CommandMaker::TimeOf(CommandKind kind) const
{
    switch (kind)
    {
    case CommandKind::CREATE:
        return m_profile.HasInstallLists() ? m_profile.createTime : m_profile.installTime;
    case CommandKind::MODIFY:
        return m_profile.modifyTime;
    case CommandKind::REMOVE:
        return m_profile.HasInstallLists() ? m_profile.destroyTime : m_profile.removeTime;
    case CommandKind::BULK_QUERY:
        return m_profile.bulkQueryTime;
    case CommandKind::QUERY:
    case CommandKind::COUNT:
        break;
    }
    return m_profile.queryTime;
}

/// @param kind of a command @return how long this one takes
Ps
CommandMaker::Draw(CommandKind kind)
{
    const auto& stream = m_streams[static_cast<size_t>(kind)];
    return stream ? static_cast<Ps>(std::llround(std::max(0.0, stream->GetValue())))
                  : TimeOf(kind).GetMean();
}

/// @param probability of an event @param stream its stream @return true when it happens
bool
CommandMaker::Happens(double probability, const Ptr<UniformRandomVariable>& stream) const
{
    return stream && stream->GetValue(0, 1) < probability;
}

void
CommandMaker::Add(CommandKind kind, uint32_t occupancy, Work& work)
{
    if (work.result != Result::OK)
    {
        return;
    }
    Ps duration = Draw(kind);
    if (kind == CommandKind::CREATE)
    {
        duration += static_cast<Ps>(occupancy) * m_profile.createTimePerContext;
    }
    const Ps patience = m_profile.commandTimeout;
    if (Happens(m_profile.commandLoss, m_losses) || (patience != 0 && duration > patience))
    {
        duration = patience;
        work.result = Result::TIMED_OUT;
    }
    else if (Happens(m_profile.commandFault, m_faults))
    {
        work.result = Result::FAULT;
    }
    else if (kind == CommandKind::CREATE)
    {
        ++work.created;
    }
    work.duration += duration;
    ++m_counts[static_cast<size_t>(kind)];
    m_times[static_cast<size_t>(kind)] += duration;
}

CommandMaker::Work
CommandMaker::Install(const std::vector<InstallCommand>& commands, uint32_t occupancy)
{
    Work work;
    if (!m_profile.HasInstallLists())
    {
        Add(CommandKind::CREATE, occupancy, work);
    }
    for (const InstallCommand command : commands)
    {
        Add(command == InstallCommand::MODIFY ? CommandKind::MODIFY : CommandKind::CREATE,
            occupancy,
            work);
    }
    return work;
}

CommandMaker::Work
CommandMaker::Remove(uint32_t objects)
{
    Work all;
    for (uint32_t i = 0; i < objects; ++i)
    {
        for (int tries = 0; tries <= RETRIES; ++tries)
        {
            Work one;
            Add(CommandKind::REMOVE, 0, one);
            all.duration += one.duration;
            if (one.result == Result::OK)
            {
                break;
            }
        }
    }
    return all;
}

bool
CommandMaker::RefusesByChance()
{
    return Happens(m_profile.refuseProbability, m_refusals);
}

} // namespace ns3
