/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "profile-draft.h"

#include "scenario-text.h"

#include "model/profile/profile-keys.h"
#include "model/profile/profile-reference.h"
#include "model/profile/yaml-input.h"
#include "model/profile/yaml-parser.h"

#include <sstream>

namespace ns3::planner
{

namespace
{

/// @param entry a key @return its default as a file has it; empty: it cannot be written down
std::string
ValueOf(const ProfileKeyEntry& entry)
{
    const std::string& text = entry.standard;
    const bool isNumber = text.find_first_not_of("0123456789.e+-") == std::string::npos;
    if (text.empty() || entry.values.rfind("those of ", 0) == 0)
    {
        return "";
    }
    if (text.find(',') != std::string::npos || entry.values.rfind("some of ", 0) == 0 ||
        entry.values == "names of algorithms" || entry.values == "whole numbers")
    {
        return "[" + text + "]";
    }
    return isNumber && !entry.unit.empty() ? text + " " + entry.unit : QuoteYaml(text);
}

/// @param kind of profile @param key of it @param value as a file has it @return true when it may
/// be
bool
IsTaken(IpsecProfileKind kind, const std::string& key, const std::string& value)
{
    YamlInput input("draft");
    const InputNode root = ParseYaml("value: " + value, "draft");
    const InputValue given(input, root.Find("value")->value, key);
    NicProfile nic;
    HostProfile host;
    const bool isKnown =
        kind == IpsecProfileKind::NIC ? SetNicKey(key, given, nic) : SetHostKey(key, given, host);
    return isKnown && !input.HasProblems();
}

/// @param stream gets the key @param kind of profile @param entry its row
void
WriteKey(std::ostream& stream, IpsecProfileKind kind, const ProfileKeyEntry& entry)
{
    const std::string& key = entry.key;
    std::string value = ValueOf(entry);
    if (!value.empty() && !IsTaken(kind, key, value))
    {
        value.clear(); // as a clock of 0 Hz, which only a host without cores has
    }
    if (kind == IpsecProfileKind::HOST && value.rfind("0 cycles", 0) == 0)
    {
        value.clear(); // written down, a cost that nobody knows would no longer be missing
    }
    stream << "\n  # " << entry.meaning << "\n  # " << entry.values
           << (entry.unit.empty() ? "" : " (" + entry.unit + ")")
           << (entry.rule.empty() ? "" : "; rule " + entry.rule) << "\n";
    if (value.empty())
    {
        stream << "  # " << key << ": [..., sourced, \"...\"]\n";
    }
    else
    {
        stream << "  " << key << ": [" << value << ", assumed, \"default of the model\"]\n";
    }
}

} // namespace

std::string
DraftProfile(IpsecProfileKind kind, const std::string& name)
{
    const bool isNic = kind == IpsecProfileKind::NIC;
    std::ostringstream text;
    text << "# " << (isNic ? "NIC" : "Host") << " profile " << name
         << ", for scenarios: " << (isNic ? "nic: " : "host: ") << name << "\n"
         << "#\n"
         << "# Each value is a list: what it is, where it comes from, and the source in words.\n"
         << "#   sourced  published, or read in source code: name the publication\n"
         << "#   derived  computed from such figures: say how\n"
         << "#   assumed  chosen; nothing is published: say why\n"
         << "# Delete what is not known. Costs that are not there count as 0, and a run warns of "
            "them.\n\n"
         << "profile: " << (isNic ? "nic" : "host") << "\n"
         << "description: What it is. Who has measured it, and when.\n"
         << "values:\n";
    std::string cipher;
    for (const auto& entry : isNic ? DescribeNicKeys() : DescribeHostKeys())
    {
        const std::string prefix = "cipher.NAME.";
        if (entry.key.rfind(prefix, 0) != 0)
        {
            WriteKey(text, kind, entry);
            continue;
        }
        cipher +=
            (cipher.empty() ? "\n  # What an algorithm costs, by its name; default stands for "
                              "those that have none.\n  # cipher:\n  #   default:\n"
                            : "") +
            ("  #     # " + entry.meaning + "\n  #     " + entry.key.substr(prefix.size()) + ": [" +
             ValueOf(entry) + ", sourced, \"...\"]\n");
    }
    return text.str() + cipher;
}

} // namespace ns3::planner
