/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_NIC_INSTALL_COMMAND_H
#define IPSEC_OFFLOAD_NIC_INSTALL_COMMAND_H

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace ns3
{

/// Kinds of commands to a NIC; each has a time of its own (N18).
enum class CommandKind : uint8_t
{
    CREATE,     //!< makes an object
    MODIFY,     //!< changes one
    REMOVE,     //!< takes one away
    QUERY,      //!< reads the counter of one object
    BULK_QUERY, //!< reads the counters of many
    COUNT
};

/**
 * @ingroup ipsec-offload
 * One of the commands that install an SA in one direction (N13, N14).
 */
enum class InstallCommand : uint8_t
{
    KEY_OBJECT,
    IPSEC_OBJECT,
    COUNTER,
    REFORMAT,
    RULE,             //!< a flow entry
    RULE_IF_UNTAGGED, //!< a second one on an interface without a VLAN (N14)
    RULE_IF_REQID,    //!< one keyed by the reqid when there is one (N14)
    MODIFY            //!< changes an object made before it
};

/// Names of InstallCommand, in its order.
static constexpr std::array<const char*, 8> INSTALL_COMMANDS{"key-object",
                                                             "ipsec-object",
                                                             "counter",
                                                             "reformat",
                                                             "rule",
                                                             "rule-if-untagged",
                                                             "rule-if-reqid",
                                                             "modify"};

/** @param command a command @return its name */
inline const char*
ToString(InstallCommand command)
{
    return INSTALL_COMMANDS[static_cast<size_t>(command)];
}

/** @param name a name @return the command, or nothing */
inline std::optional<InstallCommand>
FindInstallCommand(const std::string& name)
{
    for (size_t i = 0; i < INSTALL_COMMANDS.size(); ++i)
    {
        if (name == INSTALL_COMMANDS[i])
        {
            return static_cast<InstallCommand>(i);
        }
    }
    return std::nullopt;
}

} // namespace ns3

#endif /* IPSEC_OFFLOAD_NIC_INSTALL_COMMAND_H */
