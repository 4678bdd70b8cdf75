/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-install-list.h"

#include "nic-profile.h"
#include "sa-context.h"

#include <algorithm>

namespace ns3
{

std::vector<InstallCommand>
ListInstallCommands(const NicProfile& profile, const SaContext& context, bool receive)
{
    std::vector<InstallCommand> commands =
        receive ? profile.rxInstallCommands : profile.txInstallCommands;
    const auto last = std::remove_if(commands.begin(), commands.end(), [&](InstallCommand command) {
        return (command == InstallCommand::RULE_IF_UNTAGGED && context.vlan != 0) ||
               (command == InstallCommand::RULE_IF_REQID && context.config.reqid == 0);
    });
    commands.erase(last, commands.end());
    return commands;
}

uint32_t
CountInstalledObjects(const NicProfile& profile, const SaContext& context)
{
    if (!profile.HasInstallLists())
    {
        return context.CountDirections();
    }
    uint32_t objects = 0;
    for (const bool receive : {false, true})
    {
        if (receive ? context.receive : context.transmit)
        {
            for (const InstallCommand command : ListInstallCommands(profile, context, receive))
            {
                objects += command == InstallCommand::MODIFY ? 0 : 1;
            }
        }
    }
    return objects;
}

/// @param context an SA @return its rules for what arrives
uint32_t
NicFlowTables::CountReceiveRules(const SaContext& context) const
{
    if (!context.receive)
    {
        return 0;
    }
    const auto commands = ListInstallCommands(m_profile, context, true);
    const auto rules = std::count_if(commands.begin(), commands.end(), [](InstallCommand command) {
        return command == InstallCommand::RULE || command == InstallCommand::RULE_IF_UNTAGGED;
    });
    return static_cast<uint32_t>(rules);
}

bool
NicFlowTables::HasRoom(const SaContext& context) const
{
    const uint32_t room = m_profile.flowTableEntries;
    return room == 0 || ((!context.receive || m_receive + CountReceiveRules(context) <= room) &&
                         (!context.transmit || m_transmit + 1 <= room));
}

void
NicFlowTables::Add(const SaContext& context)
{
    m_receive += CountReceiveRules(context);
    m_transmit += context.transmit ? 1 : 0;
}

void
NicFlowTables::Remove(const SaContext& context)
{
    m_receive -= CountReceiveRules(context);
    m_transmit -= context.transmit ? 1 : 0;
}

void
NicFlowTables::Clear()
{
    m_receive = 0;
    m_transmit = 0;
}

} // namespace ns3
