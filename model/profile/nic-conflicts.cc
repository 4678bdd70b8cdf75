/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "profile-keys.h"

#include <utility>

/**
 * @file
 * @ingroup ipsec-offload
 * Values of a NIC profile that do not go together.
 */

namespace ns3
{

namespace
{

/// @param time of commands @return true when somebody gave it
bool
IsGiven(const CommandTime& time)
{
    return time != CommandTime();
}

/// @param profile a profile @return what is wrong with its commands
NicConflict
FindCommandConflict(const NicProfile& profile)
{
    if (profile.commandLoss > 0 && profile.commandTimeout == 0)
    {
        return {"command-loss", "a command-timeout beside it: the driver would wait for ever"};
    }
    const bool hasLists = profile.HasInstallLists();
    // A direction without a list would be installed by nothing, in no time.
    if (hasLists && profile.offloadTransmit && profile.txInstallCommands.empty())
    {
        return {"rx-install-commands", "tx-install-commands beside it, as sending is offloaded"};
    }
    if (hasLists && profile.offloadReceive && profile.rxInstallCommands.empty())
    {
        return {"tx-install-commands", "rx-install-commands beside it, as receiving is offloaded"};
    }
    for (const auto& [key, time] :
         {std::pair{"install-time", &profile.installTime}, {"remove-time", &profile.removeTime}})
    {
        if (hasLists && IsGiven(*time))
        {
            return {key, "create-time and destroy-time, as installs are lists of commands"};
        }
    }
    for (const auto& [key, time] :
         {std::pair{"create-time", &profile.createTime}, {"destroy-time", &profile.destroyTime}})
    {
        if (!hasLists && IsGiven(*time))
        {
            return {key, "install-time and remove-time, as there are no lists of commands"};
        }
    }
    if (!hasLists && profile.flowTableEntries != 0)
    {
        return {"flow-table-entries", "rules in rx-install-commands and tx-install-commands"};
    }
    return {};
}

/// @param profile a profile @return what is wrong with its counters
NicConflict
FindCounterConflict(const NicProfile& profile)
{
    if (profile.bulkQuery == 0 && IsGiven(profile.bulkQueryTime))
    {
        return {"bulk-query-time", "a bulk-query that takes so long"};
    }
    if (profile.bulkQuery != 0 && profile.queriesPerPoll != 1)
    {
        return {"queries-per-poll", "1, as bulk queries read the counters"};
    }
    if (profile.pollPeriod != 0)
    {
        return {};
    }
    const std::string period = "a poll-period above 0";
    if (profile.pollSas != 0)
    {
        return {"poll-sas", period};
    }
    if (profile.bulkQuery != 0)
    {
        return {"bulk-query", period};
    }
    return profile.plausibleRate != 0 ? NicConflict{"plausible-rate", period} : NicConflict();
}

} // namespace

NicConflict
FindNicConflict(const NicProfile& profile)
{
    if (profile.contextCacheWays != 0 && profile.contextCacheSize % profile.contextCacheWays != 0)
    {
        return {"context-cache-ways",
                "a context-cache-size that is a multiple of context-cache-ways, not " +
                    std::to_string(profile.contextCacheSize) + " with " +
                    std::to_string(profile.contextCacheWays) + " ways"};
    }
    if (profile.policyPriorities && !profile.policies)
    {
        return {"policy-priorities",
                "policies beside it: a NIC without policies has no use for it"};
    }
    if (profile.slotUse != NicProfile::SLOT_PER_DIRECTION && profile.sharedSlots)
    {
        return {"shared-slots", "slot-use direction: other slots know no direction"};
    }
    for (const auto& conflict : {FindCommandConflict(profile), FindCounterConflict(profile)})
    {
        if (!conflict.key.empty())
        {
            return conflict;
        }
    }
    return {};
}

} // namespace ns3
