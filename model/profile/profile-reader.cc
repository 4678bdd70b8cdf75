/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "profile-reader.h"

#include "did-you-mean.h"
#include "profile-keys.h"
#include "text-file.h"
#include "yaml-input.h"
#include "yaml-parser.h"

#include "ns3/ipsec-algorithm.h"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <utility>

namespace ns3
{

namespace
{

/// @param node a scalar or a list of scalars @return as text
std::string
TextOf(const InputNode& node)
{
    std::string text = node.GetText();
    for (const auto& element : node.GetElements())
    {
        text += (text.empty() ? "" : ", ") + element.GetText();
    }
    return text;
}

/**
 * Read a map whose maps stand for keys with dots, down to its values.
 * @param map the map
 * @param prefix the keys that lead to it, each with a dot behind it
 * @param visit called for each value, the whole key in its entry
 */
void
VisitValues(InputMap& map,
            const std::string& prefix,
            const std::function<void(const InputMap::Entry&)>& visit)
{
    for (auto& entry : map.TakeRest())
    {
        entry.key = prefix + entry.key;
        if (entry.value.GetNode().IsMap())
        {
            InputMap inner(entry.value);
            VisitValues(inner, entry.key + ".", visit);
        }
        else
        {
            visit(entry);
        }
    }
}

/// @param key an unknown one @param keys what it may be @return "one of the keys a, b"
std::string
DescribeKeys(const std::string& key, const std::vector<std::string>& keys)
{
    std::string text;
    for (const auto& known : keys)
    {
        text += (text.empty() ? "one of the keys " : ", ") + known;
    }
    return text + DidYouMean(key, keys);
}

/// @param key an unknown one @param isNic of a NIC's profile @return what it should be
std::string
DescribeExpected(const std::string& key, bool isNic)
{
    const std::string ciphers = "cipher.";
    if (isNic || key.compare(0, ciphers.size(), ciphers) != 0)
    {
        return DescribeKeys(key, isNic ? GetNicKeys() : GetHostKeys());
    }
    const auto dot = key.rfind('.');
    const auto name = key.substr(ciphers.size(), dot - ciphers.size());
    if (name == "null" || name == "default" || FindIpsecAlgorithm(name))
    {
        return DescribeKeys(key.substr(dot + 1), {"per-packet", "per-octet", "in-thread"});
    }
    std::string text = "cipher.NAME.KEY with the NAME null, default";
    std::vector<std::string> names{"null", "default"};
    for (const auto& algorithm : GetIpsecAlgorithms())
    {
        text += std::string(", ") + algorithm.name;
        names.emplace_back(algorithm.name);
    }
    return text + " and the KEY per-packet, per-octet or in-thread" + DidYouMean(name, names);
}

/**
 * Set one value; complains about an unknown key.
 * @param entry key and where it stands
 * @param value the value
 * @param profile where to set it
 */
void
SetKey(const InputMap::Entry& entry, const InputValue& value, IpsecProfile& profile)
{
    const bool isNic = profile.kind == IpsecProfileKind::NIC;
    const bool known = isNic ? SetNicKey(entry.key, value, profile.nic)
                             : SetHostKey(entry.key, value, profile.host);
    if (!known)
    {
        value.GetInput().ComplainAt(entry.place, entry.key, DescribeExpected(entry.key, isNic));
    }
}

/**
 * @param entry a key and [value, mark, source]
 * @param profile where to add and set it
 * @param marks where to add its mark
 */
void
ReadSourced(const InputMap::Entry& entry, IpsecProfile& profile, ProfileProvenance::Marks& marks)
{
    const InputValue& value = entry.value;
    const auto& parts = value.GetNode().GetElements();
    if (parts.size() != 3)
    {
        value.Complain("a list of three: value, mark, source");
        return;
    }
    const InputValue mark(value.GetInput(), parts[1], value.GetPath());
    const InputValue source(value.GetInput(), parts[2], value.GetPath());
    std::vector<std::pair<std::string, Provenance>> choices;
    for (const auto choice : {Provenance::SOURCED, Provenance::DERIVED, Provenance::ASSUMED})
    {
        choices.emplace_back(ToString(choice), choice);
    }
    const auto provenance = mark.ToChoice<Provenance>(choices);
    const auto text = source.ToText();
    if (provenance && text)
    {
        profile.values.push_back({entry.key, TextOf(parts[0]), ToString(*provenance), *text});
        marks[entry.key] = *provenance;
    }
    SetKey(entry, InputValue(value.GetInput(), parts[0], value.GetPath()), profile);
}

/// @param conflict what is wrong, if anything @param given the values that were set just now
void
ComplainOfConflict(const NicConflict& conflict, const std::vector<InputMap::Entry>& given)
{
    if (conflict.key.empty() || given.empty())
    {
        return;
    }
    const auto found = std::find_if(given.begin(), given.end(), [&](const auto& entry) {
        return entry.key == conflict.key;
    });
    const InputMap::Entry& entry = found == given.end() ? given.back() : *found;
    entry.value.GetInput().ComplainAt(entry.place, entry.key, conflict.expected);
}

} // namespace

const char*
GetProfileFolder(IpsecProfileKind kind)
{
    return kind == IpsecProfileKind::NIC ? "nic" : "host";
}

IpsecProfile
ReadIpsecProfile(IpsecProfileKind kind, const std::string& file)
{
    IpsecProfile profile;
    profile.kind = kind;
    profile.name = std::filesystem::path(file).stem().string();
    profile.file = file;
    profile.nic.name = profile.name;
    profile.host.name = profile.name;

    YamlInput input(file);
    std::vector<InputMap::Entry> given;
    ProfileProvenance::Marks marks;
    const std::string word = GetProfileFolder(kind);
    InputMap root(InputValue(input, ParseYaml(ReadTextFile(file), file), ""));
    if (auto value = root.Require("profile"))
    {
        value->ToChoice<bool>({{word, true}});
        input.ThrowIfWrong(); // or each of its keys would be unknown
    }
    if (auto value = root.Require("description"))
    {
        profile.description = value->ToText().value_or("");
    }
    if (auto value = root.Require("values"))
    {
        InputMap values(*value);
        VisitValues(values, "", [&](const InputMap::Entry& entry) {
            ReadSourced(entry, profile, marks);
            given.push_back(entry);
        });
    }
    root.Finish();
    profile.provenance = ProfileProvenance(std::move(marks));
    if (kind == IpsecProfileKind::HOST && !input.HasProblems() && profile.host.cores > 0 &&
        profile.host.clock == 0)
    {
        ComplainOfConflict({"cores", "a clock for the cores"}, given);
    }
    if (!input.HasProblems())
    {
        ComplainOfConflict(FindNicConflict(profile.nic), given);
    }
    input.ThrowIfWrong();
    return profile;
}

void
ChangeProfile(InputMap& changes, IpsecProfile& profile)
{
    std::vector<InputMap::Entry> given;
    VisitValues(changes, "", [&](const InputMap::Entry& entry) {
        SetKey(entry, entry.value, profile);
        profile.provenance.Override(entry.key);
        given.push_back(entry);
    });
    if (!given.empty() && !given.front().value.GetInput().HasProblems())
    {
        ComplainOfConflict(FindNicConflict(profile.nic), given);
    }
}

} // namespace ns3
