/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "control-load.h"

#include "planner/analytic/packet-demands.h"

#include "ns3/nic-profile.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace ns3::planner
{

namespace
{

/// SAs of a client or tunnel.
constexpr double SAS = 2;

/// @param time a span @return seconds
double
Seconds(double time)
{
    return time / PS_PER_SECOND;
}

/// @param nic a NIC @param commands what installs an SA in one direction @return picoseconds
double
GetListTime(const NicProfile& nic, const std::vector<InstallCommand>& commands)
{
    double time = 0;
    for (const auto command : commands)
    {
        time += static_cast<double>(command == InstallCommand::MODIFY ? nic.modifyTime.GetMean()
                                                                      : nic.createTime.GetMean());
    }
    return time;
}

/// @param commands what installs an SA @return objects that it makes
double
CountObjects(const std::vector<InstallCommand>& commands)
{
    return static_cast<double>(
        std::count_if(commands.begin(), commands.end(), [](InstallCommand command) {
            return command != InstallCommand::MODIFY;
        }));
}

/// @param nic a NIC @param load gets the times of one context
void
SetTimes(const NicProfile& nic, ControlLoad& load)
{
    if (nic.HasInstallLists())
    {
        load.installSeconds = Seconds(
            (GetListTime(nic, nic.txInstallCommands) + GetListTime(nic, nic.rxInstallCommands)) /
            2);
        load.removeSeconds =
            Seconds((CountObjects(nic.txInstallCommands) + CountObjects(nic.rxInstallCommands)) /
                    2 * static_cast<double>(nic.destroyTime.GetMean()));
    }
    else
    {
        load.installSeconds = Seconds(static_cast<double>(nic.installTime.GetMean()));
        load.removeSeconds = Seconds(static_cast<double>(nic.removeTime.GetMean()));
    }
}

/// @param nic a NIC @param load gets what polling takes; it has its contexts
void
SetPolling(const NicProfile& nic, ControlLoad& load)
{
    if (nic.pollPeriod == 0)
    {
        return;
    }
    // Of so many SAs a pass, a round over all of them takes several.
    const double sas = load.contexts / SAS;
    const double share = nic.pollSas == 0 ? 1 : std::min(1.0, nic.pollSas / std::max(1.0, sas));
    const double counters = load.contexts * share;
    const double commands =
        nic.bulkQuery != 0 ? std::ceil(counters / nic.bulkQuery) : counters * nic.queriesPerPoll;
    const CommandTime& each = nic.bulkQuery != 0 ? nic.bulkQueryTime : nic.queryTime;
    load.pollSeconds = Seconds(commands * static_cast<double>(each.GetMean()));
    load.pollsPerSecond = commands / Seconds(static_cast<double>(nic.pollPeriod));
    load.pollUse = load.pollSeconds / Seconds(static_cast<double>(nic.pollPeriod));
}

/// @param scenario a point @return slots of a pool that the two SAs of a client take
double
GetSlotsPerMember(const Scenario& scenario)
{
    // A driver that is not told an SA's direction installs it for both (N13, R49).
    const NodeSpec& node = scenario.GetMeasured();
    const double directions = ProtectingEnd(node, {}).GetOfferRules().directionKnown ? 1 : 2;
    return directions * (node.nic.sharedSlots ? 2 : 1);
}

} // namespace

double
GetSlotsRekeying(double steady, const RekeySpec& rekey, Ps coolOff)
{
    if (!rekey.IsOn())
    {
        return steady;
    }
    const Ps both = rekey.order == RekeyOrder::MAKE_BEFORE_BREAK ? rekey.overlap : 0;
    const auto held = static_cast<double>(both + coolOff);
    const auto spread = static_cast<double>(rekey.spread);
    const double share = held <= 0 ? 0 : spread <= held ? 1 : held / spread;
    constexpr double ROUNDING = 1e-9;
    return std::ceil(steady * (1 + share) * (1 - ROUNDING));
}

ControlLoad
FindControlLoad(const Scenario& scenario)
{
    const NicProfile& nic = scenario.GetMeasured().nic;
    const PopulationSpec& population = scenario.population;
    const double members = population.offload == OffloadWish::NONE
                               ? 0
                               : population.offloadChoice.Count(population.count);
    ControlLoad load;
    load.offloads = nic.offload && members > 0;
    if (population.rekey.IsOn())
    {
        load.rekeysPerSecond =
            population.count / Seconds(static_cast<double>(population.rekey.every));
    }
    if (!load.offloads)
    {
        return load;
    }
    const double perMember = GetSlotsPerMember(scenario);
    load.slotsThere = nic.txSlots == NicProfile::UNLIMITED ? std::numeric_limits<double>::infinity()
                                                           : nic.txSlots;
    load.slotsSteady = perMember * members;
    load.slotsRekeying = GetSlotsRekeying(load.slotsSteady, population.rekey, nic.slotCoolOff);
    if (nic.slotUse != NicProfile::SLOT_PER_DIRECTION)
    {
        load.slotsUnknown = "slots that an SA has for both directions";
    }
    const double pools = nic.sharedSlots ? 1 : 2;
    load.offers = SAS * members;
    load.contexts = std::min(perMember * members, load.slotsThere) * pools;
    SetTimes(nic, load);
    load.setUpSeconds = load.contexts * load.installSeconds / nic.channelServers;
    const double rekeysOffloaded = load.rekeysPerSecond * members / population.count;
    const double contextsPerRekey = load.contexts / members;
    load.offersPerSecond = SAS * rekeysOffloaded;
    load.installUse = rekeysOffloaded * contextsPerRekey *
                      (load.installSeconds + load.removeSeconds) / nic.channelServers;
    SetPolling(nic, load);
    load.pollUse /= nic.channelServers;
    return load;
}

} // namespace ns3::planner
